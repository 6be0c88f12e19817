import Plots
import Stages

/// A session as one page of HTML that reads nothing from elsewhere; its plots are drawn, its tables keep their columns.
struct HTMLExport: ExportFormat {
  let ending = "html"

  func text(of cells: [ExportedCell]) -> String {
    HTMLPage.document(
      title: "Session", sections: cells.map(section),
      footer: "Made by cact, from \(cells.count) cell\(cells.count == 1 ? "" : "s").")
  }

  private func section(_ exported: ExportedCell) -> String {
    let cell = exported.cell
    var lines = exported.printed
    if let summary = cell.summary, exported.shown == nil { lines.append("_\(cell.number): \(summary)") }
    return HTMLPage.section(
      "[\(cell.number)]",
      HTMLPage.lines(exported.source) + HTMLPage.printed(lines) + (exported.shown.map { Self.shown($0) } ?? "")
        + HTMLPage.sentences(exported.remarks, strong: true))
  }

  /// A value, as `JupyterExport` has it too.
  /// - Parameter isForeign: it stands in a page of Jupyter.
  static func shown(_ value: Presentation, isForeign: Bool = false) -> String {
    switch value {
    case .table(let table):
      HTMLPage.table(table.columns.map { ($0.name, $0.isNumeric) }, table.rows, isForeign: isForeign)
        + HTMLPage.sentences([table.rest].compactMap(\.self))
    case .plot(let plot, let lines): plot.svg + HTMLPage.sentences(lines)
    case .lines, .code, .marked: HTMLPage.printed(value.lines ?? [])
    }
  }
}
