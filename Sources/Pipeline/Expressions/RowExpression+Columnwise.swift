public import Syntax

extension RowExpression {
  /// The first function in it whose value for a row depends on all rows; nil where each row's value is its own.
  public var columnwiseFunction: String? {
    switch self {
    case .call(let name, let arguments, _):
      ExpressionFunction(rawValue: name.text)?.isColumnwise == true
        ? name.text : arguments.lazy.compactMap(\.columnwiseFunction).first
    case .unary(_, let operand, _): operand.columnwiseFunction
    case .binary(_, let left, let right, _): left.columnwiseFunction ?? right.columnwiseFunction
    case .list(let items, _): items.lazy.compactMap(\.columnwiseFunction).first
    case .number, .string, .boolean, .column, .variable: nil
    }
  }
}
