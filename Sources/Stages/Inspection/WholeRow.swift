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
    return ReportValue(title: title, lines: [title] + columns + turns, data: data)
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

  private var turns: [String] {
    var lines: [String] = []
    func add(_ text: [UInt8]?, under head: String) {
      guard let text else { return }
      lines += ["", head]
      lines += text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        "  " + String(decoding: $0, as: UTF8.self)
      }
    }
    guard let conversation = rows.wholeConversation(place) else {
      add(rows.answer(place).map { Array($0) }, under: "text")
      return lines
    }
    add(conversation.tools, under: "tools")
    for turn in conversation.turns {
      let name = turn.name.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
      let speaker = turn.role.rawValue + name + (turn.role == .assistant && !turn.isLearned ? ", not learned" : "")
      add(turn.reasoning, under: speaker + ", thinking")
      add(turn.text, under: speaker)
      add(turn.input, under: speaker + ", input")
      add(turn.toolCalls, under: speaker + ", calls")
    }
    return lines
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
