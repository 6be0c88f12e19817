public import Syntax

/// The expression of `where`, `sort` and `derive`, under a name that no other module has (Foundation has an `Expression`).
public typealias RowExpression = Syntax.Expression
