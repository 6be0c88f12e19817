/// A value of the template's language, with Python's meaning.
///
/// Texts, lists and dictionaries never change once they are made, and the rest (`object`) does not leave the rendering that
/// made it; so values that come from outside can be shared between threads.
enum Value: @unchecked Sendable {
  case undefined(Undefined)
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(Text)
  case list(List)
  case tuple(List)
  case dict(Dict)
  case object(Object)
}

extension Value {
  static let `true` = Value.bool(true)
  static let `false` = Value.bool(false)

  /// A text that no rendering pays for: of the template or of its input.
  init(fixed text: String) { self = .string(Text(fixed: Array(text.utf8))) }

  var isUndefined: Bool {
    if case .undefined = self { true } else { false }
  }

  var isNone: Bool {
    if case .none = self { true } else { false }
  }

  var text: Text? {
    if case .string(let text) = self { text } else { nil }
  }

  /// Lists and dictionaries within one another.
  var depth: Int {
    switch self {
    case .undefined, .none, .bool, .int, .double, .string: 0
    case .list(let list), .tuple(let list): list.depth
    case .dict(let dict): dict.depth
    case .object(let object): object.depth
    }
  }

  /// Python's name of the type.
  var typeName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .string(let text): text.isMarkup ? "Markup" : "str"
    case .list: "list"
    case .tuple: "tuple"
    case .dict: "dict"
    case .object(let object): object.typeName
    }
  }

  /// Python's truth.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .int(let value): value != 0
    case .double(let value): value != 0
    case .string(let text): !text.bytes.isEmpty
    case .list(let list), .tuple(let list): !list.items.isEmpty
    case .dict(let dict): !dict.keys.isEmpty
    case .object(let object): object.isTrue
    }
  }

  /// The whole number that Python takes it for where it wants an index: of numbers, integers and truth values alone.
  var index: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    case .undefined, .none, .double, .string, .list, .tuple, .dict, .object: nil
    }
  }
}
