/// Writes Thrift's compact protocol: what `ThriftReader` reads.
struct ThriftWriter {
  typealias Kind = ThriftReader.Kind

  private(set) var bytes: [UInt8] = []
  /// The number of the field before, which the next one is counted from.
  private var last = 0

  mutating func int32(_ field: Int, _ value: Int) {
    head(field, .int32)
    zigzag(value)
  }

  mutating func int64(_ field: Int, _ value: Int) {
    head(field, .int64)
    zigzag(value)
  }

  mutating func text(_ field: Int, _ value: String) {
    head(field, .binary)
    text(value)
  }

  mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    head(field, .structure)
    structure(body)
  }

  mutating func texts(_ field: Int, _ values: [String]) {
    list(field, values, .binary) { writer, value in writer.text(value) }
  }

  mutating func numbers(_ field: Int, _ values: [Int]) {
    list(field, values, .int32) { writer, value in writer.zigzag(value) }
  }

  mutating func structures<Element>(
    _ field: Int, _ elements: [Element], _ body: (inout ThriftWriter, Element) -> Void
  ) {
    list(field, elements, .structure) { writer, element in writer.structure { body(&$0, element) } }
  }

  /// The fields of a struct, which counts them on its own, and its end.
  mutating func structure(_ body: (inout ThriftWriter) -> Void) {
    let before = last
    last = 0
    body(&self)
    bytes.append(Kind.stop.rawValue)
    last = before
  }

  private mutating func list<Element>(
    _ field: Int, _ elements: [Element], _ kind: Kind, _ body: (inout ThriftWriter, Element) -> Void
  ) {
    head(field, .list)
    if elements.count < 15 {
      bytes.append(UInt8(elements.count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      Self.varint(UInt64(elements.count), into: &bytes)
    }
    for element in elements { body(&self, element) }
  }

  /// Fields come in ascending order, fewer than 16 numbers apart.
  private mutating func head(_ field: Int, _ kind: Kind) {
    bytes.append(UInt8(field - last) << 4 | kind.rawValue)
    last = field
  }

  private mutating func text(_ value: String) {
    Self.varint(UInt64(value.utf8.count), into: &bytes)
    bytes += Array(value.utf8)
  }

  private mutating func zigzag(_ value: Int) {
    Self.varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)), into: &bytes)
  }

  static func varint(_ value: UInt64, into bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
