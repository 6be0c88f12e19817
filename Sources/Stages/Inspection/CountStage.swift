import Documents
import Pipeline
import Rows

/// `count`: how many rows, in all or by a column's values.
struct CountStage: StageDefinition {
  let signature = Signature(
    "count", input: [.rows], output: .type(.report),
    options: [Option("by", .column, "Counts the rows of each of its values")],
    version: 2,
    help: "Counts rows and tokens, in all or by the values of a column",
    examples: ["load | count", "load | count by level", "load | count by topic | where count > 100 | sort count desc"],
    related: ["describe", "columns", "where", "sort"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let by = try call.optionalColumn("by")
    let names = Self.names(beside: by)
    return ColumnSet(
      (by.map { [ColumnInfo($0, Self.kind(of: input[$0])), ColumnInfo(names.share, .number)] } ?? [])
        + [ColumnInfo(names.count, .integer), ColumnInfo(names.tokens, .integer)])
  }

  /// What is counted, called otherwise where the rows are counted by a column of that name.
  private static func names(beside by: String?) -> (count: String, share: String, tokens: String) {
    func free(_ name: String) -> String { name == by ? "its_" + name : name }
    return (free("count"), free("share"), free("tokens"))
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("count")
    try LoadedColumns.settle(value, for: TokenCounts.names + [call.optionalColumn("by")].compactMap(\.self), context)
    let rows = value.rows
    let column = rows.column("tokens")?.doubles ?? []
    func tokens(_ members: [Int]) -> Int { column.isEmpty ? 0 : members.reduce(0) { $0 + Int(column[$1]) } }
    guard let by = try call.optionalColumn("by") else {
      let all = tokens(Array(0..<rows.count))
      return StageResult(
        ReportValue(
          title: Figures.rows(rows.count), columns: [("count", true), ("tokens", true)],
          cells: [[Figures.count(rows.count), Figures.count(all)]],
          data: .array([
            .object(JSONObject([("count", .integer(Int64(rows.count))), ("tokens", .integer(Int64(all)))]))
          ])))
    }
    let names = Self.names(beside: by)
    var groups: [String: [Int]] = [:]
    for row in 0..<rows.count { groups[rows.cell(row, by).groupName, default: []].append(row) }
    let ordered = groups.sorted {
      $0.value.count != $1.value.count
        ? $0.value.count > $1.value.count : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    return StageResult(
      ReportValue(
        title: "\(ordered.count) values of \(by)",
        columns: [(by, false), (names.count, true), (names.share, true), (names.tokens, true)],
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
                (by, Self.value(rows.cell($0.value[0], by))), (names.count, .integer(Int64($0.value.count))),
                (names.share, .number(Double($0.value.count) / Double(rows.count))),
                (names.tokens, .integer(Int64(tokens($0.value)))),
              ]))
          })))
  }

  /// Of the column that rows are counted by: its numbers stay numbers, whatever else it holds is named.
  private static func kind(of column: ColumnInfo?) -> ColumnKind {
    switch column?.kind {
    case .integer: .integer
    case .number: .number
    case .unknown, nil: .unknown
    default: .text
    }
  }

  /// A number stays one, so that what is counted can be compared and sorted.
  private static func value(_ cell: Cell) -> JSONValue {
    switch cell {
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .missing, .text, .bool, .json, .vector: .string(cell.groupName)
    }
  }
}
