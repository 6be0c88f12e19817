import Pipeline
import Tuning

/// `score target`: by what part of itself a row's loss drops when the base is warmed up on the target.
///
/// To first order, what a step on the target does to a row's loss is what a step on the row does to the target's: both are
/// the product of the same two gradients (ToV, arXiv 2510.00386; TACS, arXiv 2605.09404).
struct TargetMeasure: ModelMeasure {
  let name = "target"
  let help = "How much a warm-up on the target lowers the answer's loss"
  let needsTarget = true
  let adds = [ColumnInfo("target", .number), ColumnInfo("loss_cond", .number)]
  let options = [ScoreOptions.with, ScoreOptions.depth]
  let version = WarmUp.version

  func dependence(_ call: BoundCall) -> String? {
    call.has("depth") ? nil : "its warm-up goes by how many rows are scored, unless `depth 20` says it"
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try PassEstimate(
      passes: 0, shared: [PassEstimate.base: 1, PassEstimate.target: 1 + WarmUpPlan.share], tunes: true, call, input,
      context
    ).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let passes = try TargetPasses(value, formula: "relative-drop", call, context)
    let losses = try passes.losses(after: [passes.warmUps])
    return try passes.result(self, value, call: call, losses) { losses in
      let (before, after) = (losses[0].mean, losses[1].mean)
      return [(before - after) / before, before]
    }
  }
}
