import Pipeline

/// What one model of a comparison will take, before anything is run.
struct TrialEstimate {
  /// Of tuning and judging one model; nil where the tokens are not known.
  let seconds: Double?
  let memory: Double?

  /// - Parameter share: of the learned tokens that enter.
  init(share: Double, then: BoundPipeline?, input: Estimate, _ context: RunContext) throws {
    let pipeline = then ?? StandardPipelines.packAndTune(context.call.span)
    let chosen = Estimate(rows: input.rows.map { $0 * share }, tokens: input.tokens.map { $0 * share })
    let stages = try StageEstimates.each(pipeline.calls, on: chosen, context)
    seconds = StageEstimates.seconds(stages)
    memory = stages.compactMap(\.memory).max()
  }

  /// Of choosing an arm's rows, once: its scores are remembered between budgets and draws.
  static func choosing(_ arm: Arm, input: Estimate, _ context: RunContext) throws -> Double? {
    StageEstimates.seconds(try StageEstimates.each(arm.block.calls, on: input, context))
  }
}
