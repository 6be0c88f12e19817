import Syntax

/// Why an expression has no value for a row.
public enum ExpressionGap: Sendable, Hashable {
  /// The column has no value there.
  case column(String)
  case divisionByZero
  case logarithm
  /// A result that no number stands for: beyond 1.8e308, or infinity less infinity.
  case range
  case pattern
  /// The values are of kinds that the operation does not take.
  case kinds

  /// As it stands in a ledger, after the number of rows.
  public var reason: String {
    switch self {
    case .column(let name): "\(name) missing"
    case .divisionByZero: "division by zero"
    case .logarithm: "logarithm of zero or less"
    case .range: "out of the range of numbers"
    case .pattern: "invalid pattern"
    case .kinds: "values of the wrong kind"
    }
  }
}

extension ExpressionNode {
  /// The first reason, from the left, why this has no value for a row; nil where it has one.
  ///
  /// - Parameter name: of the column at a position.
  func gap(_ row: Int, _ rows: some RowAccess, name: (Int) -> String) -> ExpressionGap? {
    guard value(row, rows).isMissingOrNaN else { return nil }
    for part in parts {
      if let gap = part.gap(row, rows, name: name) { return gap }
    }
    switch self {
    case .column(let index): return .column(name(index))
    case .arithmetic(let op, let a, let b):
      guard a.value(row, rows).double != nil, let right = b.value(row, rows).double else { return .kinds }
      return right == 0 && (op == .divide || op == .remainder) ? .divisionByZero : .range
    case .minus(let operand): return operand.value(row, rows).double == nil ? .kinds : .range
    case .matches: return .pattern
    case .call(let function, let arguments):
      guard let number = arguments.first?.value(row, rows).double else { return .kinds }
      return function == .log && number <= 0 ? .logarithm : .range
    case .columnwise(_, let arguments): return arguments.first?.value(row, rows).double == nil ? .kinds : .range
    case .constant, .not, .or, .and, .compare, .isIn, .contains: return .kinds
    }
  }

  private var parts: [ExpressionNode] {
    switch self {
    case .constant, .column: []
    case .not(let operand), .minus(let operand): [operand]
    case .or(let a, let b), .and(let a, let b), .compare(_, let a, let b), .contains(let a, let b),
      .arithmetic(_, let a, let b):
      [a, b]
    case .isIn(let item, let list): [item] + list
    case .matches(let text, let pattern): [text, pattern.node]
    case .call(_, let arguments), .columnwise(_, let arguments): arguments
    }
  }
}
