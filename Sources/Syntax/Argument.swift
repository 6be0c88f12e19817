public import Diagnostics

/// One element of a stage's flat list of arguments. What it means is for the binder to say: the grammar knows no stage.
public struct Argument: Sendable, Hashable {
  /// What was written.
  public enum Kind: Sendable, Hashable {
    /// A bare word: an option, a flag, a choice, a column, a bound name, `_`, `_3`, or `and or not in true false`.
    case word(String)
    /// A name in backticks: always a column.
    case column(String)
    case number(NumberLiteral)
    case string(StringLiteral)
    /// `$name` or `$1`, without the sign.
    case variable(String)
    case op(Operator)
    case comma
    case openParenthesis
    case closeParenthesis
    indirect case block(BlockSyntax)
  }

  /// What was written, and its content.
  public var kind: Kind
  /// Where it stands.
  public var span: Span
  /// Whether blank space stands before it; `name(` without one is a call.
  public var spaceBefore: Bool

  /// An argument as it was written.
  public init(_ kind: Kind, span: Span, spaceBefore: Bool = true) {
    self.kind = kind
    self.span = span
    self.spaceBefore = spaceBefore
  }

  /// The word, if it is a bare one.
  public var word: String? {
    if case .word(let text) = kind { text } else { nil }
  }

  /// The cell that a bare word refers to (`_`, `_3`), if it does.
  public var cell: CellReference? { word.flatMap(CellReference.init(word:)) }

  /// Whether it is this operator.
  public func isOperator(_ wanted: Operator) -> Bool {
    if case .op(let found) = kind { found == wanted } else { false }
  }
}

/// The signs between terms. `=` assigns (`derive name = …`); it is never a comparison.
public enum Operator: String, Sendable, Hashable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case modulo = "%"
  case assign = "="

  /// Whether it compares two values.
  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .plus, .minus, .times, .divide, .modulo, .assign: false
    }
  }
}

/// A number as written, with what it comes to.
public struct NumberLiteral: Sendable, Hashable {
  /// What the number counts.
  public enum Unit: String, Sendable, Hashable {
    /// A plain count; `k`, `M`, `Ki`, `Mi` are multiplied in.
    case none
    case bytes
    case seconds
    /// `value` is the fraction: 0.1 for `10%`.
    case percent
  }

  /// As typed: `4096`, `20GB`, `10%`.
  public var text: String
  /// In the unit's base: a count, bytes, seconds, or the fraction of a percentage.
  public var value: Double
  /// What `value` counts.
  public var unit: Unit

  /// A number as written, with its value.
  public init(text: String, value: Double, unit: Unit) {
    self.text = text
    self.value = value
    self.unit = unit
  }

  /// The value when it is a whole number that a Double holds exactly.
  public var integer: Int? {
    guard unit != .percent, value == value.rounded(), value.magnitude <= 9_007_199_254_740_992 else { return nil }
    return Int(value)
  }

  /// `10` for `10%`, rounded so that `0.1%` is 0.1 again.
  public var percent: Double? {
    guard unit == .percent else { return nil }
    return Double(text.dropLast())
  }
}

/// A string with the places where `$name` is filled in.
public struct StringLiteral: Sendable, Hashable {
  /// A piece of text, or an expression inside it.
  public enum Part: Sendable, Hashable {
    case text(String)
    /// `$name` or `$1` and its place in the source.
    case variable(String, Span)
  }

  /// Its pieces in the order of the text; empty for an empty text.
  public var parts: [Part]
  /// Written between `"""`.
  public var isMultiline: Bool

  /// A text of these parts.
  public init(parts: [Part], isMultiline: Bool = false) {
    self.parts = parts
    self.isMultiline = isMultiline
  }

  /// A text of one part.
  public init(_ text: String) {
    self.init(parts: text.isEmpty ? [] : [.text(text)])
  }

  /// The value, if nothing has to be filled in.
  public var plain: String? { filled { _ in nil } }

  /// The value with every `$name` replaced; nil as soon as `value` does not know one.
  public func filled(_ value: (String) throws -> String?) rethrows -> String? {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .variable(let name, _):
        guard let text = try value(name) else { return nil }
        result += text
      }
    }
    return result
  }
}

/// `_` (the last cell) or `_3`.
public enum CellReference: Sendable, Hashable {
  case last
  case number(Int)

  /// The reference that a word is: `_`, `_3`; nil where it is none.
  public init?(word: String) {
    guard word.utf8.first == UInt8(ascii: "_") else { return nil }
    let digits = word.dropFirst()
    if digits.isEmpty {
      self = .last
    } else if digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) {
      self = .number(number)
    } else {
      return nil
    }
  }
}
