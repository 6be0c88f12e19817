import Numerics
import Pipeline
import Rows
import Syntax

/// `sort`: rows in the order of one or more keys.
struct SortStage: StageDefinition {
  let signature = Signature(
    "sort", input: [.rows, .report], output: .same,
    slots: [Slot("keys", .sortKeys, "Columns or expressions, each with asc or desc, separated by commas")],
    version: 2,
    help: "Sorts rows by one or more keys: stable, missing values last",
    examples: [
      "load | sort tokens desc | take 5", "load | sort level, tokens desc | show level tokens question | take 9",
      "load | sort len(question) | take 3",
    ],
    related: ["take", "where", "show"])

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let keys = try call.sortKeys("keys")
    let table = try Table(input, call, reads: keys.flatMap { $0.expression.columns.map(\.text) }, context)
    let (rows, cells) = (table.rows, RowCells(rows: table.rows))
    let count = rows.count
    let evaluators = try keys.map { try ExpressionEvaluator($0.expression, over: cells) }
    let order = RowOrder.sorted(
      rows: count, descending: keys.map(\.descending), loop: Parallel.forEach,
      value: { row, key in evaluators[key].value(row: row, of: cells) }
    )
    var ledger = Ledger(rowsIn: count, kept: count)
    for (key, evaluator) in evaluators.enumerated() {
      var gaps = Gaps()
      for row in 0..<count {
        if let gap = evaluator.gap(row: row, of: cells) { gaps.add(gap, row: rows.rowNumbers[row]) }
      }
      let which = evaluators.count == 1 ? "last" : "last by key \(key + 1)"
      ledger.notes += gaps.lines.map { "\(which): \($0)" }
    }
    return .rows(table.taking(order), "sort", StageBlock.Line(Figures.rows(count)), ledger)
  }
}
