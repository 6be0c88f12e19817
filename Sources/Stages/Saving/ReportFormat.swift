import Documents
import Plots
import Rows

/// A format of files that reports are saved in. A new one is a line in `ReportFormats.all`.
struct ReportFormat: Sendable {
  /// Of its files, in lower case and without the point.
  let ending: String
  /// The report as the bytes of a file; nil where it has nothing that the format could hold.
  let bytes: @Sendable (ReportValue) -> [UInt8]?
}

/// What a report can be saved as.
enum ReportFormats {
  static let all = [
    ReportFormat(ending: "json") { Array(($0.data.serialized(pretty: true) + "\n").utf8) },
    ReportFormat(ending: "md", bytes: markdown),
    ReportFormat(ending: "csv") { report in
      let rows = report.columnNames.isEmpty ? report.page.map { [$0] } : [report.columnNames] + report.cells
      return rows.flatMap(CSV.line)
    },
    ReportFormat(ending: "svg") { $0.plot.map { Array($0.svg.utf8) } },
  ]

  private static func markdown(_ report: ReportValue) -> [UInt8] {
    if report.columnNames.isEmpty { return Array(MarkdownText.block(report.page).utf8) }
    let rule = report.numericColumns.map { $0 ? "---:" : "---" }
    let rows = [report.columnNames.map(MarkdownText.cell), rule] + report.cells.map { $0.map(MarkdownText.cell) }
    return Array(rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined().utf8)
  }
}
