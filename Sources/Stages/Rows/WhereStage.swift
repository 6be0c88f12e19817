import Pipeline
import Rows
import Syntax

/// `where`: the rows for which a condition holds.
struct WhereStage: StageDefinition {
  let signature = Signature(
    "where", input: [.rows], output: .same,
    slots: [Slot("condition", .expression, "Keeps the rows for which it is true")],
    version: 2,
    help: "Rows for which a condition holds; where it is unknown, dropped with the reason",
    examples: [
      "load | where tokens <= 300", "load | where contains(lower(question), \"sort\") and level >= 2",
      "load | where len(answer) > 200 | count by topic",
    ],
    related: ["take", "derive", "sort"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 1e-6,
      notes: ["`where`: how many rows it keeps is known once it ran; the plan counts all"])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("where")
    try TokenCounts.settle(value, for: call.expression("condition").columns.map(\.text), context)
    let cells = RowCells(rows: value.rows)
    let condition = try ExpressionEvaluator(call.expression("condition"), over: cells)
    var ledger = Ledger(rowsIn: value.rows.count)
    var kept: [Int] = []
    for row in 0..<value.rows.count {
      switch condition.verdict(row: row, of: cells) {
      case .holds: kept.append(row)
      case .missing(let gap): ledger.drop(gap.reason, row: value.rows.rowNumbers[row])
      case .fails: ledger.drop("where it does not hold", row: value.rows.rowNumbers[row])
      }
    }
    ledger.kept = kept.count
    return .rows(
      value.with(value.rows.taking(kept)), "where",
      StageBlock.Line("\(Figures.rows(kept.count)) for which the condition holds"), ledger)
  }
}
