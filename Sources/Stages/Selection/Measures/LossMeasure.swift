import Pipeline

/// `score loss`: how many nats the model needs for each token of the answer after its question.
struct LossMeasure: ModelMeasure {
  let name = "loss"
  let help = "Nats per answer token after the question: one pass of the model"
  let adds = [ColumnInfo("loss_cond", .number)]
  let options = [ScoreOptions.with, ScoreOptions.duration]

  func dependence(_ call: BoundCall) -> String? { nil }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try PassEstimate(passes: 0, shared: [PassEstimate.base: 1], call, input, context).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let loaded = try context.models.load(call, option: "with", context)
    let passes = try AnswerPasses(value, loaded, formula: "loss-after-question", context)
    let losses = try passes.losses("score", limit: call.optionalDuration("for"), keepsPart: true) { loaded.model }
    return try passes.result(self, value, call: call) { losses[$0].map { [$0.mean] } }
  }
}
