import Pipeline
import Rows
import Syntax

/// `derive`: new columns from expressions.
struct DeriveStage: StageDefinition {
  let signature = Signature(
    "derive", input: [.rows], output: .same,
    slots: [Slot("columns", .assignments, "New columns, each a name and an expression")],
    version: 2,
    help: "Adds columns computed from others, row by row",
    examples: [
      "load | derive chars = len(answer)", "load | derive long = tokens > 300, short = tokens < 60 | count by long",
      "load | derive ratio = answer_tokens / tokens | sort ratio desc | take 5",
    ],
    related: ["where", "sort", "columns"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    try call.assignments("columns").reduce(input) {
      $0.adding(ColumnInfo($1.name, input.kind(of: $1.expression), addedBy: "derive"))
    }
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("derive")
    var rows = value.rows
    var names: [String] = []
    var ledger = Ledger(rowsIn: rows.count, kept: rows.count)
    let assignments = try call.assignments("columns")
    // Tokens and language are those of the texts as they were loaded: made now, where a text is about to become another.
    let roles = [rows.roles.question, rows.roles.input, rows.roles.answer, rows.roles.plainText].compactMap { $0 }
    let changed = assignments.contains { roles.contains($0.name) || roles.contains(rows.resolved($0.name)) }
    try LoadedColumns.settle(
      value, for: assignments.flatMap { $0.expression.columns.map(\.text) } + (changed ? LoadedColumns.names : []),
      context)
    rows = value.rows
    for assignment in assignments {
      // Each assignment sees the columns of those before it.
      let cells = RowCells(rows: rows)
      let evaluator = try ExpressionEvaluator(assignment.expression, over: cells)
      let values = (0..<rows.count).map { evaluator.value(row: $0, of: cells) }
      var gaps = Gaps()
      for (row, value) in values.enumerated() where value.isMissing {
        if let gap = evaluator.gap(row: row, of: cells) { gaps.add(gap, row: rows.rowNumbers[row]) }
      }
      ledger.notes += gaps.lines.map { "`\(assignment.name)` has no value: \($0)" }
      let before = rows
      rows = rows.adding(Self.column(values), named: assignment.name)
      if rows.roles.conversation != before.roles.conversation {
        ledger.reduced = [before.conversationLoss]
      }
      names.append(assignment.name)
    }
    return .rows(value.with(rows), "derive", StageBlock.Line(names.joined(separator: ", ")), ledger)
  }

  /// The narrowest column that holds every value.
  static func column(_ values: [ExpressionValue]) -> Column {
    var (bools, integers, numbers, present) = (0, 0, 0, 0)
    for value in values {
      switch value {
      case .missing: continue
      case .bool: bools += 1
      case .integer: integers += 1
      case .number: numbers += 1
      case .text, .json: break
      }
      present += 1
    }
    if present > 0, bools == present { return .bool(BoolColumn(values.map(\.bool))) }
    if present > 0, integers == present {
      return .integers(values.map { if case .integer(let n) = $0 { Int(n) } else { nil } })
    }
    if integers + numbers == present { return .numbers(values.map { $0.double ?? .nan }) }
    return .texts(
      values.map { value in
        switch value {
        case .missing: nil
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .text(let bytes), .json(let bytes): String(decoding: bytes, as: UTF8.self)
        }
      })
  }
}
