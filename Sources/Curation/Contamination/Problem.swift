/// A problem that a model is judged by, as far as rows may not tell it.
public struct Problem: Sendable, Equatable {
  /// By which people know it: `HumanEval/12`.
  public var name: String
  /// What it asks, and its tests.
  public var statements: [[UInt8]]
  /// Code that solves it.
  public var solutions: [[UInt8]]

  /// A problem by its name.
  public init(name: String, statements: [[UInt8]], solutions: [[UInt8]]) {
    self.name = name
    self.statements = statements
    self.solutions = solutions
  }

  /// The last function whose head a statement has: the one whose body a solution without a head is.
  var function: ArraySlice<UInt8>? {
    for statement in statements {
      let tokens = CodeTokens(statement)
      if let place = tokens.tokens.indices.dropLast().last(where: { tokens.is($0, "def") }) {
        return tokens.text(tokens.tokens[place + 1])
      }
    }
    return nil
  }
}
