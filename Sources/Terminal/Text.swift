import CLibEdit
import Diagnostics
import Foundation

/// Text as a terminal shows it: columns instead of characters. `DisplayText` keeps it from commanding the terminal.
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
        // What the C library does not know is shown as a box.
        let columns = cact_wcwidth(wchar_t(scalar.value))
        widest = max(widest, columns < 0 ? 1 : Int(columns))
      }
    }
    return widest
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

  /// A page in lines of at most `columns` columns, broken at blanks. A line continues under its second column, where two
  /// blanks or more tell one from the first; else two columns deeper than it begins. A pipeline stays in one line, since
  /// it is there to be copied, and so does what has more columns.
  public static func page(_ text: String, to columns: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard DisplayText.width(of: String(line)) > columns else { return String(line) }
      var head = line.prefix { $0 == " " }
      var hanging = head.count + 2
      if let gap = line[head.endIndex...].firstRange(of: "  ") {
        let first = line[..<(line[gap.upperBound...].firstIndex { $0 != " " } ?? gap.upperBound)]
        let width = DisplayText.width(of: String(first))
        if width <= columns / 2 { (head, hanging) = (first, width) }
      } else if line.contains(" | ") {
        return String(line)
      }
      let rest = line[head.endIndex...]
      // What is placed by more blanks is not words.
      if rest.contains("  ") { return String(line) }
      let pieces = DisplayText.wrapped(String(rest), to: max(8, columns - hanging))
      return head + pieces.joined(separator: "\n" + String(repeating: " ", count: hanging))
    }.joined(separator: "\n")
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
