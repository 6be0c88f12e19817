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
    var page = MarkedPage([title] + columns)
    addTurns(to: &page)
    var report = ReportValue(title: title, lines: page.lines, data: data)
    report.marks = page.marks
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

  private static func add(_ text: [UInt8]?, under head: String, to page: inout MarkedPage) {
    guard let text else { return }
    page.lines += ["", head]
    // What is code, and what stands between.
    var pieces: [(text: [UInt8], mark: TextMark?)] = []
    var at = 0
    for highlight in CodeHighlight.inFences(of: text[...]) {
      pieces.append((Array(text[at..<highlight.range.lowerBound]), nil))
      pieces.append((Array(text[highlight.range]), TextMark(highlight.kind)))
      at = highlight.range.upperBound
    }
    pieces.append((Array(text[at...]), nil))
    page.add(pieces, indent: "  ")
  }

  private func addTurns(to page: inout MarkedPage) {
    guard let conversation = rows.wholeConversation(place) else {
      return Self.add(rows.answer(place).map { Array($0) }, under: "text", to: &page)
    }
    Self.add(conversation.tools, under: "tools", to: &page)
    for turn in conversation.turns {
      let name = turn.name.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
      let speaker = turn.role.rawValue + name + (turn.role == .assistant && !turn.isLearned ? ", not learned" : "")
      Self.add(turn.reasoning, under: speaker + ", thinking", to: &page)
      Self.add(turn.text, under: speaker, to: &page)
      Self.add(turn.input, under: speaker + ", input", to: &page)
      Self.add(turn.toolCalls, under: speaker + ", calls", to: &page)
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
