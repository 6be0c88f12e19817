import Curation
import Diagnostics
import Documents
import Pipeline
import Plots
import Rows

/// `plot`: a column, or two against each other, as a picture.
struct PlotStage: StageDefinition {
  let signature = Signature(
    "plot", input: [.rows, .report], output: .type(.report),
    slots: [Slot("column", .column, "Numbers, names, or an embedding")],
    options: [
      Option("vs", .column, "Points: the column up, and this one across"),
      Option("by", .column, "Colours points by the values of a column; `cluster` of a map when absent"),
      Option("to", .path, "Writes the picture to a file, by its ending"),
    ],
    flags: [Flag("replace", "Overwrites a file of this name that cact did not write")],
    effect: .view,
    help: "A histogram, bars, points, or a map of an embedding",
    examples: [
      "load | plot tokens", "load | plot topic", "load | plot answer_tokens vs tokens by level",
    ],
    related: ["describe", "correlate", "clusters", "save"])

  func writesFiles(_ call: BoundCall) -> Bool { call.has("to") }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if let place = try place(call) {
      try place.check(loaded: [])
      try place.checkEnding(for: .report)
    }
    return ColumnSet()
  }

  private func place(_ call: BoundCall) throws -> SavePlace? {
    try call.optionalString("to").map { SavePlace(path: $0, call: call, argument: "to") }
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let names = try [call.optionalColumn("column"), call.optionalColumn("vs"), call.optionalColumn("by")]
    let rows = try Table(input, call, reads: names.compactMap(\.self), context).rows
    let plot = try drawn(call, rows, context)
    let report = ReportValue(title: plot.title, lines: [], plot: plot, data: plot.data)
    guard let place = try place(call) else { return StageResult(report) }
    let line = try place.write(report, loaded: LoadedFiles.paths(of: context.pipeline), context)
    return StageResult(report, blocks: [StageBlock("plot", [line])])
  }

  private func drawn(_ call: BoundCall, _ rows: Rows, _ context: RunContext) throws -> Plot {
    let name = try call.column("column")
    if let across = try call.optionalColumn("vs") {
      let (y, x) = try (numbers(name, rows, call, "column"), numbers(across, rows, call, "vs"))
      let scatter = Plot.Scatter(across, x, name, y, groups: try groups(rows, call.optionalColumn("by")))
      return try Plot(
        title: "\(name) vs \(across) · \(Figures.rows(scatter?.total ?? 0))", .scatter(there(scatter, name, call)))
    }
    if case .vector(let vectors)? = rows.column(name) { return try map(name, vectors, rows, call, context) }
    if call.has("by") {
      throw Diagnostic(
        StageCodes.optionsClash, "`by` colours points, and one column has none", at: call.span(of: "by"),
        label: "leave it out, or add `vs COLUMN`")
    }
    if let values = rows.column(name)?.doubles {
      let missing = values.count { !$0.isFinite }
      let title =
        "\(name) · \(Figures.rows(values.count - missing))"
        + (missing > 0 ? " · \(Figures.count(missing)) without a finite value" : "")
      return try Plot(title: title, .histogram(there(Plot.Histogram(name, values), name, call)))
    }
    let counts = Dictionary((0..<rows.count).map { (rows.cell($0, name).groupName, 1) }, uniquingKeysWith: +)
    let ordered = counts.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    let bars = ordered.isEmpty ? nil : Plot.Bars(name, ordered.map { ($0.key, $0.value) })
    return try Plot(
      title: "\(name) · \(Figures.count(ordered.count)) values in \(Figures.rows(rows.count))",
      .bars(there(bars, name, call)))
  }

  /// Vectors in the plane in which they vary most.
  private func map(
    _ name: String, _ vectors: VectorColumn, _ rows: Rows, _ call: BoundCall, _ context: RunContext
  ) throws -> Plot {
    let there = (0..<vectors.count).filter { vectors[$0] != nil }
    let every = max(1, (there.count + Plot.Scatter.mostPoints - 1) / Plot.Scatter.mostPoints)
    let kept = stride(from: 0, to: there.count, by: every).map { there[$0] }
    let plane = try PrincipalPlane(
      kept.flatMap { vectors[$0] ?? [] }, dimension: vectors.dimension, work: context.work)
    let by = try call.optionalColumn("by") ?? (rows.hasColumn("cluster") ? "cluster" : nil)
    let groups = try groups(rows, by)
    let scatter = Plot.Scatter(
      "first direction, \(Figures.percent(plane.shares.0)) of the variance", plane.first,
      "second, \(Figures.percent(plane.shares.1))", plane.second,
      groups: groups.map { names in kept.map { names[$0] } },
      hasMargins: false)
    return try Plot(
      title: "map of \(name) · \(Figures.rows(kept.count))"
        + (kept.count < there.count ? " of \(Figures.count(there.count))" : "") + (by.map { " · by \($0)" } ?? ""),
      .scatter(self.there(scatter, name, call)))
  }

  private func numbers(_ name: String, _ rows: Rows, _ call: BoundCall, _ argument: String) throws -> [Double] {
    guard let values = rows.column(name)?.doubles else {
      throw Diagnostic(
        StageCodes.notNumbers, "points need numbers, and `\(name)` has none", at: call.span(of: argument),
        label: "`\(name)` is not a column of numbers")
    }
    return values
  }

  private func there<T>(_ form: T?, _ name: String, _ call: BoundCall) throws -> T {
    if let form { return form }
    throw Diagnostic(
      StageCodes.nothingLeft, "`\(name)` has no value to draw", at: call.span, label: "nothing to plot")
  }

  private func groups(_ rows: Rows, _ column: String?) throws -> [String]? {
    column.map { column in (0..<rows.count).map { rows.cell($0, column).groupName } }
  }
}

extension Plot {
  /// What is drawn, as data.
  var data: JSONValue {
    func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
    func counts(_ values: [Int]) -> JSONValue { .array(values.map { .integer(Int64($0)) }) }
    func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    let members: [(String, JSONValue)] =
      switch form {
      case .histogram(let plot):
        [
          ("column", .string(plot.label)), ("low", .number(plot.low)), ("high", .number(plot.high)),
          ("counts", counts(plot.counts)),
        ]
      case .bars(let plot):
        [
          ("column", .string(plot.label)), ("names", texts(plot.names)), ("counts", counts(plot.values)),
          ("other_names", .integer(Int64(plot.otherNames))), ("other_rows", .integer(Int64(plot.otherCount))),
        ]
      case .scatter(let plot):
        [
          ("across", .string(plot.xLabel)), ("up", .string(plot.yLabel)), ("x", numbers(plot.x)),
          ("y", numbers(plot.y)),
          ("group", counts(plot.group)), ("groups", texts(plot.groupNames)), ("points", .integer(Int64(plot.total))),
        ]
      }
    return .object(JSONObject([("title", .string(title))] + members))
  }
}
