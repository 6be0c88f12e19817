import CLibEdit
import Foundation

/// Text as a terminal shows it: columns instead of characters, and nothing that could command the terminal.
public enum Text {
  /// Sets the locale from the environment, or C.UTF-8 where that one does not speak UTF-8. To be called before
  /// libedit starts (in the C locale a prompt that is not ASCII crashes it) and before any width is measured.
  /// - Returns: whether the user's own locale speaks UTF-8, so whether the screen can show more than ASCII.
  @discardableResult
  public static func prepareLocale() -> Bool {
    let spoken = setlocale(LC_ALL, "") != nil && codesetIsUTF8()
    if !spoken { setlocale(LC_CTYPE, "C.UTF-8") }
    // Figures are ours to write: a decimal comma must not get into files through the C library.
    setlocale(LC_NUMERIC, "C")
    return spoken
  }

  private static func codesetIsUTF8() -> Bool {
    guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
    let codeset = String(cString: name).uppercased()
    return codeset == "UTF-8" || codeset == "UTF8"
  }

  /// Columns that `text` takes: 2 for wide East Asian characters and most emoji, 0 for combining marks.
  public static func width(_ text: some StringProtocol) -> Int {
    var total = 0
    for character in text { total += width(character) }
    return total
  }

  static func width(_ character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      if scalar.isASCII {
        widest = max(widest, scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1)
      } else {
        widest = max(widest, Int(cact_wcwidth(wchar_t(scalar.value))))
      }
    }
    return widest
  }

  /// `text` with everything that could move the cursor, colour the screen or turn the reading direction spelled out:
  /// `\n`, `\t`, `\x1b`, `\u{202e}`. Rows are untrusted text.
  public static func escaped(_ text: some StringProtocol, keepNewlines: Bool = false) -> String {
    // Most text needs nothing.
    guard text.unicodeScalars.contains(where: isUnsafe) else { return String(text) }
    var out = ""
    for scalar in text.unicodeScalars {
      if !isUnsafe(scalar) || (keepNewlines && scalar == "\n") {
        out.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x100:
        let digits = String(scalar.value, radix: 16)
        out += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: out += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return out
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0: true  // C0, delete, C1
    case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true  // reading direction
    case 0x2028, 0x2029, 0xFEFF: true  // line and paragraph separators, byte order mark
    default: false
    }
  }

  /// `text` in at most `columns` columns, its middle replaced by `…` (`...` without Unicode) where it is longer.
  public static func elided(_ text: String, to columns: Int, unicode: Bool = true) -> String {
    guard width(text) > columns else { return text }
    let mark = unicode ? "…" : "..."
    let room = columns - width(mark)
    guard room > 0 else { return String(mark.prefix(max(0, columns))) }
    let head = prefix(text, columns: room - room / 2)
    let tail = String(prefix(String(text.reversed()), columns: room / 2).reversed())
    return head + mark + tail
  }

  static func prefix(_ text: String, columns: Int) -> String {
    var used = 0
    var out = ""
    for character in text {
      used += width(character)
      if used > columns { break }
      out.append(character)
    }
    return out
  }

  /// `text` filled with spaces to `columns`; longer text is left as it is.
  public static func padded(_ text: String, to columns: Int, right: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, columns - width(text)))
    return right ? fill + text : text + fill
  }

  /// `text` for a screen without UTF-8: the signs that cact prints are spelled in ASCII, bars are left out, and what is
  /// left becomes `?`.
  public static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var out = ""
    var skipSpace = false
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        if skipSpace && scalar == " " {
          skipSpace = false
          continue
        }
        skipSpace = false
        out.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█": skipSpace = true
      case "·": out += "-"
      case "−", "–", "—": out += "-"
      case "…": out += "..."
      case "ρ": out += "rho"
      case "×": out += "x"
      case "±": out += "+-"
      case "≥": out += ">="
      case "≤": out += "<="
      case "→": out += "->"
      case "▲": out += "^"
      case "│": out += "|"
      case "─": out += "-"
      default: out += "?"
      }
    }
    return out
  }
}
