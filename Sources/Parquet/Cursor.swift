/// Reads bytes from front to back and checks each step.
struct Cursor {
  let bytes: [UInt8]
  private(set) var at: Int
  let end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    at = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  var left: Int { end - at }

  /// Passes over `count` bytes and says where they stand.
  mutating func take(_ count: Int) throws(ParquetError) -> Range<Int> {
    guard count >= 0, count <= left else { throw .damaged("\(left) bytes are left where \(count) are due") }
    at += count
    return at - count..<at
  }

  mutating func byte() throws(ParquetError) -> UInt8 {
    guard at < end else { throw .damaged("the bytes end where one more is due") }
    at += 1
    return bytes[at - 1]
  }

  /// An integer, little-endian.
  mutating func integer<T: FixedWidthInteger>(_: T.Type) throws(ParquetError) -> T {
    let range = try take(MemoryLayout<T>.size)
    return bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: T.self)) }
  }

  /// Seven bits a byte, the lowest first.
  mutating func varint() throws(ParquetError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw .damaged("a number has more than 64 bits")
  }

  /// A varint that counts bytes or values.
  mutating func count() throws(ParquetError) -> Int {
    guard let count = Int(exactly: try varint()) else { throw .damaged("a count has more than 63 bits") }
    return count
  }

  /// A signed number as a varint: 0, -1, 1, -2, ….
  mutating func zigzag() throws(ParquetError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A cursor of the next `count` bytes, which this one passes over.
  mutating func section(_ count: Int) throws(ParquetError) -> Cursor { Cursor(bytes, try take(count)) }
}
