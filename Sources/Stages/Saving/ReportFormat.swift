import Documents
import Plots
import Rows
import Sandbox
import Work

/// A format of files that reports are saved in. A new one is a line in `ReportFormats.all`.
struct ReportFormat: Sendable {
  /// Of its files, in lower case and without the point.
  let ending: String
  /// Why it cannot be had on this machine, and what to do; nil where it can.
  var obstacle: @Sendable () -> (reason: String, advice: String)? = { nil }
  /// The report as the bytes of a file; nil where it has nothing that the format could hold. Throws what making them does.
  let bytes: @Sendable (ReportValue, Work) throws -> [UInt8]?
}

/// What a report can be saved as.
enum ReportFormats {
  static let all = [
    ReportFormat(ending: "json") { report, _ in Array((report.data.serialized(pretty: true) + "\n").utf8) },
    ReportFormat(ending: "md") { report, _ in markdown(report) },
    ReportFormat(ending: "csv") { report, _ in values(report).flatMap(CSV.line) },
    ReportFormat(ending: "svg") { report, _ in report.plot.map { Array($0.svg.utf8) } },
    ReportFormat(ending: "png", obstacle: pngObstacle) { report, work in
      try report.plot.map { try PictureConverter.png(Array($0.svg.utf8), work: work) }
    },
  ]

  private static func pngObstacle() -> (reason: String, advice: String)? {
    if PictureConverter.isThere { return nil }
    return (
      "`.png` is drawn by `\(PictureConverter.program)`, which is not installed",
      "on Debian it is in the package \(PictureConverter.package); `.svg` needs nothing"
    )
  }

  /// The table for programs: a number as it is, not as it is shown.
  private static func values(_ report: ReportValue) -> [[String]] {
    if report.columnNames.isEmpty { return report.page.map { [$0] } }
    guard case .array(let items) = report.data, items.count == report.cells.count else {
      return [report.columnNames] + report.cells
    }
    let rows = zip(items, report.cells).map { item, cells in
      zip(zip(report.columnNames, report.numericColumns), cells).map { column, cell in
        guard column.1, let value = item[column.0] else { return cell }
        return value.isNull ? "" : value.double == nil ? cell : value.serialized()
      }
    }
    return [report.columnNames] + rows
  }

  private static func markdown(_ report: ReportValue) -> [UInt8] {
    if report.columnNames.isEmpty { return Array(MarkdownText.block(report.page).utf8) }
    let rule = report.numericColumns.map { $0 ? "---:" : "---" }
    let rows = [report.columnNames.map(MarkdownText.cell), rule] + report.cells.map { $0.map(MarkdownText.cell) }
    return Array(rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined().utf8)
  }
}
