import Diagnostics

/// A token with what the parser and the formatter need to know about the blank space before it.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case word(String)
    case column(String)
    case number(NumberLiteral)
    case string(StringLiteral)
    case variable(String)
    case op(Operator)
    case comma, colon, pipe
    case openParenthesis, closeParenthesis, openBrace, closeBrace
  }

  var kind: Kind
  var span: Span
  var spaceBefore: Bool
  /// A line ending stands between this token and the one before.
  var lineBreakBefore: Bool
  /// `;` or `&&` stood before it: the statement ends there, whatever the lines say.
  var statementBreakBefore = false

  var word: String? { if case .word(let text) = kind { text } else { nil } }
  var isOpening: Bool { kind == .openParenthesis || kind == .openBrace }
  var isClosing: Bool { kind == .closeParenthesis || kind == .closeBrace }

  func isOperator(_ wanted: Operator) -> Bool { kind == .op(wanted) }

  /// Whether two brackets belong together.
  func closes(_ opening: Token) -> Bool {
    (opening.kind == .openParenthesis && kind == .closeParenthesis)
      || (opening.kind == .openBrace && kind == .closeBrace)
  }
}

/// The words that the grammar itself knows.
public enum ReservedWords {
  /// What a statement begins with.
  public static let statements = ["param", "let", "def", "set", "use", "explain", "help"]
  /// The operators that are words.
  public static let operators = ["or", "and", "not", "in"]
  /// Functions of two texts that may stand between them: `question contains "sql"`. Elsewhere they are names like any other.
  public static let textComparators = ["contains", "matches", "starts", "ends"]
  /// The literals that are words.
  public static let literals = ["true", "false"]

  static let all = Set(statements + operators + literals)
}

/// The bytes that words are made of.
enum Bytes {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x5F || byte >= 0x80
  }
  static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
