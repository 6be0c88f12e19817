import Pipeline
import Rows
import Syntax

/// `where`: the rows for which a condition holds.
struct WhereStage: StageDefinition {
  let signature = Signature(
    "where", input: [.rows, .report], output: .same,
    slots: [Slot("condition", .expression, "Keeps the rows for which it is true")],
    version: 2,
    help: "Rows for which a condition holds; where it is unknown, dropped with the reason",
    examples: [
      "load | where tokens <= 300", "load | where contains(lower(question), \"sort\") and level >= 2",
      "load | where len(answer) > 200 | count by topic | where count > 1",
    ],
    related: ["take", "derive", "sort"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 1e-6,
      notes: ["`where`: how many rows it keeps is known once it ran; the plan counts all"])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let table = try Table(input, call, reads: call.expression("condition").columns.map(\.text), context)
    let (rows, cells) = (table.rows, RowCells(rows: table.rows))
    let condition = try ExpressionEvaluator(call.expression("condition"), over: cells)
    var ledger = Ledger(rowsIn: rows.count)
    var kept: [Int] = []
    for row in 0..<rows.count {
      switch condition.verdict(row: row, of: cells) {
      case .holds: kept.append(row)
      case .missing(let gap): ledger.drop(gap.reason, row: rows.rowNumbers[row])
      case .fails: ledger.drop("where it does not hold", row: rows.rowNumbers[row])
      }
    }
    ledger.kept = kept.count
    var result = StageResult.rows(
      table.taking(kept), "where",
      StageBlock.Line("\(Figures.rows(kept.count)) for which the condition holds"), ledger)
    // A finding, in a block of its own: the prompt shows it where the stage has but a line.
    if kept.isEmpty, let hint = try inAnyCase(call.expression("condition"), cells) {
      result.blocks.append(StageBlock(text: [hint]))
    }
    return result
  }

  /// Where nothing was found: what would be if the case of letters did not count.
  private func inAnyCase(_ condition: RowExpression, _ cells: RowCells) throws -> String? {
    guard let other = condition.ignoringCase else { return nil }
    let evaluator = try ExpressionEvaluator(other, over: cells)
    let found = (0..<cells.rows.count).count { row in
      if case .holds = evaluator.verdict(row: row, of: cells) { true } else { false }
    }
    return found == 0
      ? nil : "Case counts: `\(other.displayText)` holds for \(Figures.rows(found))."
  }
}

extension WhereStage: ExplainsRows {
  /// The values that the condition reads.
  func why(_ number: Int, _ call: BoundCall, before: RowsValue, context: RunContext) throws -> [String] {
    let columns = try call.expression("condition").columns.map(\.text).filter { $0 != "row" }
    try LoadedColumns.settle(before, for: columns, context)
    guard let place = before.rows.rowNumbers.firstIndex(of: number) else { return [] }
    var named: Set<String> = []
    return columns.filter { named.insert($0).inserted }.compactMap { before.rows.told($0, place) }
  }
}
