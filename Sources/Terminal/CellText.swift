import Syntax

/// A cell's text as the line editor's history keeps it.
enum CellText {
  /// The cell on one line, comments left out; nil for text over several lines (`"""`), which has no such form.
  static func oneLine(_ text: String) -> String? {
    if !text.contains("\n") { return text }
    if text.contains("\"\"\"") { return nil }
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      let code = withoutComment(line).trimmingBlanks()
      if !code.isEmpty { lines.append(code) }
    }
    return lines.joined(separator: " ")
  }

  /// `#` begins a comment outside of strings and backticks.
  private static func withoutComment(_ line: Substring) -> String {
    var quote: Character?
    var isEscaped = false
    var code = ""
    for character in line {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" && open == "\"" {
          isEscaped = true
        } else if character == open {
          quote = nil
        }
      } else if character == "\"" || character == "`" {
        quote = character
      } else if character == "#" {
        break
      }
      code.append(character)
    }
    return code
  }
}

extension StringProtocol {
  /// Without spaces, tabs and line ends around it.
  func trimmingBlanks() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
