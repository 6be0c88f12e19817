public import Diagnostics

/// An expression of `where`, `sort` and `derive`. Names are bound later; spans cover the whole of each node.
public indirect enum Expression: Sendable, Hashable {
  case number(NumberLiteral, Span)
  case string(StringLiteral, Span)
  case boolean(Bool, Span)
  /// A column, bare or in backticks.
  case column(String, Span)
  /// `$name`: the name without its sign.
  case variable(String, Span)
  case unary(UnaryOperator, Expression, Span)
  case binary(BinaryOperator, Expression, Expression, Span)
  case call(NameSyntax, [Expression], Span)
  /// `(a, b, c)` at the right of `in`.
  case list([Expression], Span)

  /// What stands before its operand: `not`, `-`.
  public enum UnaryOperator: String, Sendable, Hashable {
    case minus = "-"
    case not
  }

  /// Arithmetic, comparison and logic, as they are written.
  public enum BinaryOperator: String, Sendable, Hashable {
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
  }

  /// Where it stands, all of it.
  public var span: Span {
    switch self {
    case .number(_, let span), .string(_, let span), .boolean(_, let span), .column(_, let span),
      .variable(_, let span), .unary(_, _, let span), .binary(_, _, _, let span), .call(_, _, let span),
      .list(_, let span):
      span
    }
  }

  /// The columns it names, in order of first use, with their places.
  public var columns: [NameSyntax] {
    var found: [NameSyntax] = []
    collectColumns(into: &found)
    var seen: Set<String> = []
    return found.filter { seen.insert($0.text).inserted }
  }

  private func collectColumns(into found: inout [NameSyntax]) {
    switch self {
    case .column(let name, let span): found.append(NameSyntax(name, span: span))
    case .unary(_, let operand, _): operand.collectColumns(into: &found)
    case .binary(_, let left, let right, _):
      left.collectColumns(into: &found)
      right.collectColumns(into: &found)
    case .call(_, let items, _), .list(let items, _):
      for item in items { item.collectColumns(into: &found) }
    case .number, .string, .boolean, .variable: break
    }
  }
}
