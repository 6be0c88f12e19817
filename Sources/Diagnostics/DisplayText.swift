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

  /// Text that is safe to print: control, direction and invisible characters as `\u{…}`; line breaks as `\n`, `\r`.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for character in text { result += character == "\t" ? "\\t" : cell(of: character).text }
    return result
  }

  /// Columns that a text takes on a terminal.
  public static func width(of text: String) -> Int {
    text.reduce(0) { $0 + cell(of: $1).width }
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
    guard character.unicodeScalars.contains(where: isHidden) else {
      return DisplayCell(byteCount: byteCount, text: String(character), width: width(of: character))
    }
    var text = ""
    for scalar in character.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case _ where isHidden(scalar): text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return DisplayCell(byteCount: byteCount, text: text, width: text.count)
  }

  /// Characters that change the screen, or the order of what is on it, without being seen.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
      0xE0000...0xE007F:
      true
    default: false
    }
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
