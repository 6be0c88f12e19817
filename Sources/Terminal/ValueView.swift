import Diagnostics
import Digests
import Documents
import Pipeline
import Plots
import Rows
import Stages

/// A value on standard output.
struct ValueView {
  /// Rows of a table that are shown.
  static let rows = 20
  /// Rows of a value in `--format json`.
  static let jsonRows = 100

  let console: Console

  /// Writes what a statement came to, in the format that was asked for.
  /// - Parameter showsValue: false for `let`, whose value is named rather than looked at.
  func show(_ outcome: StatementOutcome, cell: Int, showsValue: Bool) {
    switch console.options.format {
    case .table:
      if let message = outcome.message { return console.page(message) }
      if let plan = outcome.plan { return console.out.write(PlanView(plan).rendered(on: console.outScreen)) }
      if showsValue, !outcome.isKept, let value = outcome.value { table(value) }
    case .json:
      console.json(ValueView.json(outcome, cell: cell))
    case .jsonl:
      if let message = outcome.message { return console.page(message) }
      if let plan = outcome.plan { return console.json(PlanView(plan).json.serialized()) }
      guard showsValue, let value = outcome.value as? any Presentable else { return }
      for line in value.jsonLines() { console.json(line) }
    }
  }

  private func table(_ value: any Value) {
    let screen = console.outScreen
    // On a screen the blocks above have just said what a model or packs are.
    if screen.isTerminal, value.type == .model || value.type == .packs, !console.isQuiet.isOn { return }
    guard let value = value as? any Presentable else { return console.line(value.summary) }
    switch value.presentation(limit: ValueView.rows) {
    case .lines(let lines):
      for line in lines { console.page(line) }
    case .coloured(let lines, let spans):
      let coloured = Dictionary(grouping: spans, by: \.line)
      for (place, line) in lines.enumerated() {
        if let spans = coloured[place], screen.color {
          console.out.line(MarkedText(line, spans).shown(on: console))
        } else {
          console.page(line)
        }
      }
    case .marked(let head, let axis, let lines):
      console.page(head)
      for line in axis.lines(columns: min(screen.width, BlockLayout.designWidth)) { console.page(line) }
      for line in lines { console.page(line) }
    case .plot(let plot, let lines):
      for line in plot.lines(columns: min(screen.width, BlockLayout.designWidth), unicode: screen.unicode) {
        let shown = screen.styled(line)
        console.out.write((screen.unicode ? shown : Text.ascii(shown)) + "\n")
      }
      for line in lines { console.page(line) }
    case .table(let table):
      let columns = table.columns.enumerated().map { index, column in
        Table.Column(
          column.name, alignRight: column.isNumeric, cells: table.rows.map { index < $0.count ? $0[index] : "" },
          spark: column.isNumeric ? spark(column.name, of: value, shown: table.columns.count) : "", wraps: column.wraps)
      }
      // A report is its columns: none is left out.
      let report = value as? ReportValue
      console.out.write(
        Table(columns: columns, totalRows: table.total, folds: report != nil).rendered(on: screen))
    }
  }

  /// A histogram for the columns that scoring adds; other numbers have `describe`.
  private func spark(_ name: String, of value: any Presentable, shown: Int) -> String {
    guard ["ifd", "loss_cond", "loss_direct"].contains(name), let rows = value as? RowsValue,
      let values = rows.rows.column(name)?.doubles?.filter(\.isFinite), values.count >= 10,
      let low = values.min(), let high = values.max(), high > low
    else { return "" }
    var bins = [Double](repeating: 0, count: 8)
    for value in values { bins[min(7, Int((value - low) / (high - low) * 8))] += 1 }
    return Figures.histogram(bins)
  }

  /// One object per statement: cell, name, type, what was recorded (ledger, saved), conclusion, bill, seconds, digest, value.
  static func json(_ outcome: StatementOutcome, cell: Int) -> String {
    var object: JSONObject = ["cell": .integer(cell)]
    if let name = outcome.name { object["name"] = .string(name) }
    if let value = outcome.value {
      object["type"] = .string(value.type.description)
      if let rows = value.size.rows { object["rows"] = .integer(rows) }
    }
    if let message = outcome.message { object["message"] = .string(message) }
    if let plan = outcome.plan { object["plan"] = PlanView(plan).json }
    var conclusion = JSONObject()
    var bill = outcome.bill
    for (key, value) in outcome.record {
      switch key {
      case "ledger", "saved": object[key] = value
      case "bill": for (key, value) in value.object ?? JSONObject() { bill[key] = value }
      case "heldout": for (key, value) in value.object ?? JSONObject() { conclusion[key] = value }
      default: conclusion[key] = value
      }
    }
    if !conclusion.isEmpty { object["conclusion"] = .object(conclusion) }
    if !bill.isEmpty { object["bill"] = .object(bill) }
    object["seconds"] = .number((outcome.seconds * 1000).rounded() / 1000)
    if let key = outcome.key { object["digest"] = .string(key.description) }
    guard let value = outcome.value as? any Presentable else { return JSONValue.object(object).serialized() }
    return object.serialized(with: "value", as: value.json(limit: jsonRows))
  }
}
