import CLibEdit
import Foundation

/// Pasted text: inserted as it is, whatever its bytes would mean as keys.
extension LineEditor {
  /// Terminals that answer to `ESC [ ? 2004 h`; what others do with it is their own business, so it is not sent to them.
  static func knowsBracketedPaste(_ terminal: String) -> Bool {
    let known = [
      "xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty", "st-", "vte", "konsole",
      "gnome", "iterm", "contour", "mintty", "putty",
    ]
    return terminal == "st" || known.contains { terminal.lowercased().hasPrefix($0) }
  }

  /// Called at the beginning of a paste: inserts it up to its end, or up to the end of its first line, which then is entered;
  /// the rest follows when the next line is read.
  func insertPaste() -> UInt8 {
    var text: [UInt8] = []
    var isLine = false
    isPasting = true
    reading: while true {
      // What there is shows before more is waited for.
      if !text.isEmpty, !input.hasMore {
        input.unread(KeyInput.startOfPaste)
        break
      }
      if input.take(KeyInput.endOfPaste, while: isStillEditing) {
        isPasting = false
        break
      }
      guard case .byte(let byte) = input.next(piece: 4096, while: isStillEditing) else { break }
      switch byte {
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        if byte == UInt8(ascii: "\r") { _ = input.take([UInt8(ascii: "\n")], while: isStillEditing) }
        isLine = true
        break reading
      default: text.append(byte)
      }
    }
    if isLine { input.unread([UInt8(ascii: "\r")] + KeyInput.startOfPaste) }
    return text.isEmpty ? UInt8(CC_NORM) : insert(String(decoding: text, as: UTF8.self))
  }

  /// Forgets what was pasted and not yet entered, and what of it is still on its way: Ctrl-C ends all of a paste.
  func dropAhead() {
    let isPaste = isPasting || input.isInPaste
    isPasting = false
    if isPaste, input.dropPaste() { return }
    if isPaste {
      let isOver = Signals.within(.prompting) {
        edited {
          // The terminal may have dropped the end of the paste with Ctrl-C; then silence ends it.
          while input.gather(within: 100, atMost: 1 << 16) { if input.dropPaste() { return true } }
          return false
        }
      }
      if isOver { return }
    }
    input.clear()
  }

  /// Inserts at the cursor. A zero byte, which would end the line inside libedit, shows as the replacement character.
  func insert(_ text: String) -> UInt8 {
    var wide = text.unicodeScalars.map { $0.value == 0 ? wchar_t(0xFFFD) : wchar_t($0.value) }
    wide.append(0)
    return el_winsertstr(handle, wide) == 0 ? UInt8(CC_REFRESH) : UInt8(CC_ERROR)
  }
}
