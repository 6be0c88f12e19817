/// A value inside an expression. Text is bytes: Swift's own `==` would merge canonically equivalent text.
public enum ExpressionValue: Sendable, Hashable {
  /// No value: an absent or null cell, arithmetic without a result (`ExpressionGap`), a comparison with a missing value.
  case missing
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case text([UInt8])
  /// Source bytes of a JSON array or object; equal when the bytes are.
  case json([UInt8])

  /// The text's UTF-8.
  public static func text(_ string: String) -> ExpressionValue { .text(Array(string.utf8)) }

  /// Whether there is no value.
  public var isMissing: Bool { self == .missing }

  /// NaN counts as missing.
  public var double: Double? {
    switch self {
    case .integer(let n): Double(n)
    case .number(let x): x.isNaN ? nil : x
    case .missing, .bool, .text, .json: nil
    }
  }

  /// The truth value; nil for any other kind.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// UTF-8 of a text; nil for any other kind.
  public var bytes: [UInt8]? {
    switch self {
    case .text(let bytes), .json(let bytes): bytes
    case .missing, .bool, .integer, .number: nil
    }
  }

  /// What arithmetic came to; without a finite result it is missing.
  static func checked(_ x: Double) -> ExpressionValue { x.isFinite ? .number(x) : .missing }

  /// -1, 0 or 1; nil when the two cannot be ordered (different kinds) or one is missing. Text is ordered by its bytes.
  static func order(_ a: ExpressionValue, _ b: ExpressionValue) -> Int? {
    switch (a, b) {
    case (.integer(let x), .integer(let y)): return x < y ? -1 : x > y ? 1 : 0
    case (.integer, .number), (.number, .integer), (.number, .number):
      guard let x = a.double, let y = b.double else { return nil }
      return x < y ? -1 : x > y ? 1 : 0
    case (.text(let x), .text(let y)), (.json(let x), .json(let y)):
      return x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1
    case (.bool(let x), .bool(let y)): return x == y ? 0 : y ? -1 : 1
    default: return nil
    }
  }

  /// Equality; false for values of different kinds, nil when one is missing.
  static func equal(_ a: ExpressionValue, _ b: ExpressionValue) -> Bool? {
    if a.isMissingOrNaN || b.isMissingOrNaN { return nil }
    return order(a, b).map { $0 == 0 } ?? false
  }

  var isMissingOrNaN: Bool {
    switch self {
    case .missing: true
    case .number(let x): x.isNaN
    case .bool, .integer, .text, .json: false
    }
  }
}

/// The rows that an expression looks at. Rows themselves are unknown here.
public protocol RowAccess {
  /// How many rows there are.
  var count: Int { get }
  /// Position of the column of that name, or that plays that role; nil when there is none.
  func columnIndex(_ name: String) -> Int?
  func cell(row: Int, column: Int) -> ExpressionValue
}

extension ExpressionValue {
  /// Order among kinds, for sorting a column of mixed ones.
  var rank: Int {
    switch self {
    case .bool: 0
    case .integer, .number: 1
    case .text: 2
    case .json: 3
    case .missing: 4
    }
  }
}
