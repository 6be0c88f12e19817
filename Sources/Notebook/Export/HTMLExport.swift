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
    case .coloured(let lines, let marks): coloured(lines, marks)
    case .lines, .marked: HTMLPage.printed(value.lines ?? [])
    }
  }

  /// Their colours stand in the lines themselves: of a page that others make, a notebook's, the style is not ours.
  private static func coloured(_ lines: [String], _ marks: [MarkedSpan]) -> String {
    let byLine = Dictionary(grouping: marks, by: \.line)
    return HTMLPage.lines(
      lines.enumerated().map { place, line in
        let bytes = Array(line.utf8)
        var pieces: [(text: String, style: String?)] = []
        var at = 0
        for span in byLine[place] ?? [] where span.range.lowerBound >= at && span.range.upperBound <= bytes.count {
          pieces.append((String(decoding: bytes[at..<span.range.lowerBound], as: UTF8.self), nil))
          pieces.append((String(decoding: bytes[span.range], as: UTF8.self), style(span.kind)))
          at = span.range.upperBound
        }
        return pieces + [(String(decoding: bytes[at...], as: UTF8.self), nil)]
      })
  }

  /// Seen on light and on dark paper.
  private static func style(_ mark: TextMark) -> String {
    switch mark {
    case .keyword: "color:#3b7dd8"
    case .string: "color:#2e8b57"
    case .number: "color:#b8860b"
    case .comment: "opacity:.6"
    case .eased: "background:rgba(0,160,80,.22)"
    case .muchEased: "background:rgba(0,160,80,.5)"
    case .hindered: "background:rgba(214,60,40,.22)"
    case .muchHindered: "background:rgba(214,60,40,.5)"
    }
  }
}
