import Foundation

/// Something that goes from rank to rank: little-endian, lengths before contents.
package protocol Wire {
  func write(to writer: inout WireWriter)
  /// - Throws: `RankError` for bytes that are no such thing.
  init(from reader: inout WireReader) throws
}

package struct WireWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ value: some Wire) { value.write(to: &self) }

  /// Of trivial elements, as they lie in memory.
  package mutating func write<Element: BitwiseCopyable>(raw values: [Element]) {
    write(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Several such lists.
  package mutating func write<Element: BitwiseCopyable>(lists: [[Element]]) {
    write(lists.count)
    for list in lists { write(raw: list) }
  }

  fileprivate mutating func append<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }
}

package struct WireReader {
  private let bytes: [UInt8]
  private var place = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func read<Value: Wire>(_ type: Value.Type = Value.self) throws -> Value { try Value(from: &self) }

  package mutating func read<Element: BitwiseCopyable>(raw type: Element.Type) throws -> [Element] {
    let count = try read(Int.self)
    let size = MemoryLayout<Element>.stride
    guard count >= 0, count <= (bytes.count - place) / size else { throw Self.torn }
    defer { place += count * size }
    return bytes.withUnsafeBytes { buffer in
      Array(unsafeUninitializedCapacity: count) { values, made in
        UnsafeMutableRawBufferPointer(values).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: buffer[place..<place + count * size]))
        made = count
      }
    }
  }

  package mutating func read<Element: BitwiseCopyable>(lists type: Element.Type) throws -> [[Element]] {
    let count = try read(Int.self)
    return try (0..<max(0, count)).map { _ in try read(raw: type) }
  }

  fileprivate mutating func next<Value: BitwiseCopyable>(_ type: Value.Type) throws -> Value {
    let size = MemoryLayout<Value>.size
    guard bytes.count - place >= size else { throw Self.torn }
    defer { place += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Value.self) }
  }

  package static let torn = RankError("a message from another rank is not whole")
}

extension Int: Wire {
  package func write(to writer: inout WireWriter) { writer.append(Int64(self)) }
  package init(from reader: inout WireReader) throws { self = Int(try reader.next(Int64.self)) }
}

extension UInt64: Wire {
  package func write(to writer: inout WireWriter) { writer.append(self) }
  package init(from reader: inout WireReader) throws { self = try reader.next(UInt64.self) }
}

extension Double: Wire {
  package func write(to writer: inout WireWriter) { writer.append(bitPattern) }
  package init(from reader: inout WireReader) throws { self.init(bitPattern: try reader.next(UInt64.self)) }
}

extension Float: Wire {
  package func write(to writer: inout WireWriter) { writer.append(bitPattern) }
  package init(from reader: inout WireReader) throws { self.init(bitPattern: try reader.next(UInt32.self)) }
}

extension Bool: Wire {
  package func write(to writer: inout WireWriter) { writer.append(self ? UInt8(1) : 0) }
  package init(from reader: inout WireReader) throws { self = try reader.next(UInt8.self) != 0 }
}

extension String: Wire {
  package func write(to writer: inout WireWriter) { writer.write(raw: Array(utf8)) }
  package init(from reader: inout WireReader) throws {
    self.init(decoding: try reader.read(raw: UInt8.self), as: UTF8.self)
  }
}

extension Optional: Wire where Wrapped: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(self != nil)
    if let self { writer.write(self) }
  }
  package init(from reader: inout WireReader) throws {
    self = try reader.read(Bool.self) ? .some(reader.read()) : .none
  }
}

extension Array: Wire where Element: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(count)
    for element in self { writer.write(element) }
  }
  package init(from reader: inout WireReader) throws {
    let count = try reader.read(Int.self)
    self = []
    for _ in 0..<Swift.max(0, count) { append(try reader.read()) }
  }
}

/// Nothing but that it was done.
package struct Nothing: Wire, Sendable {
  package init() {}
  package func write(to writer: inout WireWriter) {}
  package init(from reader: inout WireReader) throws {}
}

/// A small structure as JSON.
package struct Described<Value: Codable & Sendable>: Wire, Sendable {
  package var value: Value

  package init(_ value: Value) { self.value = value }

  package func write(to writer: inout WireWriter) {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    writer.write(raw: (try? encoder.encode(value)).map { [UInt8]($0) } ?? [])
  }

  package init(from reader: inout WireReader) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let value = try? decoder.decode(Value.self, from: Data(reader.read(raw: UInt8.self))) else {
      throw WireReader.torn
    }
    self.value = value
  }
}
