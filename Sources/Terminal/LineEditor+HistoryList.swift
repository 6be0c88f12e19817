import CLibEdit
import Diagnostics
import Foundation

/// Ctrl-R: the lines that were entered, those with what is typed in them, in a list below the line.
extension LineEditor {
  private static let shownEntries = 8

  /// Lets a person choose; the line then holds the choice, and is not run.
  func chooseFromHistory() -> UInt8 {
    guard let (before, after) = editedText(), let size = Screen.size(of: STDOUT_FILENO) else { return UInt8(CC_ERROR) }
    // Below the line there must be room for its head and an entry; what libedit lays out in ways of its own is left alone.
    let line = before + after
    let room = min(Self.shownEntries, size.rows - (promptWidth + Text.width(line)) / size.columns - 3)
    guard room > 0, size.columns >= 20, line.unicodeScalars.allSatisfy({ cact_wcwidth(wchar_t($0.value)) == 1 }) else {
      return UInt8(CC_REFRESH_BEEP)
    }
    let lowered = entries.map { (text: $0, lowered: $0.lowercased()) }
    var query = line
    var chosen = 0
    var matches: [String] = []
    func find() {
      let words = query.split(separator: " ").map { $0.lowercased() }
      matches = lowered.filter { entry in words.allSatisfy { entry.lowered.contains($0) } }.map(\.text)
      chosen = min(chosen, max(0, matches.count - 1))
    }
    find()
    defer { show([], below: before, after) }
    while true {
      show(list(query, matches, chosen, room: room, width: size.columns - 1), below: before, after)
      switch key() {
      case .text(let text):
        query += text
        chosen = 0
        find()
      case .erase:
        if !query.isEmpty { query.removeLast() }
        find()
      case .older: chosen = min(chosen + 1, max(0, matches.count - 1))
      case .newer: chosen = max(0, chosen - 1)
      case .take: return matches.isEmpty ? UInt8(CC_REFRESH_BEEP) : replaceLine(matches[chosen])
      case .leave: return UInt8(CC_REFRESH)
      }
    }
  }

  private enum Key { case text(String), erase, older, newer, take, leave }

  private func key() -> Key {
    var bytes: [UInt8] = []
    while true {
      guard case .byte(let byte) = input.next(while: isStillEditing) else { return .leave }
      switch byte {
      case 0x1B where bytes.isEmpty:
        switch KeySequences.known(&input).map({ String(decoding: $0.dropFirst(), as: UTF8.self) }) {
        case "[A", "OA": return .newer
        case "[B", "OB": return .older
        case "": return .leave
        case "[200~": return .text(pasted())
        default: continue
        }
      case 0x0D, 0x0A, 0x09: return .take
      case 0x7F, 0x08: return .erase
      case 0x12, 0x0E: return .older
      case 0x13, 0x10: return .newer
      case 0x00..<0x20: return .leave
      default: bytes.append(byte)
      }
      if let text = String(validatingUTF8: bytes.map { CChar(bitPattern: $0) } + [0]) { return .text(text) }
      if bytes.count >= 4 { bytes = [] }
    }
  }

  /// What is pasted, on one line.
  private func pasted() -> String {
    var text: [UInt8] = []
    while !input.take(KeyInput.endOfPaste, while: isStillEditing) {
      guard case .byte(let byte) = input.next(piece: 4096, while: isStillEditing) else { break }
      text.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func list(_ query: String, _ matches: [String], _ chosen: Int, room: Int, width: Int) -> [String] {
    // The chosen one stays in sight.
    let first = max(0, chosen - room + 1)
    let shown = matches.enumerated().dropFirst(first).prefix(room)
    let count = matches.isEmpty ? "none" : "\(chosen + 1) of \(matches.count)"
    let head = Text.elided("history: \(DisplayText.escaped(query))  \(count)", to: width, unicode: screen.unicode)
    return [screen.styled(head, .dim)]
      + shown.map { place, entry in
        let line = Text.elided(
          (place == chosen ? "> " : "  ") + DisplayText.escaped(entry), to: width, unicode: screen.unicode)
        return place == chosen ? screen.styled(line, .bold) : line
      }
  }

  /// Draws lines below the edited one, in place of those that were there, and goes back to the cursor.
  private func show(_ lines: [String], below before: String, _ after: String) {
    let columns = max(1, Screen.columns(of: STDOUT_FILENO) ?? screen.width)
    let cursor = promptWidth + Text.width(before)
    let down = (cursor + Text.width(after)) / columns - cursor / columns
    var out = down > 0 ? "\u{1B}[\(down)B" : ""
    func to(_ column: Int) -> String { "\r" + (column > 0 ? "\u{1B}[\(column)C" : "") }
    // At the line's end nothing of it is below.
    out += lines.isEmpty ? to((cursor + Text.width(after)) % columns) : lines.map { "\r\n\u{1B}[K" + $0 }.joined()
    out += "\u{1B}[J"
    let up = down + lines.count
    out += (up > 0 ? "\u{1B}[\(up)A" : "") + to(cursor % columns)
    cact_el_write(handle, out)
  }
}
