import Curation
import Diagnostics
import Pipeline
import Rows

/// `score lexical`: how much likelier a row's words and pairs of words are among the target's than in the pool (DSIR, arXiv
/// 2302.03169), per word and pair. No model is asked: what costs passes has to beat it.
struct LexicalMeasure: Measure {
  let name = "lexical"
  let help = "Log ratio of words and pairs, target against pool: no model, seconds"
  let needsTarget = true
  let adds = [ColumnInfo("lexical", .number)]

  func dependence(_ call: BoundCall) -> String? { "it compares the target's words with those of all rows" }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.tokens ?? 0) * 3e-7, memory: 50e6, purpose: .choosing)
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let target = try Target(of: value, call: call, what: "`score lexical`")
    let pool = RowTexts(value.rows)
    let scores: [Double]
    do {
      scores = try LexicalRatio(target: RowTexts(target.rows), pool: pool, work: context.work)
        .scores(pool, work: context.work).map(\.mean)
    } catch let error as LexicalRatio.NoWords {
      throw Diagnostic(StageCodes.noTarget, "\(error)", at: call.span, label: "nothing to compare")
    }
    var ledger = Ledger(rowsIn: value.rows.count)
    let kept = scores.indices.filter { !scores[$0].isNaN }
    for row in scores.indices where scores[row].isNaN { ledger.drop("no words", row: value.rows.rowNumbers[row]) }
    ledger.kept = kept.count
    let values = kept.map { scores[$0] }
    var result = value.with(
      value.rows.taking(kept).removing("lexical").adding(.numbers(values), named: "lexical"))
    result.scores[name] = ScoringProvenance(
      model: target.digest, template: "", maximalLength: 0, formula: "dsir-\(LexicalRatio.version)", precision: "f64",
      target: target.digest)
    let lines = ScoreLines.lines("lexical", values, of: result.rows, ledger)
    return StageResult(
      result,
      blocks: [
        StageBlock(
          "score",
          lines + [StageBlock.Line("words and pairs of \(Figures.rows(target.rows.count)) of the target against these")]
        )
      ],
      purpose: .choosing, accounting: ledger)
  }
}
