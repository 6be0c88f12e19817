import Curation
import Documents
import Foundation
import Rows

/// All that a row has: its columns, and every turn of what is said in it.
struct WholeRow {
  private let rows: Rows
  private let place: Int

  init(_ rows: Rows, _ place: Int) { (self.rows, self.place) = (rows, place) }

  /// A line for each column, then the turns, each under who speaks.
  var report: ReportValue {
    let number = rows.rowNumbers[place]
    let file = (rows.source.path as NSString).lastPathComponent
    let title = "row \(number) of \(file)"
    var page = Page(lines: [title] + columns)
    addTurns(to: &page)
    var report = ReportValue(title: title, lines: page.lines, data: data)
    report.code = page.code
    return report
  }

  /// Those that the turns do not show.
  private var columns: [String] {
    let spoken = [rows.questionColumn, rows.answerColumn, rows.inputColumn, rows.roles.conversation].compactMap(\.self)
    let shown = rows.names.filter { !spoken.contains($0) }
    let width = shown.map(\.count).max() ?? 0
    return shown.compactMap { name in
      let lead = "  " + name.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
      switch rows.cell(place, name) {
      case .missing: return nil
      case .vector(let values): return lead + "\(values.count) numbers"
      case .number(let value): return lead + Figures.digits(value)
      case .text(let bytes) where bytes.isEmpty: return lead + "\"\""
      case .text(let bytes): return lead + TextBytes.shown(bytes)
      case let cell: return lead + cell.description
      }
    }
  }

  /// Lines, and what of them is code.
  private struct Page {
    var lines: [String]
    var code: [CodeSpan] = []

    mutating func add(_ text: [UInt8]?, under head: String) {
      guard let text else { return }
      lines += ["", head]
      var highlights = CodeHighlight.inFences(of: text[...])[...]
      var start = 0
      for bytes in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let line = String(decoding: bytes, as: UTF8.self)
        while let next = highlights.first, next.range.lowerBound < start + bytes.count {
          highlights.removeFirst()
          // A line whose bytes are no UTF-8 is another text as it is shown.
          guard line.utf8.count == bytes.count else { continue }
          let (lower, upper) = (next.range.lowerBound - start, min(next.range.upperBound - start, bytes.count))
          code.append(
            CodeSpan(
              line: lines.count, range: Self.indent.count + lower..<Self.indent.count + upper, kind: next.kind))
        }
        lines.append(Self.indent + line)
        start += bytes.count + 1
      }
    }

    private static let indent = "  "
  }

  private func addTurns(to page: inout Page) {
    guard let conversation = rows.wholeConversation(place) else {
      return page.add(rows.answer(place).map { Array($0) }, under: "text")
    }
    page.add(conversation.tools, under: "tools")
    for turn in conversation.turns {
      let name = turn.name.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
      let speaker = turn.role.rawValue + name + (turn.role == .assistant && !turn.isLearned ? ", not learned" : "")
      page.add(turn.reasoning, under: speaker + ", thinking")
      page.add(turn.text, under: speaker)
      page.add(turn.input, under: speaker + ", input")
      page.add(turn.toolCalls, under: speaker + ", calls")
    }
  }

  private var data: JSONValue {
    var object = JSONObject([("row", .integer(Int64(rows.rowNumbers[place])))])
    let line = RowWriter.bytes(rows.taking([place]))
    if let members = (try? JSONValue.parse(Array(line), file: "row"))?.object {
      for (key, value) in members { object[key] = value }
    }
    return .object(object)
  }
}
