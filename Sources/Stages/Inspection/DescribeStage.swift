import Diagnostics
import Documents
import Pipeline
import Rows

/// `describe`: every column of rows, or of a report's table, in a line.
struct DescribeStage: StageDefinition {
  let signature = Signature(
    "describe", input: [.rows, .report, .packs, .model], output: .type(.report), version: 4, effect: .view,
    help: "Every column: missing values, quartiles, range, a histogram, common values",
    examples: ["load | describe", "load | score complexity | describe", "load | where level == 1 | describe"],
    related: ["columns", "count", "show"])

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    if let report = input as? ReportValue, let lines = report.rows {
      return StageResult(
        Self.columns(of: lines, called: "\(Figures.count(lines.count)) line\(lines.count == 1 ? "" : "s")"))
    }
    guard let value = input as? RowsValue else {
      guard let value = input as? any Presentable & Value else { throw InternalError("`describe` was given nothing") }
      let data = value.jsonLines().first.flatMap { try? JSONValue.parse(Array($0.utf8), file: "") } ?? .null
      var lines = [value.summary]
      if case .lines(let more) = value.presentation(limit: 100), more != lines { lines += more }
      return StageResult(ReportValue(title: value.summary, lines: lines, data: data))
    }
    try LoadedColumns.settle(value, context)
    return StageResult(Self.columns(of: value.rows, called: Figures.rows(value.rows.count)))
  }

  private static func columns(of rows: Rows, called title: String) -> ReportValue {
    var cells: [[String]] = []
    var data: [JSONValue] = []
    var infinite = ""
    for summary in rows.summaries() {
      let spread = summary.spread
      let numbers = [spread?.low, spread?.quarter, spread?.median, spread?.threeQuarters, spread?.high]
      // Of a text the figures are those of its length.
      let unit = summary.kind == .text ? "text, bytes" : summary.kind.rawValue
      cells.append(
        [summary.name, unit, Figures.count(summary.count), Figures.count(summary.missing)]
          + (spread == nil ? numbers.map { _ in "" } : Figures.statistics(numbers.compactMap(\.self), of: summary.kind))
          + [Figures.histogram((spread?.bins ?? []).map(Double.init)), Self.common(summary)])
      if summary.infinite > 0 {
        infinite += " · `\(summary.name)`: \(Figures.count(summary.infinite)) infinite, in no figure"
      }
      data.append(
        .object(
          JSONObject(
            [
              ("column", .string(summary.name)), ("kind", .string(summary.kind.rawValue)),
              ("count", .integer(Int64(summary.count))), ("missing", .integer(Int64(summary.missing))),
            ]
              + (summary.infinite > 0 ? [("infinite", .integer(Int64(summary.infinite)))] : [])
              + zip(["min", "q1", "median", "q3", "max"], numbers).map { name, value in
                (name, value.map { JSONValue.number($0) } ?? .null)
              }
              + (summary.common.isEmpty ? [] : [("common", Self.data(summary.common))]))))
    }
    let head = [("column", false), ("kind", false), ("count", true), ("missing", true)]
    let figures = ["min", "q1", "median", "q3", "max"].map { ($0, true) }
    var report = ReportValue(
      title: title + infinite,
      columns: (head + figures + [("shape", false), ("common", false)]).map { ($0.0, isNumeric: $0.1) },
      cells: cells, data: .array(data))
    report.wrappedColumns = ["common"]
    return report
  }

  /// Of rows with a target beside them: whether a choice toward it can pay.
  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let input = try context.upstream(1)?.value as? RowsValue,
      let likeness = try Likeness(of: input, context: context)
    else { return nil }
    return Conclusion(
      blocks: [StageBlock(text: likeness.lines)], record: JSONObject([("likeness", likeness.json)]))
  }

  /// Value × rows, each value cut to where three of them fit a line.
  private static func common(_ summary: ColumnSummary) -> String {
    summary.common.map { common in
      // No more of a long text than could be shown.
      let text = TextBytes.shown(common.value.prefix(4 * widest))
      let shown = common.value.isEmpty ? "\"\"" : DisplayText.fitted(text, to: widest)
      return "\(shown) ×\(Figures.count(common.count))"
    }.joined(separator: " · ")
  }

  private static let widest = 18

  private static func data(_ common: [CommonValue]) -> JSONValue {
    .array(
      common.map {
        .object(JSONObject([("value", .string(TextBytes.shown($0.value))), ("count", .integer($0.count))]))
      })
  }
}
