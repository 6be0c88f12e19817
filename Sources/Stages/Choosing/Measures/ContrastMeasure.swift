import Curation
import Pipeline
import Tuning

/// `score contrast`: what a model tuned on the target knows better of a row than one tuned on as many rows of the pool
/// (Moore and Lewis 2010, with neural models), as a part of the base's loss.
struct ContrastMeasure: ModelMeasure {
  let name = "contrast"
  let help = "Loss after a warm-up on random rows less that after one on the target"
  let adds = [ColumnInfo("contrast", .number), ColumnInfo("loss_cond", .number)]
  let options: Set<String> = ["with", "depth"]

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try PassEstimate(passes: 3.4, warmUps: 2, call, input, context).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let target = try Target(of: value, call: call, what: "`score contrast`")
    let loaded = try ModelLibrary.shared.load(call, option: "with", context)
    let passes = try AnswerPasses(value, loaded, formula: "contrast", target: target.digest, context)
    let toward = try WarmUps(on: target.rows, name: "the target", passes: passes, call: call, context)
    let drawn = Selection.randomOrder(value.rows.count, seed: context.seed &+ 0xc0).prefix(target.rows.count).sorted()
    let random = try WarmUps(
      on: value.rows.taking(drawn), name: "random rows", passes: passes, call: call, context)
    let before = try passes.losses("score before") { loaded.model }
    let depth = try WarmUpDepth(call, toward, passes)
    func after(_ warmUps: WarmUps) throws -> [AnswerLoss?] {
      try passes.losses("score after", warmUp: warmUps.digest(depth: depth.steps)) {
        try warmUps.model(depth: depth.steps)
      }
    }
    let (near, far) = (try after(toward), try after(random))
    return try passes.result(
      self, value, call: call, lines: [depth.line(rows: target.rows.count)]
    ) { place in
      guard let before = before[place], let near = near[place], let far = far[place] else { return nil }
      return [(far.mean - near.mean) / before.mean, before.mean]
    }
  }
}
