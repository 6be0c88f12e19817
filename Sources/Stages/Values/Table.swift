import Diagnostics
import Digests
import Documents
import Pipeline
import Rows

/// What stages that sift lines read: rows, or a report's table as rows. What they leave is of the same type.
struct Table {
  let rows: Rows
  private let value: RowsValue?
  private let report: ReportValue?

  /// - Parameter columns: what the call reads of it; a report's are known only now.
  /// - Throws: `Diagnostic` for a report without a table, or without one of the columns.
  init(_ input: (any Value)?, _ call: BoundCall, reads columns: [String], _ context: RunContext) throws {
    guard let report = input as? ReportValue else {
      let value = try input.asRows(call.stage)
      try LoadedColumns.settle(value, for: columns, context)
      (self.value, self.report, rows) = (value, nil, value.rows)
      return
    }
    guard let rows = report.rows else {
      throw Diagnostic(
        StageCodes.noTable, "`\(call.stage)` needs lines with columns, and this report has none", at: call.span,
        label: "nothing to go through")
    }
    (value, self.report, self.rows) = (nil, report, rows)
    for column in columns where !rows.hasColumn(column) {
      throw Diagnostic(
        StageCodes.noTable, "the report has no column `\(column)`", at: call.span, label: "reads `\(column)`",
        notes: ["its columns: \(rows.names.joined(separator: ", "))"])
    }
  }

  /// The lines at these places, in this order.
  func taking(_ places: [Int]) -> any Value {
    if let report { return report.taking(places) }
    return value?.with(rows.taking(places)) ?? RowsValue(rows.taking(places))
  }

  /// These columns, in this order.
  func keeping(_ columns: [String]) -> any Value {
    if let report { return report.keeping(columns) }
    var kept = value?.with(rows.keeping(columns)) ?? RowsValue(rows.keeping(columns))
    kept.chosenColumns = columns
    return kept
  }
}

extension ReportValue {
  /// The table as rows, by its data; nil where there is none.
  var rows: Rows? {
    guard case .array(let items) = data, !columnNames.isEmpty, items.count == cells.count else { return nil }
    // A table without lines has its columns all the same.
    var names = items.isEmpty ? columnNames : []
    for item in items {
      for key in item.object?.keys ?? [] where !names.contains(key) { names.append(key) }
    }
    return Rows(
      names: names, columns: names.map { name in Self.column(items.map { $0[name] ?? .null }) },
      rowNumbers: items.indices.map { $0 + 1 },
      // A transcript is a question and its answer.
      roles: names.contains("question") && names.contains("answer")
        ? Roles(question: "question", answer: "answer") : Roles(),
      source: RowSource(path: "(report)", digest: .of([UInt8]())))
  }

  /// Whole numbers, numbers, or the texts of whatever else there is.
  private static func column(_ values: [JSONValue]) -> Column {
    let known = values.filter { !$0.isNull }
    if known.allSatisfy({ $0.int != nil }) { return .integers(values.map(\.int)) }
    if known.allSatisfy({ $0.double != nil }) { return .numbers(values.map { $0.double ?? .nan }) }
    return .texts(values.map { $0.isNull ? nil : $0.string ?? $0.serialized() })
  }

  /// The lines of the table at these places, in this order.
  func taking(_ places: [Int]) -> ReportValue {
    guard case .array(let items) = data else { return self }
    var report = self
    report.cells = places.map { cells[$0] }
    report.data = .array(places.map { items[$0] })
    report.title = places.count == cells.count ? title : "\(Figures.count(places.count)) of \(title)"
    return report
  }

  /// These columns of the table: those that are shown, and those of the data. One that the data alone has is shown as it is there.
  func keeping(_ columns: [String]) -> ReportValue {
    guard case .array(let items) = data else { return self }
    var report = self
    let places = columns.map { column in columnNames.firstIndex(of: column) }
    report.columnNames = columns
    report.numericColumns = zip(columns, places).map { column, place in
      place.map { numericColumns[$0] } ?? items.allSatisfy { $0[column]?.double != nil }
    }
    report.cells = cells.indices.map { line in
      zip(columns, places).map { column, place in
        place.map { cells[line][$0] } ?? items[line][column].map { $0.string ?? $0.serialized() } ?? ""
      }
    }
    report.data = .array(
      items.map { item in .object(JSONObject(columns.compactMap { name in item[name].map { (name, $0) } })) })
    return report
  }
}
