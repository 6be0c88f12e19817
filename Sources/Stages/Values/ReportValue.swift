public import Documents
public import Pipeline
public import Plots
import Store

/// What looking yields: a table or lines, and the same as data.
public struct ReportValue: Value, Presentable {
  /// What it is about.
  public var title: String
  /// Column names; empty for a report of lines.
  public var columnNames: [String]
  /// Of each column, whether its cells are numbers.
  public var numericColumns: [Bool]
  /// Names of columns whose cells go on below where they are too long; others lose their middle.
  public var wrappedColumns: [String] = []
  /// Row by row, as they are shown.
  public var cells: [[String]]
  /// Sentences below the table, or all there is.
  public var lines: [String]
  /// What stands below the first line of a report without a table; nil: nothing.
  public var axis: MarkedAxis?
  /// What is drawn in place of a table; nil: nothing.
  public var plot: Plot?
  /// Those of its lines that decide: what may be claimed.
  public var verdict: [String] = []
  /// What of its lines has a colour of its own.
  public var marks: [MarkedSpan] = []
  /// The same as data, for `--format json` and `save`.
  public var data: JSONValue

  /// A table; `data` is one object per row.
  public init(title: String, columns: [(String, isNumeric: Bool)], cells: [[String]], data: JSONValue) {
    self.title = title
    self.columnNames = columns.map(\.0)
    self.numericColumns = columns.map(\.isNumeric)
    self.cells = cells
    self.lines = []
    self.data = data
  }

  /// A report without a table; marks on an axis go below its first line, a plot above all lines.
  public init(title: String, lines: [String], axis: MarkedAxis? = nil, plot: Plot? = nil, data: JSONValue) {
    self.title = title
    self.columnNames = []
    self.numericColumns = []
    self.cells = []
    self.lines = lines
    self.axis = axis
    self.plot = plot
    self.data = data
  }

  /// The type `report`: its table may be sifted, and all of it saved.
  public var type: ValueType { .report }
  /// Those of its table.
  public var columns: ColumnSet { rows.map { ColumnSet($0) } ?? ColumnSet() }
  /// Neither rows nor tokens: a report is no data set.
  public var size: ValueSize { ValueSize() }
  /// What it is about, in one line.
  public var summary: String { title }

  /// The table with the lines below it, or the lines alone.
  public func presentation(limit: Int) -> Presentation {
    if columnNames.isEmpty {
      if let plot { return .plot(plot, lines) }
      if !marks.isEmpty { return .coloured(lines, marks) }
      return axis.map { .marked(head: lines.first ?? "", $0, Array(lines.dropFirst())) } ?? .lines(lines)
    }
    return .table(
      Presentation.Table(
        columns: zip(columnNames, numericColumns).map {
          Presentation.Table.Column($0, isNumeric: $1, wraps: wrappedColumns.contains($0))
        },
        rows: Array(cells.prefix(limit)), total: cells.count))
  }

  /// A report without a table as a file has it: what is drawn is as wide as blocks are.
  var page: [String] {
    if let plot { return plot.lines(columns: 100).map(\.plain) + lines }
    return Array(lines.prefix(1)) + (axis?.lines(columns: 100) ?? []) + lines.dropFirst()
  }

  /// An object a row, or one of it all.
  public func jsonLines() -> [String] {
    if case .array(let items) = data { return items.map { $0.serialized(pretty: false) } }
    return [data.serialized(pretty: false)]
  }

  /// All of it: a report is made to be looked at.
  public func json(limit: Int) -> String { data.serialized() }
}

extension ReportValue {
  /// The word that the store keeps it under.
  public static let storedKind = "report"

  private struct Head: Codable {
    var title: String
    var columnNames: [String]
    var numericColumns: [Bool]
    var cells: [[String]]
    var lines: [String]
    /// Reports that were stored before there was one have it drawn, among their lines.
    var axis: MarkedAxis?
    var plot: Plot?
    /// What stands in `marks`.
    var code: [MarkedSpan]?
    var wrappedColumns: [String]?
    var verdict: [String]?
  }

  /// All of it as bytes.
  public func encode(scratch: String) throws -> StoredForm {
    var bytes = try StoredHead.encode(
      Head(
        title: title, columnNames: columnNames, numericColumns: numericColumns, cells: cells, lines: lines, axis: axis,
        plot: plot, code: marks.isEmpty ? nil : marks, wrappedColumns: wrappedColumns.isEmpty ? nil : wrappedColumns,
        verdict: verdict.isEmpty ? nil : verdict))
    bytes.append(contentsOf: data.serialized(pretty: false).utf8)
    return StoredForm(kind: Self.storedKind, bytes: bytes)
  }

  /// The report again. Throws where the form is damaged or older.
  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    let data = try JSONValue.parse(Array(form.bytes[start...]), file: "stored report")
    var report = ReportValue(title: head.title, lines: head.lines, axis: head.axis, plot: head.plot, data: data)
    report.columnNames = head.columnNames
    report.numericColumns = head.numericColumns
    report.cells = head.cells
    report.marks = head.code ?? []
    report.wrappedColumns = head.wrappedColumns ?? []
    report.verdict = head.verdict ?? []
    guard report.columnNames.count == report.numericColumns.count,
      report.cells.allSatisfy({ $0.count == report.columnNames.count }),
      report.marks.allSatisfy({ report.lines.indices.contains($0.line) })
    else { throw DamagedValue() }
    return report
  }
}
