import Diagnostics

/// Untrusted text in a page of HTML or SVG.
public enum Markup {
  /// Text that shows as it is and commands nothing, of a terminal or of a page, in an element or in a quoted attribute. Line breaks
  /// are written out unless they are kept.
  public static func escaped(_ text: String, keepNewlines: Bool = false) -> String {
    var out = ""
    for scalar in DisplayText.escaped(text, keepNewlines: keepNewlines).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
