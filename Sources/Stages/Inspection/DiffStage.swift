import Diagnostics
import Documents
import Pipeline
import Rows

/// `diff`: two choices among the same rows side by side.
struct DiffStage: StageDefinition {
  let signature = Signature(
    "diff", input: [.rows], output: .type(.report),
    slots: [Slot("rows", .rows, "The rows to compare with")],
    help: "What two values have in common, and how their columns differ",
    examples: [
      "load | select random 20% | diff { load | select random 20% draw 1 }", "load | where level >= 3 | diff { load }",
      "load | take 40 | diff { load | sort tokens desc | take 40 }",
    ],
    related: ["why", "dropped", "compare", "describe"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet { ColumnSet() }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate { Estimate(seconds: 0) }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let these = try input.asRows("diff")
    guard let rows = try call.optionalPipeline("rows") else { throw InternalError("`diff` was called without rows") }
    let others = try context.value(of: rows).value.asRows("diff")
    for value in [these, others] { try LoadedColumns.settle(value, context) }
    let comparison = RowComparison(these.rows, others.rows)
    let lines = comparison.lines
    return StageResult(
      ReportValue(
        title: comparison.sentence,
        columns: [("", false), ("these", true), ("those", true), ("change", true)], cells: lines.map(\.cells),
        data: .array(lines.map(\.json))),
      blocks: [StageBlock("diff", [StageBlock.Line(comparison.sentence)])])
  }
}
