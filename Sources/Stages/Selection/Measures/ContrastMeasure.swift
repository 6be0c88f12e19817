import Curation
import Pipeline
import Rows
import Tuning

/// `score contrast`: what a model tuned on the target knows better of a row than one tuned on as many rows of the pool
/// (Moore and Lewis 2010, with neural models), as a part of the base's loss.
struct ContrastMeasure: ModelMeasure {
  let name = "contrast"
  let help = "Loss after a warm-up on random rows minus loss after one on the target"
  let needsTarget = true
  let adds = [ColumnInfo("contrast", .number), ColumnInfo("loss_cond", .number)]
  let options = [ScoreOptions.with, ScoreOptions.depth]
  let version = WarmUp.version

  func dependence(_ call: BoundCall) -> String? { "it warms up on rows that are drawn from all" }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try PassEstimate(
      passes: 1 + WarmUpPlan.share,
      shared: [PassEstimate.base: 1, PassEstimate.target: 1 + WarmUpPlan.share], tunes: true, call, input, context
    ).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let passes = try TargetPasses(value, formula: "contrast", call, context)
    let drawn = Selection.randomOrder(value.rows.count, seed: context.seed &+ 0xc0).prefix(passes.kept.count).sorted()
    let random = try WarmUps(
      on: value.rows.taking(drawn), name: "random rows", passes: passes.pool, call: call, context
    ) { _, _ in passes.warmUps.plan }
    let losses = try passes.losses(after: [passes.warmUps, random])
    return try passes.result(self, value, call: call, losses) { losses in
      let (before, near, far) = (losses[0].mean, losses[1].mean, losses[2].mean)
      return [(far - near) / before, before]
    }
  }
}
