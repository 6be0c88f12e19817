import Pipeline

// What a call is of, asked by type and by what its signature states: names of stages are compared nowhere.
extension BoundCall {
  /// Whether it calls the stage `S`.
  func calls<S: StageDefinition>(_: S.Type) -> Bool { Registry.standard[stage] is S }

  /// Whether it chooses among the rows that enter it, and by what.
  var choice: RowChoice { Registry.standard[stage]?.choice(of: self) ?? .notAtAll }
}

extension Plan.Stage {
  /// Whether it is the stage `S`.
  func calls<S: StageDefinition>(_: S.Type) -> Bool { Registry.standard[name] is S }
}
