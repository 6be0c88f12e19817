import CLibEdit
import Diagnostics

/// The lines that were entered before: those that begin as the edited one does, one by one.
extension LineEditor {
  /// Where a walk through the history is.
  struct Walk {
    /// What was typed.
    let typed: String
    /// Lines that begin so, the latest first, each once.
    let found: [String]
    /// Nil: what was typed stands there.
    var place: Int?
    /// What the walk put into the line; a line that is another ends it.
    var shown: String
  }

  /// Up: the line before that begins with what was typed; Down: the one after.
  func walk(back: Bool) -> UInt8 {
    guard let (before, after) = editedText() else { return UInt8(CC_ERROR) }
    let line = before + after
    var walk = walk.flatMap { $0.shown == line ? $0 : nil } ?? newWalk(line)
    let next = back ? (walk.place ?? -1) + 1 : walk.place.map { $0 - 1 }
    guard let next, next < walk.found.count else { return UInt8(CC_REFRESH_BEEP) }
    walk.place = next < 0 ? nil : next
    walk.shown = next < 0 ? walk.typed : walk.found[next]
    self.walk = walk
    return replaceLine(walk.shown)
  }

  private func newWalk(_ line: String) -> Walk {
    var seen: Set<String> = [line]
    let found = entries.filter { $0.hasPrefix(line) && seen.insert($0).inserted }
    return Walk(typed: line, found: found, place: nil, shown: line)
  }

  /// Puts another text in place of the line, the cursor behind it.
  func replaceLine(_ text: String) -> UInt8 {
    guard let (before, after) = editedText() else { return UInt8(CC_ERROR) }
    _ = el_cursor(handle, Int32(after.unicodeScalars.count))
    el_deletestr(handle, Int32((before + after).unicodeScalars.count))
    return text.isEmpty ? UInt8(CC_REFRESH) : insert(text)
  }

  /// What was entered, each once, the latest first.
  static func entries(of history: OpaquePointer) -> [String] {
    var entries: [String] = []
    var seen: Set<String> = []
    var text = cact_history_first(history)
    while let entry = text {
      var line = String(cString: entry)
      while line.last?.isNewline == true { line.removeLast() }
      if !line.isEmpty, seen.insert(line).inserted { entries.append(line) }
      text = cact_history_next(history)
    }
    return entries
  }
}
