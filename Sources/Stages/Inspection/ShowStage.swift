import Pipeline
import Rows

/// `show`: the columns to look at.
struct ShowStage: StageDefinition {
  let signature = Signature(
    "show", input: [.rows, .report], output: .same,
    slots: [Slot("columns", .column, repeats: true, "Columns, in the order to show them")],
    effect: .view,
    help: "Keeps only these columns, in this order",
    examples: ["load | take 3 | show question answer", "load | show row tokens question", "load | show level topic"],
    related: ["columns", "describe", "take"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let kept = input.keeping(try call.columns("columns"))
    // Rows keep their numbers, shown or not.
    guard context.input == .rows, kept["row"] == nil, let number = input["row"] else { return kept }
    return ColumnSet([number] + kept.columns, isOpen: kept.isOpen, aliases: kept.aliases)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let columns = try call.columns("columns")
    return StageResult(try Table(input, call, reads: columns, context).keeping(columns))
  }
}
