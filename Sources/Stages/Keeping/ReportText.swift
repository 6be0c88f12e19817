import Documents

/// A report as the text of a file.
enum ReportText {
  static func bytes(_ report: ReportValue, ending: String) -> [UInt8] {
    switch ending {
    case "json": return Array((report.data.serialized(pretty: true) + "\n").utf8)
    case "csv":
      let rows = report.columnNames.isEmpty ? report.lines.map { [$0] } : [report.columnNames] + report.cells
      return Array(rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined().utf8)
    default:
      if report.columnNames.isEmpty { return Array(("```\n" + report.lines.joined(separator: "\n") + "\n```\n").utf8) }
      let rule = report.numericColumns.map { $0 ? "---:" : "---" }
      let rows = [report.columnNames, rule] + report.cells
      return Array(
        rows.map { row in
          "| " + row.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |\n"
        }.joined().utf8)
    }
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
