import Curation
import Pipeline
import Rows

/// `sample`: rows at random, the same ones as `select random` draws.
struct SampleStage: StageDefinition {
  let signature = Signature(
    "sample", input: [.rows], output: .same,
    slots: [Slot("share", .share, "How many rows")],
    settings: ["seed"], choice: .atRandom,
    help: "A random sample, drawn by the seed; the rows keep their order",
    examples: ["load | sample 50", "load | sample 10%", "load | sample 20k tokens"],
    related: ["take", "select", "hold"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimates.share(try call.share("share"), of: input, seconds: 0)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("sample")
    let share = try call.share("share")
    let drawn = Selection.random(
      try Candidates.tokens(of: value, for: share, context), share: share, seed: context.seed)
    var ledger = Ledger(rowsIn: value.rows.count, kept: drawn.kept.count)
    if drawn.kept.count < value.rows.count {
      ledger.dropped = [Ledger.Entry(reason: "not drawn", count: value.rows.count - drawn.kept.count)]
    }
    return .rows(
      value.with(value.rows.taking(drawn.kept)), "sample",
      StageBlock.Line("\(Figures.rows(drawn.kept.count)) drawn with seed \(context.seed)"), ledger)
  }
}
