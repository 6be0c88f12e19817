public import Syntax

extension RowExpression {
  /// The same where the case of letters does not count in comparisons with texts; nil where there is none, or it does not count already.
  public var ignoringCase: RowExpression? {
    let other = loweringComparisons()
    return Canonicalizer.text(other) == Canonicalizer.text(self) ? nil : other
  }

  private static let comparing: Set<String> = ["contains", "starts", "ends"]

  private func loweringComparisons() -> RowExpression {
    func lowered(_ side: RowExpression) -> RowExpression {
      switch side {
      case .string(let text, let span): text.plain.map { .string(StringLiteral($0.lowercased()), span) } ?? side
      case .call(let name, _, _) where name.text == "lower": side
      default: .call(NameSyntax("lower", span: side.span), [side], side.span)
      }
    }
    func isText(_ side: RowExpression) -> Bool { if case .string = side { true } else { false } }
    switch self {
    case .unary(let sign, let operand, let span): return .unary(sign, operand.loweringComparisons(), span)
    case .binary(let sign, let left, let right, let span):
      if sign == .equal, isText(left) || isText(right) { return .binary(sign, lowered(left), lowered(right), span) }
      return .binary(sign, left.loweringComparisons(), right.loweringComparisons(), span)
    case .call(let name, let arguments, let span):
      guard Self.comparing.contains(name.text), arguments.count == 2, isText(arguments[1]) else { return self }
      return .call(name, arguments.map(lowered), span)
    case .number, .string, .boolean, .column, .variable, .list: return self
    }
  }
}
