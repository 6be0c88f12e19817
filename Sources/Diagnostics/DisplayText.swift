/// How untrusted text is shown: control characters escaped, the width of each character known.
public enum DisplayText {
  /// One character as it appears on the screen.
  public struct DisplayCell: Sendable, Hashable {
    /// Length of what it stands for, in bytes of the source.
    public var byteCount: Int
    /// What is printed; an escape such as `\u{1b}` for what must not reach a terminal.
    public var text: String
    /// Columns that `text` takes.
    public var width: Int
  }

  /// Splits bytes into visible cells. Bytes that are not UTF-8 become `\xFF`; a tab stays a tab of width 1, for the
  /// caller to expand. O(n).
  public static func cells(of bytes: ArraySlice<UInt8>) -> [DisplayCell] {
    var cells: [DisplayCell] = []
    cells.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      var end = index
      while end < bytes.endIndex, let length = sequenceLength(bytes, at: end) { end += length }
      if end > index {
        for character in String(decoding: bytes[index..<end], as: UTF8.self) {
          cells.append(cell(of: character))
        }
        index = end
      } else {
        let hex = String(bytes[index], radix: 16, uppercase: true)
        cells.append(DisplayCell(byteCount: 1, text: "\\x" + (hex.count == 1 ? "0" : "") + hex, width: 4))
        index += 1
      }
    }
    return cells
  }

  /// Text that is safe to print: what is hidden as `\u{…}`; line breaks and tabs as `\n`, `\r`, `\t`. Escaping it again
  /// changes nothing.
  /// - Parameter continuing: the text goes on after another, so that a mark at its beginning has a letter to sit on.
  public static func escaped(
    _ text: some StringProtocol, keepNewlines: Bool = false, continuing: Bool = false
  ) -> String {
    // Most text needs nothing.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(text) }
    var result = ""
    var marks = continuing ? 0 : mostMarks
    for scalar in text.unicodeScalars {
      if keepNewlines, scalar == "\n" {
        result += "\n"
        marks = mostMarks
      } else {
        append(scalar, to: &result, marks: &marks)
      }
    }
    return result
  }

  /// A JSON text with everything in its strings that must not reach a terminal written as JSON's own escapes: it stays JSON,
  /// and means the same.
  public static func escaped(json text: String) -> String {
    // Between its strings JSON has only ASCII, and inside them no character below a blank.
    if text.utf8.allSatisfy({ $0 < 0x7F }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard scalar.value >= 0x7F, isHidden(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }

  /// Whether a character could move the cursor, colour the screen, turn the reading direction, or be there unseen: the
  /// categories Cc, Cf, Zl and Zp, and whatever else Unicode says is not to be shown. The selectors between a picture and
  /// a letter, U+FE0E and U+FE0F, are part of what they stand behind.
  public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint && scalar.value & ~1 != 0xFE0E
    }
  }

  /// A hidden character spelled out.
  public static func spelled(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }

  /// Marks that one character may carry; no script needs as many, and more would cover the lines around it.
  private static let mostMarks = 8

  /// Appends a character as it is shown. `marks` counts those that have no room any more: at the beginning of a text, where
  /// they would sit on what stands before it, and on top of too many others.
  private static func append(_ scalar: Unicode.Scalar, to text: inout String, marks: inout Int) {
    if scalar.isASCII {
      marks = 0
      if isHidden(scalar) { text += spelled(scalar) } else { text.unicodeScalars.append(scalar) }
      return
    }
    let isMark = isMark(scalar)
    if isHidden(scalar) || isMark && marks >= mostMarks {
      text += spelled(scalar)
      // What follows must not sit on the brace.
      marks = mostMarks
    } else {
      text.unicodeScalars.append(scalar)
      marks = isMark ? marks + 1 : 0
    }
  }

  /// Whether a character sits on the one before it.
  public static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true  // vowels and finals of Hangul syllables
    case 0x1F3FB...0x1F3FF: return true  // skin tones
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
  }

  /// Columns that a text takes on a terminal.
  public static func width(of text: String) -> Int {
    text.reduce(0) { $0 + cell(of: $1).width }
  }

  /// A text safe to print, in at most `columns` columns: a longer one ends with `…` (`...` without Unicode).
  public static func fitted(_ text: String, to columns: Int, unicode: Bool = true) -> String {
    let shown = escaped(text)
    guard width(of: shown) > columns else { return shown }
    let mark = unicode ? "…" : "..."
    var (fitted, used) = ("", mark.count)
    for character in shown {
      used += width(of: String(character))
      if used > columns { break }
      fitted.append(character)
    }
    return fitted + mark
  }

  /// Lines of at most `columns` columns, broken at blanks; a word that is longer is broken where the line ends.
  public static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let width = width(of: String(word))
      if used > 0, used + 1 + width <= columns {
        line += " " + word
        used += 1 + width
        continue
      }
      if used > 0 { lines.append(line) }
      (line, used) = ("", 0)
      for character in word {
        let width = cell(of: character).width
        if used > 0, used + width > columns {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(character)
        used += width
      }
    }
    return used > 0 ? lines + [line] : lines
  }

  /// Length of the valid UTF-8 sequence at an index, or nil where the bytes are not UTF-8 (overlong forms, surrogates
  /// and anything past U+10FFFF included).
  public static func sequenceLength(_ bytes: ArraySlice<UInt8>, at index: Int) -> Int? {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    func continuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + offset < bytes.endIndex && range.contains(bytes[index + offset])
    }
    switch first {
    case 0xC2...0xDF: return continuation(1) ? 2 : nil
    case 0xE0: return continuation(1, 0xA0...0xBF) && continuation(2) ? 3 : nil
    case 0xED: return continuation(1, 0x80...0x9F) && continuation(2) ? 3 : nil
    case 0xE1...0xEF: return continuation(1) && continuation(2) ? 3 : nil
    case 0xF0: return continuation(1, 0x90...0xBF) && continuation(2) && continuation(3) ? 4 : nil
    case 0xF4: return continuation(1, 0x80...0x8F) && continuation(2) && continuation(3) ? 4 : nil
    case 0xF1...0xF3: return continuation(1) && continuation(2) && continuation(3) ? 4 : nil
    default: return nil
    }
  }

  static func cell(of character: Character) -> DisplayCell {
    let byteCount = character.utf8.count
    if let ascii = character.asciiValue, ascii >= 0x20, ascii != 0x7F {
      return DisplayCell(byteCount: byteCount, text: String(character), width: 1)
    }
    if character == "\t" { return DisplayCell(byteCount: 1, text: "\t", width: 1) }
    var text = ""
    var marks = mostMarks
    for scalar in character.unicodeScalars { append(scalar, to: &text, marks: &marks) }
    let isShown = text.unicodeScalars.elementsEqual(character.unicodeScalars)
    return DisplayCell(
      byteCount: byteCount, text: text, width: isShown ? width(of: character) : text.reduce(0) { $0 + width(of: $1) })
  }

  private static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if first.value < 0x1100 { return 1 }
    return wide.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// Ranges of East Asian Wide and Fullwidth characters and of emoji shown as pictures (Unicode Standard Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3, 0x25FD...0x25FE,
    0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB,
    0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3,
    0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
    0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0,
    0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E, 0x3041...0x33FF,
    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
    0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F1E6...0x1F202,
    0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251, 0x1F260...0x1F265, 0x1F300...0x1F320,
    0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
    0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC,
    0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
    0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
    0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB,
    0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF,
    0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
