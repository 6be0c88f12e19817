import Documents
import Pipeline
import Rows

/// `count`: how many rows, in all or by a column's values.
struct CountStage: StageDefinition {
  let signature = Signature(
    "count", input: [.rows], output: .type(.report),
    options: [Option("by", .column, "Counts the rows of each of its values")],
    help: "Counts rows and tokens, in all or by the values of a column",
    examples: ["load | count", "load | count by level", "load | count by topic"],
    related: ["describe", "columns"])

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("count")
    try TokenCounts.settle(value, context)
    let rows = value.rows
    let column = rows.column("tokens")?.doubles ?? []
    func tokens(_ members: [Int]) -> Int { column.isEmpty ? 0 : members.reduce(0) { $0 + Int(column[$1]) } }
    guard let by = try call.optionalColumn("by") else {
      let all = tokens(Array(0..<rows.count))
      return StageResult(
        ReportValue(
          title: Figures.rows(rows.count), columns: [("rows", true), ("tokens", true)],
          cells: [[Figures.count(rows.count), Figures.count(all)]],
          data: .array([
            .object(JSONObject([("rows", .integer(Int64(rows.count))), ("tokens", .integer(Int64(all)))]))
          ])))
    }
    var groups: [String: [Int]] = [:]
    for row in 0..<rows.count {
      let cell = rows.cell(row, by)
      groups[cell.isMissing ? "(missing)" : cell.description, default: []].append(row)
    }
    let ordered = groups.sorted {
      $0.value.count != $1.value.count
        ? $0.value.count > $1.value.count : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    return StageResult(
      ReportValue(
        title: "\(ordered.count) values of \(by)",
        columns: [(by, false), ("rows", true), ("share", true), ("tokens", true)],
        cells: ordered.map {
          [
            $0.key, Figures.count($0.value.count), Figures.percent(Double($0.value.count) / Double(rows.count), 1),
            Figures.count(tokens($0.value)),
          ]
        },
        data: .array(
          ordered.map {
            .object(
              JSONObject([
                (by, .string($0.key)), ("rows", .integer(Int64($0.value.count))),
                ("tokens", .integer(Int64(tokens($0.value)))),
              ]))
          })))
  }
}
