extension ColumnSet {
  /// The kind of column that an expression over these columns makes.
  public func kind(of expression: RowExpression) -> ColumnKind { ExpressionTyping(columns: self).kind(of: expression) }
}
