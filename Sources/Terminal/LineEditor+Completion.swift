import Assistance
import CLibEdit
import Diagnostics
import Foundation

extension LineEditor {
  func completeWord() -> UInt8 {
    guard let (before, after) = editedText() else { return UInt8(CC_ERROR) }
    // A tab within a text that came in one piece, without brackets around it, is what it says. On a terminal that knows
    // brackets such a piece is somebody's quick typing, but inside quotes a completed name would change data.
    let isPiece = input.hasMore
    if isPiece, !bracketsPastes { return insert("\t") }
    let completion = Signals.within(.working) { complete(before, after) }
    if isPiece, completion.keepsOpen { return insert("\t") }
    guard let first = completion.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
    let common = completion.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    let typed = String(decoding: before.utf8.suffix(completion.length), as: UTF8.self)
    // A name that holds something hidden is shown, spelled out, and not put into the line.
    let isPlain = !common.unicodeScalars.contains(where: DisplayText.isHidden)
    if isPlain, completion.candidates.count == 1 || (common.count > typed.count && common != typed) {
      // A word that is whole is followed by a space; a file's name by its closing quote, and a function by what it is of,
      // which the user types.
      let isOpen = common.hasSuffix("/") || common.hasSuffix("(") || completion.keepsOpen || after.hasPrefix(" ")
      let closed = completion.candidates.count == 1 && !isOpen
      el_deletestr(handle, Int32(typed.unicodeScalars.count))
      el_insertstr(handle, common + (closed ? " " : ""))
      return UInt8(CC_REFRESH)
    }
    cact_el_write(handle, "\n" + list(completion.candidates))
    return UInt8(CC_REDISPLAY)
  }

  /// One candidate a line, with its description.
  private func list(_ candidates: [Candidate]) -> String {
    let most = 40
    let wide = min(32, candidates.prefix(most).map { Text.width($0.text) }.max() ?? 0)
    var out = ""
    for candidate in candidates.prefix(most) {
      let name = Text.padded(DisplayText.escaped(candidate.text), to: wide)
      let line = Text.elided(name + "  " + DisplayText.escaped(candidate.description), to: max(20, screen.width - 1))
      out += (screen.unicode ? line : Text.ascii(line)) + "\n"
    }
    if candidates.count > most { out += "… \(candidates.count - most) more\n" }
    return out
  }
}
