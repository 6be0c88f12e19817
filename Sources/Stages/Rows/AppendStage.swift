import Diagnostics
import Pipeline
import Rows

/// `append`: rows behind those that came in, such as the target's behind the chosen ones.
struct AppendStage: StageDefinition {
  let signature = Signature(
    "append", input: [.rows], output: .same,
    slots: [Slot("rows", .rows, optional: true, "The rows to append")],
    flags: [Flag("target", "Appends the target's rows: the held-out rows that scores may look at")],
    help: "Appends other rows, or the target's, to those that came in",
    examples: [
      "load | take 3 | append { load | sample 2 }", "load | sample 5 | append { load | take 2 } | columns",
      "load | take 0 | append { load | take 4 } | show question",
    ],
    related: ["hold", "select", "take"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let hasRows = call.isWritten("rows")
    guard hasRows != call.flag("target") else {
      throw Diagnostic(
        StageCodes.optionsClash,
        hasRows ? "`append` takes rows or `target`, not both" : "`append` needs rows to append", at: call.span,
        label: hasRows ? "leave one out" : "expected rows or `target`",
        helps: hasRows ? [] : [Diagnostic.Help("`append target` or `append { load \"more.jsonl\" }`")])
    }
    guard let other = try call.optionalPipeline("rows") else {
      try Target.check(call, what: "`append target`", context)
      return input
    }
    // Kinds of columns on both sides may differ: what comes out is known when the rows are.
    let columns = other.output.columns
    var result = input.adding(columns.columns.filter { !input.has($0.name) })
    result.isOpen = input.isOpen || columns.isOpen
    return result
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate { input }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("append")
    let more: Rows
    let what: String
    if let pipeline = try call.optionalPipeline("rows") {
      let other = try context.value(of: pipeline).value.asRows("append")
      try LoadedColumns.settle(other, context)
      more = other.rows
      what = Figures.rows(more.count)
    } else {
      more = try Target(of: value, call: call, what: "`append target`").rows
      what = "the target's \(Figures.rows(more.count))"
    }
    try LoadedColumns.settle(value, context)
    let rows = value.rows.appending(more)
    let ledger = Ledger(rowsIn: value.rows.count + more.count, kept: rows.count)
    return .rows(
      value.with(rows), "append", StageBlock.Line("\(what) after \(Figures.count(value.rows.count))"), ledger)
  }
}
