/// Reads Thrift's compact protocol, in which Parquet writes everything that is not data. What it does not know it passes over.
struct ThriftReader {
  /// The types of the protocol.
  enum Kind: UInt8 {
    case stop, yes, no, byte, int16, int32, int64, double, binary, list, set, map, structure, uuid
  }

  private(set) var cursor: Cursor
  private var depth = 0
  private static let deepest = 32

  init(_ cursor: Cursor) { self.cursor = cursor }

  /// Goes through a struct's fields: `read` gets number and type of each, and says false for one that it did not read.
  mutating func structure(
    _ read: (Int, Kind, inout ThriftReader) throws(ParquetError) -> Bool
  ) throws(ParquetError) {
    try enter()
    var number = 0
    while true {
      let head = try cursor.byte()
      let kind = try Self.kind(head & 0x0F)
      if kind == .stop { break }
      if head >> 4 == 0 {
        number = Int(truncatingIfNeeded: try cursor.zigzag())
      } else {
        number = number &+ Int(head >> 4)
      }
      if try !read(number, kind, &self) { try skip(kind) }
    }
    depth -= 1
  }

  mutating func int(_ kind: Kind) throws(ParquetError) -> Int {
    switch kind {
    case .byte: return Int(Int8(bitPattern: try cursor.byte()))
    case .int16, .int32, .int64: return Int(try cursor.zigzag())
    default: throw .damaged("a number is due in the metadata, and something else stands there")
    }
  }

  func bool(_ kind: Kind) throws(ParquetError) -> Bool {
    guard kind == .yes || kind == .no else { throw .damaged("true or false is due in the metadata") }
    return kind == .yes
  }

  mutating func binary(_ kind: Kind) throws(ParquetError) -> [UInt8] {
    guard kind == .binary else { throw .damaged("a text is due in the metadata, and something else stands there") }
    return Array(cursor.bytes[try cursor.take(try cursor.count())])
  }

  /// The elements of a list, each read by `read`; each takes a byte at least, which bounds how many there can be.
  mutating func list<Element>(
    _ kind: Kind, _ read: (Kind, inout ThriftReader) throws(ParquetError) -> Element
  ) throws(ParquetError) -> [Element] {
    guard kind == .list || kind == .set else {
      throw .damaged("a list is due in the metadata, and something else stands there")
    }
    let (count, kind) = try listHead()
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try read(kind, &self)) }
    return elements
  }

  private mutating func listHead() throws(ParquetError) -> (count: Int, kind: Kind) {
    let head = try cursor.byte()
    let count = head >> 4 == 15 ? try cursor.count() : Int(head >> 4)
    guard count <= cursor.left else { throw .damaged("a list of the metadata is longer than the metadata") }
    return (count, try Self.kind(head & 0x0F))
  }

  private mutating func skip(_ kind: Kind, inList: Bool = false) throws(ParquetError) {
    switch kind {
    case .stop: throw .damaged("the metadata holds a type that there is not")
    case .yes, .no: if inList { _ = try cursor.byte() }
    case .byte: _ = try cursor.byte()
    case .int16, .int32, .int64: _ = try cursor.varint()
    case .double: _ = try cursor.take(8)
    case .uuid: _ = try cursor.take(16)
    case .binary: _ = try cursor.take(try cursor.count())
    case .structure: try structure { _, _, _ in false }
    case .list, .set:
      try enter()
      let (count, element) = try listHead()
      for _ in 0..<count { try skip(element, inList: true) }
      depth -= 1
    case .map:
      try enter()
      let count = try cursor.count()
      if count > 0 {
        guard count <= cursor.left else { throw .damaged("a map of the metadata is longer than the metadata") }
        let kinds = try cursor.byte()
        for _ in 0..<count {
          try skip(try Self.kind(kinds >> 4), inList: true)
          try skip(try Self.kind(kinds & 0x0F), inList: true)
        }
      }
      depth -= 1
    }
  }

  private mutating func enter() throws(ParquetError) {
    depth += 1
    guard depth <= Self.deepest else { throw .damaged("the metadata is nested more than \(Self.deepest) deep") }
  }

  private static func kind(_ code: UInt8) throws(ParquetError) -> Kind {
    guard let kind = Kind(rawValue: code) else { throw .damaged("the metadata holds a type that there is not") }
    return kind
  }
}
