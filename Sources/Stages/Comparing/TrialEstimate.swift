import Pipeline

/// What one model of a comparison will take, before anything is run.
struct TrialEstimate {
  /// Of tuning and judging one model; nil where the tokens are not known.
  let seconds: Double?
  let memory: Double?

  /// - Parameter share: of the learned tokens that enter.
  init(share: Double, then: BoundPipeline?, input: Estimate, _ context: RunContext) throws {
    let pipeline = then ?? StandardPipelines.packAndTune(context.call.span)
    var estimate = Estimate(rows: input.rows.map { $0 * share }, tokens: input.tokens.map { $0 * share })
    var sum: Double? = 0
    var memory: Double?
    for call in pipeline.calls {
      guard let stage = Registry.standard[call.stage] else { continue }
      estimate.seconds = 0
      let isKnown = estimate.tokens != nil
      estimate = try stage.estimate(call, input: estimate, context: context)
      // Stages that take no time to speak of say nothing of it.
      sum = sum.flatMap { sum in (estimate.seconds ?? (isKnown ? 0 : nil)).map { sum + $0 } }
      memory = [memory, estimate.memory].compactMap { $0 }.max()
    }
    seconds = sum
    self.memory = memory
  }

  /// Of choosing an arm's rows, once: its scores are remembered between budgets and draws.
  static func choosing(_ arm: Arm, input: Estimate, _ context: RunContext) throws -> Double? {
    var estimate = input
    var sum: Double? = 0
    for call in arm.block.calls {
      guard let stage = Registry.standard[call.stage] else { continue }
      estimate.seconds = 0
      let isKnown = estimate.tokens != nil
      estimate = try stage.estimate(call, input: estimate, context: context)
      // Stages that take no time to speak of say nothing of it.
      sum = sum.flatMap { sum in (estimate.seconds ?? (isKnown ? 0 : nil)).map { sum + $0 } }
    }
    return sum
  }
}
