/// The values of a column that are there, in their order; its type says in which of the arrays.
struct ColumnValues {
  /// Where a value's bytes stand in the arena.
  struct Place {
    var start: Int
    var count: Int
    /// The bytes are no text, where only a text can stay in its page.
    var isIllFormed = false
  }

  let type: PhysicalType
  var booleans: [Bool] = []
  /// Also those of 32 bits.
  var integers: [Int64] = []
  /// Also those of 32 bits.
  var numbers: [Double] = []
  var places: [Place] = []
  var arena: [UInt8] = []
  /// Where values are texts that stay in their pages; nil: they are in the arena.
  var pages: ReferredPages?

  init(_ type: PhysicalType) { self.type = type }

  var count: Int {
    switch type {
    case .boolean: booleans.count
    case .int32, .int64: integers.count
    case .float, .double: numbers.count
    case .int96, .bytes, .fixed: places.count
    }
  }

  /// Makes room for so many bytes of values that are kept as bytes: growing step by step would copy them again and again.
  mutating func reserve(_ count: Int) {
    switch type {
    case .int96, .bytes, .fixed: if count > 0 { arena.reserveCapacity(count) }
    case .boolean, .int32, .int64, .float, .double: break
    }
  }

  /// Whether there is a value that is said to be a text, and is none.
  var hasIllFormed: Bool { places.contains(where: \.isIllFormed) }

  /// The bytes of a value that is kept as bytes.
  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    let place = places[index]
    return arena[place.start..<place.start + place.count]
  }

  /// Adds bytes of a page as a value.
  mutating func append(_ range: Range<Int>, of bytes: [UInt8]) {
    if let pages {
      places.append(pages.place(range, of: bytes))
    } else {
      places.append(Place(start: arena.count, count: range.count))
      arena += bytes[range]
    }
  }

  /// Adds a value of fixed width that stands at `at`.
  mutating func append(_ bytes: UnsafeRawBufferPointer, at: Int) {
    switch type {
    case .int32: integers.append(Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int32.self))))
    case .int64: integers.append(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int64.self)))
    case .float:
      numbers.append(
        Double(Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))))
    case .double:
      numbers.append(
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))))
    case .int96, .fixed, .bytes, .boolean:
      let width = type.width ?? 0
      places.append(Place(start: arena.count, count: width))
      arena.append(contentsOf: bytes[at..<at + width])
    }
  }

  /// Adds the dictionary's values of these numbers; where values are bytes, they stand in this arena already.
  mutating func append(_ indices: [UInt32], of dictionary: ColumnValues) throws(ParquetError) {
    let known = dictionary.count
    guard indices.allSatisfy({ Int($0) < known }) else {
      throw .damaged("a value is said to be one that the dictionary of \(known) has not")
    }
    switch type {
    case .boolean: for index in indices { booleans.append(dictionary.booleans[Int(index)]) }
    case .int32, .int64: for index in indices { integers.append(dictionary.integers[Int(index)]) }
    case .float, .double: for index in indices { numbers.append(dictionary.numbers[Int(index)]) }
    case .int96, .bytes, .fixed: for index in indices { places.append(dictionary.places[Int(index)]) }
    }
  }
}
