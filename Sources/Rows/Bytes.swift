/// Puts numbers and texts into bytes, little-endian.
package struct ByteWriter {
  package var bytes: [UInt8] = []

  package init() {}

  package mutating func put(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Count, then the bytes.
  package mutating func put(_ values: [UInt8]) {
    put(values.count)
    bytes.append(contentsOf: values)
  }

  /// Count, then the elements as they lie in memory: little-endian on every machine that cact is built for.
  package mutating func put<Element: BitwiseCopyable>(array values: [Element]) {
    put(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Takes them out again; never trusts a count.
package struct ByteReader {
  package let bytes: [UInt8]
  package var at = 0

  package init(bytes: [UInt8]) { self.bytes = bytes }

  package static func damage(_ what: String) -> RowError {
    RowError(.damagedValue, file: "store", "stored rows are damaged: \(what)")
  }

  package mutating func int() throws -> Int {
    let raw = try take(8)
    return Int(raw.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) })
  }

  package mutating func block() throws -> ArraySlice<UInt8> {
    let count = try int()
    return try take(count)
  }

  package mutating func string() throws -> String { String(decoding: try block(), as: UTF8.self) }

  package mutating func array<Element: BitwiseCopyable>(of: Element.Type) throws -> [Element] {
    let count = try int()
    let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow else { throw Self.damage("a count is wrong") }
    let raw = try take(size)
    return [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      raw.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      filled = count
    }
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - at else { throw Self.damage("it is cut short") }
    defer { at += count }
    return bytes[at..<at + count]
  }
}
