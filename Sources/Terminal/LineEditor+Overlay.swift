import CLibEdit
import Diagnostics
import Foundation

/// What libedit does not draw: colours over the line, and behind it, dim, what it may become.
///
/// libedit believes that it knows what every cell shows. So the overlay writes the same characters into the same cells, never scrolls,
/// and what it adds behind the line is gone before libedit writes again.
extension LineEditor {
  /// How a line looks while it is typed.
  struct Look {
    var runs: [LineTint.Run] = []
    var ghost: String?
  }

  /// Draws the overlay, where the terminal can show it and nothing else is on its way.
  func drawOverlay() {
    // What was offered was offered for the line as it was.
    (ghost, offered) = (nil, nil)
    guard drawsOverlay, !input.hasMore, let (before, after) = editedText() else { return }
    let line = before + after
    let (columns, rows) = Screen.size(of: STDOUT_FILENO) ?? (0, 0)
    let width = line.unicodeScalars.count
    // Wide and hidden characters are laid out by libedit in ways of its own.
    guard columns > promptWidth + 1, line.unicodeScalars.allSatisfy({ cact_wcwidth(wchar_t($0.value)) == 1 }),
      (promptWidth + width) / columns < rows - 1
    else { return }
    let look = look(line)
    let end = promptWidth + width
    let room = end % columns == 0 ? 0 : columns - end % columns - 1
    var tail = ""
    if after.isEmpty, room > 0, let text = look.ghost,
      text.unicodeScalars.allSatisfy({ cact_wcwidth(wchar_t($0.value)) == 1 })
    {
      tail = screen.styled(String(text.prefix(room)), .dim)
      (ghost, offered) = (text, text)
    }
    guard !line.isEmpty, !look.runs.isEmpty || wasTinted || ghost != nil else { return }
    wasTinted = !look.runs.isEmpty
    let row = (promptWidth + before.unicodeScalars.count) / columns
    var out = "\u{1B}7" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\r\u{1B}[\(promptWidth)C"
    out += tinted(line, look.runs) + tail + "\u{1B}8"
    cact_el_write(handle, out)
  }

  /// Takes away what stands behind the line. The cursor is at its end.
  func eraseGhost() {
    guard ghost != nil else { return }
    ghost = nil
    cact_el_write(handle, "\u{1B}[J")
  }

  /// Puts what stands behind the line into it, or its first word.
  func takeGhost(word: Bool) -> Bool {
    guard let (_, after) = editedText(), after.isEmpty, let text = offered else { return false }
    offered = nil
    let blanks = text.prefix { $0 == " " }
    let first = blanks + text.dropFirst(blanks.count).prefix { $0 != " " }
    el_insertstr(handle, String(word ? first : text[...]))
    return true
  }

  private func tinted(_ line: String, _ runs: [LineTint.Run]) -> String {
    let bytes = Array(line.utf8)
    var (out, at) = ("", 0)
    func plain(to end: Int) { out += String(decoding: bytes[at..<end], as: UTF8.self) }
    for run in runs where run.span.lower >= at && run.span.upper <= bytes.count {
      plain(to: run.span.lower)
      out += screen.styled(
        String(decoding: bytes[run.span.lower..<run.span.upper], as: UTF8.self), run.style)
      at = run.span.upper
    }
    plain(to: bytes.count)
    return out
  }

  /// What is edited, up to the cursor and behind it.
  func editedText() -> (before: String, after: String)? {
    guard let info = el_line(handle), let buffer = info.pointee.buffer, let cursor = info.pointee.cursor,
      let last = info.pointee.lastchar
    else { return nil }
    return (
      String(decoding: UnsafeRawBufferPointer(start: buffer, count: cursor - buffer), as: UTF8.self),
      String(decoding: UnsafeRawBufferPointer(start: cursor, count: last - cursor), as: UTF8.self)
    )
  }
}
