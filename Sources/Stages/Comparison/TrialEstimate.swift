import Pipeline

/// What one model of a comparison will take, before anything is run.
struct TrialEstimate {
  /// Of tuning it; nil where the tokens are not known.
  let tuning: Double?
  /// Of judging it, however many rows it was tuned on.
  let judging: Double
  let memory: Double?

  var seconds: Double? { tuning.map { $0 + judging } }

  /// - Parameter share: of the learned tokens that enter.
  init(share: Double, then: BoundPipeline?, input: Estimate, judgedOn part: JudgedPart, _ context: RunContext) throws {
    let pipeline = then ?? StandardPipelines.packAndTune(context.call.span)
    let chosen = Estimate(rows: input.rows.map { $0 * share }, tokens: input.tokens.map { $0 * share })
    let stages = try Rates.$areBeside.withValue(true) { try StageEstimates.each(pipeline.calls, on: chosen, context) }
    tuning = StageEstimates.seconds(stages)
    memory = stages.compactMap(\.memory).max()
    judging = try Self.judging(input, part, context)
  }

  /// One pass over the rows that judge, taken to be as long as the others.
  static func judging(_ input: Estimate, _ part: JudgedPart, _ context: RunContext) throws -> Double {
    guard let judges = input.judges, let rows = input.rows, let tokens = input.tokens, rows > 0 else { return 0 }
    let loaded = try context.models.load(context.settings)
    let count = part == .search ? judges.search : judges.sealed
    return count * tokens / rows / Rates.scoring(loaded, context)
  }

  /// Of choosing an arm's rows, once: its scores are remembered between budgets and draws.
  static func choosing(_ arm: Arm, input: Estimate, _ context: RunContext) throws -> Double? {
    StageEstimates.seconds(try StageEstimates.each(arm.block.calls, on: input, context))
  }
}
