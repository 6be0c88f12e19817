import Documents

/// A field of the schema as a row shows it.
///
/// Levels as in the Dremel paper (Melnik et al., 2010): a value's definition level says how many of its optional and repeated
/// ancestors are there, its repetition level at which of them a new element begins.
final class Node {
  enum Repetition: Int { case required, optional, repeated }

  enum Content {
    /// The number of the column.
    case leaf(Int)
    case group([Node])
    /// `repeated` is the node that repeats, `element` what one element shows: itself, or what it holds.
    case list(repeated: Node, element: Node)
    case map(repeated: Node, key: Node, value: Node?)
  }

  let name: String
  /// The same as the file has it.
  let nameBytes: [UInt8]
  /// The name as a JSON string, and a colon.
  let label: [UInt8]
  let repetition: Repetition
  /// The definition level from which on it is there.
  let definition: Int
  /// How many of its ancestors and itself are repeated.
  let depth: Int
  let content: Content
  /// The columns below it.
  let leaves: Range<Int>

  init(
    name: [UInt8], repetition: Repetition, definition: Int, depth: Int, content: Content, leaves: Range<Int>
  ) {
    self.name = String(decoding: name, as: UTF8.self)
    nameBytes = name
    var label: [UInt8] = []
    JSONStrings.encode(name[...], into: &label)
    self.label = label + Array(": ".utf8)
    self.repetition = repetition
    self.definition = definition
    self.depth = depth
    self.content = content
    self.leaves = leaves
  }
}

/// A column: the values of one leaf of the schema.
struct Leaf {
  /// With its ancestors, and points between them.
  var path: String
  var type: PhysicalType
  var form: ValueForm
  /// The levels at which a value is there.
  var definition: Int
  var depth: Int

  /// Whether it is a field of the rows, and not of a part of them.
  var isField: Bool

  /// Whether its values can be texts that stay in their pages.
  var staysInPages: Bool { isField && depth == 0 && type == .bytes && form.isOfTexts }
}

/// How values are stored (parquet.thrift, Type).
enum PhysicalType: Equatable {
  case boolean, int32, int64, int96, float, double, bytes
  /// Of so many bytes each.
  case fixed(Int)

  init?(_ code: Int, length: Int) {
    switch code {
    case 0: self = .boolean
    case 1: self = .int32
    case 2: self = .int64
    case 3: self = .int96
    case 4: self = .float
    case 5: self = .double
    case 6: self = .bytes
    case 7 where length > 0: self = .fixed(length)
    default: return nil
    }
  }

  /// The number of the type in the metadata.
  var code: Int {
    switch self {
    case .boolean: 0
    case .int32: 1
    case .int64: 2
    case .int96: 3
    case .float: 4
    case .double: 5
    case .bytes: 6
    case .fixed: 7
    }
  }

  /// Bytes of a value; nil where they differ, or are bits.
  var width: Int? {
    switch self {
    case .boolean, .bytes: nil
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96: 12
    case .fixed(let width): width
    }
  }
}
