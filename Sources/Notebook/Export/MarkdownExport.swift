import Stages

/// A session as a page of Markdown: each statement, and below it what its stages printed and what came of it.
struct MarkdownExport: ExportFormat {
  let ending = "md"

  func text(of cells: [ExportedCell]) -> String { cells.map(section).joined(separator: "\n") }

  private func section(_ exported: ExportedCell) -> String {
    let cell = exported.cell
    var out = MarkdownText.block(exported.source, language: "cact")
    var lines = exported.printed
    if let summary = cell.summary, exported.shown == nil { lines.append("_\(cell.number): \(summary)") }
    lines += exported.remarks
    if !lines.isEmpty { out += "\n" + MarkdownText.block(lines) }
    guard let shown = exported.shown else { return out }
    if case .table(let table) = shown {
      out += "\n" + self.table(table)
      if let rest = table.rest { out += "\n\(rest)\n" }
    } else if let lines = shown.lines, !lines.isEmpty {
      out += "\n" + MarkdownText.block(lines)
    }
    return out
  }

  private func table(_ table: Presentation.Table) -> String {
    let rule = table.columns.map { $0.isNumeric ? "---:" : "---" }
    let rows = [table.columns.map { MarkdownText.cell($0.name) }, rule] + table.rows.map { $0.map(MarkdownText.cell) }
    return rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
