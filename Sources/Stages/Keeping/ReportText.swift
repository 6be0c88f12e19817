import Documents
import Rows

/// A report as the text of a file.
enum ReportText {
  static func bytes(_ report: ReportValue, ending: String) -> [UInt8] {
    switch ending {
    case "json": return Array((report.data.serialized(pretty: true) + "\n").utf8)
    case "csv":
      let rows = report.columnNames.isEmpty ? report.lines.map { [$0] } : [report.columnNames] + report.cells
      return rows.flatMap(CSV.line)
    default:
      if report.columnNames.isEmpty { return Array(MarkdownText.block(report.lines).utf8) }
      let rule = report.numericColumns.map { $0 ? "---:" : "---" }
      let rows = [report.columnNames.map(MarkdownText.cell), rule] + report.cells.map { $0.map(MarkdownText.cell) }
      return Array(rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined().utf8)
    }
  }
}
