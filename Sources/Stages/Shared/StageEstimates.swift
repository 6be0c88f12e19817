import Pipeline

/// What the stages of a block will take, one after the other, each on what the one before leaves.
enum StageEstimates {
  /// - Returns: of each stage; its seconds are 0 where it takes no time to speak of, nil where that is not known.
  /// - Throws: what a stage's estimate throws.
  static func each(_ calls: [BoundCall], on input: Estimate, _ context: RunContext) throws -> [Estimate] {
    var estimate = input
    return try calls.compactMap { call in
      guard let stage = Registry.standard[call.stage] else { return nil }
      let isKnown = estimate.tokens != nil
      estimate = try stage.estimate(call, input: estimate.passedOn, context: context)
      // Stages that take no time to speak of say nothing of it.
      estimate.seconds = estimate.seconds ?? (isKnown ? 0 : nil)
      return estimate
    }
  }

  /// The sum of their seconds; nil where one is not known.
  static func seconds(_ estimates: [Estimate]) -> Double? {
    estimates.reduce(0.0 as Double?) { sum, next in sum.flatMap { sum in next.seconds.map { sum + $0 } } }
  }
}
