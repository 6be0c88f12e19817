import Pipeline
import Rows

/// `take`: the first rows.
struct TakeStage: StageDefinition {
  let signature = Signature(
    "take", input: [.rows, .report], output: .same,
    slots: [Slot("count", .integer, in: 0...(.infinity), "How many rows")],
    help: "The first N rows",
    examples: ["load | take 5", "load | sort tokens desc | take 10", "load | where level == 4 | take 3"],
    related: ["sample", "sort", "show"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let count = Double(try call.integer("count"))
    guard let rows = input.rows else { return Estimate(rows: count) }
    let kept = min(rows, count)
    return Estimate(rows: kept, tokens: input.tokens.map { $0 * kept / max(1, rows) }, seconds: 0)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let table = try Table(input, call, reads: [], context)
    let count = min(table.rows.count, try call.integer("count"))
    var ledger = Ledger(rowsIn: table.rows.count, kept: count)
    for row in table.rows.rowNumbers.dropFirst(count) {
      ledger.drop("after the first \(Figures.count(count))", row: row)
    }
    return .rows(
      table.taking(Array(0..<count)), "take",
      StageBlock.Line(count == 1 ? "the first row" : "the first \(Figures.count(count)) rows"),
      ledger)
  }
}
