/// A table of a FlatBuffers message, in which Arrow writes everything that is not data. Every place is checked before it is read.
struct FlatTable {
  let bytes: [UInt8]
  /// Where the table begins, and where its fields are listed.
  private let at: Int
  private let fields: Int
  private let fieldCount: Int

  /// The table that the whole message is.
  init(root bytes: [UInt8]) throws(ParquetError) {
    try self.init(bytes, at: Int(try Self.read(bytes, 0, UInt32.self)))
  }

  private init(_ bytes: [UInt8], at: Int) throws(ParquetError) {
    self.bytes = bytes
    self.at = at
    fields = at - Int(try Self.read(bytes, at, Int32.self))
    let size = Int(try Self.read(bytes, fields, UInt16.self))
    guard size >= 4 else { throw .damaged("a part of the metadata lists no fields") }
    fieldCount = (size - 4) / 2
  }

  private static func read<T: FixedWidthInteger>(_ bytes: [UInt8], _ at: Int, _: T.Type) throws(ParquetError) -> T {
    guard at >= 0, at <= bytes.count - MemoryLayout<T>.size else {
      throw .damaged("the metadata points outside of itself")
    }
    return bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: T.self)) }
  }

  /// Where a field's value stands; nil where it has its default.
  private func place(_ field: Int) throws(ParquetError) -> Int? {
    guard field < fieldCount else { return nil }
    let offset = Int(try Self.read(bytes, fields + 4 + 2 * field, UInt16.self))
    return offset == 0 ? nil : at + offset
  }

  /// A number; a truth value is one of a byte.
  func integer<T: FixedWidthInteger>(_ field: Int, _: T.Type, default fallback: T = 0) throws(ParquetError) -> T {
    guard let place = try place(field) else { return fallback }
    return try Self.read(bytes, place, T.self)
  }

  private func target(_ place: Int) throws(ParquetError) -> Int {
    place + Int(try Self.read(bytes, place, UInt32.self))
  }

  func table(_ field: Int) throws(ParquetError) -> FlatTable? {
    guard let place = try place(field) else { return nil }
    return try FlatTable(bytes, at: try target(place))
  }

  /// The elements of a vector, each of `width` bytes: where the first stands, and how many there are.
  private func vector(_ field: Int, width: Int) throws(ParquetError) -> (start: Int, count: Int)? {
    guard let place = try place(field) else { return nil }
    let start = try target(place)
    let count = Int(try Self.read(bytes, start, UInt32.self))
    guard count <= (bytes.count - start - 4) / width else { throw .damaged("a list of the metadata is longer than it") }
    return (start + 4, count)
  }

  func text(_ field: Int) throws(ParquetError) -> [UInt8]? {
    guard let (start, count) = try vector(field, width: 1) else { return nil }
    return Array(bytes[start..<start + count])
  }

  func tables(_ field: Int) throws(ParquetError) -> [FlatTable] {
    guard let (start, count) = try vector(field, width: 4) else { return [] }
    var tables: [FlatTable] = []
    for place in 0..<count { tables.append(try FlatTable(bytes, at: try target(start + 4 * place))) }
    return tables
  }

  /// A vector of structs of two numbers each.
  func pairs(_ field: Int) throws(ParquetError) -> [(Int, Int)] {
    guard let (start, count) = try vector(field, width: 16) else { return [] }
    var pairs: [(Int, Int)] = []
    for place in 0..<count {
      let at = start + 16 * place
      pairs.append((Int(try Self.read(bytes, at, Int64.self)), Int(try Self.read(bytes, at + 8, Int64.self))))
    }
    return pairs
  }
}
