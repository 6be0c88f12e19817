import Curation
import LanguageModel
import Pipeline
import Rows
import Tuning

/// `score gradient`: the mean cosine between the gradient of a row's loss and those of the target's rows, as LESS has it (arXiv
/// 2402.04333): with respect to an adapter that was tuned a little on random rows of the pool, each gradient projected by random
/// signs. Of LESS it leaves out Adam's moments, further checkpoints, and the largest of several tasks: there is one.
///
/// A row's gradient says nothing of the target, and is remembered: another target costs its own rows.
struct GradientMeasure: ModelMeasure {
  let name = "gradient"
  let help = "Cosine of a row's gradient with the target's (LESS): three passes"
  let needsTarget = true
  let adds = [ColumnInfo("gradient", .number)]
  let options = [ScoreOptions.with]

  /// What is tuned, and whose gradients are taken.
  static let adapter = AdapterOptions(rank: 8, alpha: 16)
  /// The warm-up on the pool: each of its rows at most once.
  static let warmUp = WarmUpPlan(steps: 40, rowsPerStep: 5)

  func dependence(_ call: BoundCall) -> String? { "it warms up on rows that are drawn from all" }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try PassEstimate(passes: 3.2, tunes: true, adapter: Self.adapter, call, input, context).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let target = try Target(of: value, call: call, what: "`score gradient`")
    let loaded = try context.models.load(call, option: "with", context)
    let projection = SignProjection(seed: context.seed)
    let passes = try AnswerPasses(
      value, loaded, formula: "mean-cosine-of-\(projection.dimension)", target: target.digest, context)
    let aims = try AnswerPasses(RowsValue(target.rows), loaded, formula: passes.provenance.formula, context)
    let plan = Self.warmUp
    let drawn = Selection.randomOrder(value.rows.count, seed: context.seed &+ 0x1e55)
      .prefix(plan.rowsPerStep * plan.steps).sorted()
    let warmUps = try WarmUps(
      on: value.rows.taking(drawn), name: "random rows", passes: passes, adapter: Self.adapter, call: call, context
    ) { _, _ in plan }
    let model = Once { try warmUps.model() }
    func gradients(_ passes: AnswerPasses, _ label: String) throws -> [[Float]] {
      try passes.gradients(label, warmUp: warmUps.digest, by: projection, model: model.value)
    }
    let toward = Self.mean(try gradients(aims, "gradients of the target"), dimension: projection.dimension)
    let all = try gradients(passes, "gradients")
    let line = StageBlock.Line(
      "cosines with \(Figures.rows(target.rows.count)) of the target",
      " · an adapter of rank \(Self.adapter.rank) after \(Figures.count(plan.steps)) steps on random rows")
    return try passes.result(self, value, call: call, lines: [line]) { place in
      var sum = 0.0
      for (a, b) in zip(all[place], toward) { sum += Double(a) * b }
      return [sum]
    }
  }

  /// Of unit vectors: a row's product with it is the mean of its cosines with them.
  private static func mean(_ vectors: [[Float]], dimension: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    let finite = vectors.filter { $0.allSatisfy(\.isFinite) }
    for vector in finite { for i in sum.indices { sum[i] += Double(vector[i]) } }
    return sum.map { $0 / Double(max(1, finite.count)) }
  }
}
