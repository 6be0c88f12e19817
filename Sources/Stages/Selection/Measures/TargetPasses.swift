import Curation
import Pipeline
import Quantities
import Rows
import Tuning

/// The passes of a measure that warms the base up on the target: over the rows that are scored, and over those of the target that
/// were held back from the warm-up, by which the measure is judged.
struct TargetPasses {
  let pool: AnswerPasses
  let warmUps: WarmUps
  /// The rows that the warm-up is on.
  let kept: Rows
  private let held: AnswerPasses
  /// Rows of the target that stand above fewer of the others than this are not told from them: of 10 rows held back, by chance
  /// half within 9 %.
  private static let faint = 0.6
  private let context: RunContext

  init(_ value: RowsValue, formula: String, _ call: BoundCall, _ context: RunContext) throws {
    self.context = context
    let target = try Target(of: value, call: call, what: "`score \(call.choice("measure"))`")
    let loaded = try context.models.load(call, option: "with", context)
    pool = try AnswerPasses(value, loaded, formula: formula, target: target.digest, context)
    let places = Set(WarmUpPlan.heldBack(of: target.rows.count))
    kept = target.rows.taking((0..<target.rows.count).filter { !places.contains($0) })
    held = try AnswerPasses(
      RowsValue(target.rows.taking(places.sorted())), loaded, formula: formula, target: target.digest, context)
    let scored = pool.tokens
    warmUps = try WarmUps(on: kept, name: "the target", passes: pool, call: call, context) { rows, tokens in
      WarmUpPlan(rows: rows, tokens: tokens, scoring: scored, steps: try call.optionalInteger("depth"))
    }
  }

  /// Of each segment of the rows that are scored and of those held back: its loss under the base, and under what each warm-up
  /// makes of it.
  struct Losses {
    var pool: [[AnswerLoss?]]
    var held: [[AnswerLoss?]]
  }

  func losses(after warmUps: [WarmUps]) throws -> Losses {
    let loaded = pool.loaded
    var losses = Losses(pool: [], held: [])
    losses.pool.append(try pool.losses("score before") { loaded.model })
    losses.held.append(try held.losses("score before") { loaded.model })
    for warmUp in warmUps {
      // Made once, for both.
      let model = Once { try warmUp.model() }
      losses.pool.append(try pool.losses("score after", warmUp: warmUp.digest, model: model.value))
      losses.held.append(try held.losses("score after", warmUp: warmUp.digest, model: model.value))
    }
    return losses
  }

  /// The rows with the measure's columns.
  /// - Parameter score: what the losses of a row, the base's first, make of it.
  func result(
    _ measure: some Measure, _ value: RowsValue, call: BoundCall, _ losses: Losses, _ score: ([AnswerLoss]) -> [Double]
  ) throws -> StageResult {
    func scores(_ passes: [[AnswerLoss?]], _ place: Int) -> [Double]? {
      let known = passes.compactMap { $0[place] }
      return known.count == passes.count ? score(known) : nil
    }
    let all = pool.places.compactMap { scores(losses.pool, $0.segment)?.first }.filter(\.isFinite)
    let own = held.places.compactMap { scores(losses.held, $0.segment)?.first }.filter(\.isFinite)
    return try pool.result(measure, value, call: call, lines: try lines(all, own, losses.held)) {
      scores(losses.pool, $0)
    }
  }

  /// `after 20 steps of 4 rows of the target · its 10 rows held back lose 2.31, then 2.05, and stand above 91% of these`.
  private func lines(_ all: [Double], _ own: [Double], _ held: [[AnswerLoss?]]) throws -> [StageBlock.Line] {
    var line = StageBlock.Line(
      "after \(Figures.count(warmUps.plan.steps)) steps of \(Figures.rows(warmUps.plan.rowsPerStep)) of the target")
    guard let standing = Statistics.auc(positives: own, negatives: all) else { return [line] }
    let losses = held.prefix(2).map { Statistics.mean($0.compactMap { $0?.mean }) }
    line.second =
      " · \(Figures.rows(own.count)) of it, held back, lose "
      + losses.map { Figures.fixed($0, 2) }.joined(separator: ", then ")
      + " nats and stand above \(Figures.percent(standing)) of these"
    guard let words = try wordsStanding() else { return [line] }
    if max(standing, words) < Self.faint {
      return [
        line,
        StageBlock.Line(
          "By words they stand above \(Figures.percent(words)):",
          " nothing tells the target from these rows, so that a choice toward it can hardly pay"),
      ]
    }
    guard words >= standing else { return [line] }
    return [
      line,
      StageBlock.Line(
        "By words they stand above \(Figures.percent(words)):",
        " `score lexical`, which costs nothing, tells the target's kind as well; `compare` says which pays"),
    ]
  }

  /// What the words of the rows that were warmed up on say of those held back: nil where there are none.
  private func wordsStanding() throws -> Double? {
    let texts = RowTexts(pool.rows)
    guard let ratio = try? LexicalRatio(target: RowTexts(kept), pool: texts, work: context.work) else { return nil }
    func means(_ rows: RowTexts) throws -> [Double] {
      try ratio.scores(rows, work: context.work).map(\.mean).filter { !$0.isNaN }
    }
    return Statistics.auc(positives: try means(RowTexts(held.rows)), negatives: try means(texts))
  }
}
