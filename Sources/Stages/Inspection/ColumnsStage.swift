import Documents
import Pipeline
import Rows

/// `columns`: what there is to name.
struct ColumnsStage: StageDefinition {
  let signature = Signature(
    "columns", input: [.rows], output: .type(.report), effect: .view,
    help: "The columns at this point of the pipe, with their kinds and roles",
    examples: ["load | columns", "load | score complexity | columns", "load | derive n = len(answer) | columns"],
    related: ["describe", "show"])

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let rows = try input.asRows("columns").rows
    var cells: [[String]] = []
    var data: [JSONValue] = []
    for (name, column) in zip(["row"] + rows.names, [Column.integers(rows.rowNumbers)] + rows.columns) {
      let role =
        switch name {
        case rows.questionColumn: "question"
        case rows.answerColumn: "answer"
        case rows.inputColumn: "input"
        default: ""
        }
      let missing = (0..<rows.count).count { column.isMissing($0) }
      cells.append([name, column.kind.rawValue, role, Figures.count(missing)])
      data.append(
        .object(
          JSONObject([
            ("column", .string(name)), ("kind", .string(column.kind.rawValue)), ("role", .string(role)),
            ("missing", .integer(Int64(missing))),
          ])))
    }
    return StageResult(
      ReportValue(
        title: "\(cells.count) column\(cells.count == 1 ? "" : "s")",
        columns: [("column", false), ("kind", false), ("role", false), ("missing", true)], cells: cells,
        data: .array(data)))
  }
}
