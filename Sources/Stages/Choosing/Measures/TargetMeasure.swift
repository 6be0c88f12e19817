import Pipeline
import Tuning

/// `score target`: by what part of itself a row's loss drops when the base is warmed up on the target.
///
/// To first order, what a step on the target does to a row's loss is what a step on the row does to the target's: both are
/// the product of the same two gradients (ToV, arXiv 2510.00386; TACS, arXiv 2605.09404).
struct TargetMeasure: ModelMeasure {
  let name = "target"
  let help = "Drop of the answer's loss after a warm-up on the target: high leads there"
  let adds = [ColumnInfo("target", .number), ColumnInfo("loss_cond", .number)]
  let options: Set<String> = ["with", "depth"]

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    // Two passes, and of their time a fifth for the depth.
    try PassEstimate(passes: 2.4, warmUps: 1, call, input, context).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let target = try Target(of: value, call: call, what: "`score target`")
    let loaded = try ModelLibrary.shared.load(call, option: "with", context)
    let passes = try AnswerPasses(value, loaded, formula: "relative-drop", target: target.digest, context)
    let warmUps = try WarmUps(on: target.rows, name: "the target", passes: passes, call: call, context)
    let before = try passes.losses("score before") { loaded.model }
    let depth = try WarmUpDepth(call, warmUps, passes)
    let after = try passes.losses("score after", warmUp: warmUps.digest(depth: depth.steps)) {
      try warmUps.model(depth: depth.steps)
    }
    return try passes.result(
      self, value, call: call, lines: [depth.line(rows: target.rows.count)]
    ) { place in
      guard let before = before[place], let after = after[place] else { return nil }
      return [(before.mean - after.mean) / before.mean, before.mean]
    }
  }
}
