import Diagnostics

/// Untrusted text in a Markdown file: rendered, it shows as it is, and does nothing.
public enum MarkdownText {
  /// The text of a table's cell, on one line. What cannot be seen is written out; what Markdown or HTML would take for
  /// markup, a link or a picture is taken from it.
  public static func cell(_ text: String) -> String {
    var cell = ""
    for scalar in DisplayText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": cell += "&amp;"
      case "<": cell += "&lt;"
      case ">": cell += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "@": cell += "\\" + String(scalar)
      default: cell.unicodeScalars.append(scalar)
      }
    }
    // Bare addresses become links of themselves.
    return cell.replacing("://", with: "\\://").replacing("www.", with: "www\\.")
  }

  /// Lines as they are, between fences that nothing in them can end.
  /// - Parameter language: what the block is in, for whoever colours it.
  public static func block(_ lines: [String], language: String = "") -> String {
    let shown = lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map { DisplayText.escaped(String($0)) }
    }
    let body = shown.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    let fence = fence(for: body)
    return "\(fence)\(language)\n\(body)\n\(fence)\n"
  }

  /// Longer than any run of backticks inside.
  private static func fence(for text: String) -> String {
    var (longest, run) = (2, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return String(repeating: "`", count: longest + 1)
  }
}
