public import Syntax

extension RowExpression {
  /// As one would write it, with parentheses only where they change what is meant.
  public var displayText: String { display(within: .lowest) }

  /// How closely an operation holds its operands together, from the loosest on.
  private enum Precedence: Int {
    case lowest, or, and, not, comparison, sum, product, minus, operand

    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .operand }
  }

  private var precedence: Precedence {
    switch self {
    case .unary(.not, _, _): .not
    case .unary(.minus, _, _): .minus
    case .binary(let sign, _, _, _):
      switch sign {
      case .or: .or
      case .and: .and
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: .comparison
      case .add, .subtract: .sum
      case .multiply, .divide, .remainder: .product
      }
    case .number(let literal, _): literal.value < 0 ? .minus : .operand
    case .string, .boolean, .column, .variable, .call, .list: .operand
    }
  }

  /// In parentheses where what stands around it would take it apart.
  private func display(within outer: Precedence) -> String {
    let own = precedence
    let text: String
    switch self {
    case .unary(.not, let operand, _): text = "not " + operand.display(within: own)
    case .unary(.minus, let operand, _): text = "-" + operand.display(within: own.next)
    case .binary(let sign, let left, let right, _):
      // Comparisons do not chain; all else goes from left to right.
      text =
        left.display(within: own == .comparison ? own.next : own) + " \(sign.rawValue) "
        + right.display(within: own.next)
    case .call(let name, let arguments, _):
      text = "\(name.text)(\(arguments.map(\.displayText).joined(separator: ", ")))"
    case .list(let items, _): text = "(\(items.map(\.displayText).joined(separator: ", ")))"
    case .number, .string, .boolean, .column, .variable: text = Canonicalizer.text(self)
    }
    return own.rawValue < outer.rawValue ? "(\(text))" : text
  }
}
