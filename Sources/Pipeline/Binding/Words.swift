import Syntax

/// Words for messages.
enum Words {
  /// `a, b or c`.
  static func list(_ items: [String], _ conjunction: String) -> String {
    guard let last = items.last else { return "" }
    return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  static func quoted(_ items: [String]) -> [String] { items.map { "`\($0)`" } }

  /// True for what may stand bare: a letter, `_` or a byte above 127, then these and digits.
  static func isWord(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || byte >= 0x80
        || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  /// What an argument is, in the user's words.
  static func name(_ argument: Argument) -> String {
    switch argument.kind {
    case .word(let word): "`\(word)`"
    case .column(let name): "the column `\(name)`"
    case .number(let literal):
      switch literal.unit {
      case .none: "the number \(literal.text)"
      case .percent: "the percentage \(literal.text)"
      case .seconds: "the duration \(literal.text)"
      case .bytes: "the size \(literal.text)"
      }
    case .string: "a string"
    case .variable(let name): "`$\(name)`"
    case .op(let op): "`\(op.rawValue)`"
    case .comma: "a comma"
    case .openParenthesis: "`(`"
    case .closeParenthesis: "`)`"
    case .block: "a block"
    }
  }
}
