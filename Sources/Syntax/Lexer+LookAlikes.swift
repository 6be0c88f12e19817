import Diagnostics

/// Characters that editors and web pages put in the place of plain ones.
extension Lexer {
  struct LookAlike {
    var name: String
    var meaning: String
    var length: Int
  }

  /// The character at an offset, if it is one that editors and web pages put in the place of a plain one.
  func lookAlike(at offset: Int) -> LookAlike? {
    let length = DisplayText.sequenceLength(bytes[...], at: offset) ?? 1
    guard length > 1 else { return nil }
    let known: (String, String)? =
      switch text(offset, offset + length) {
      case "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{2033}", "\u{00AB}",
        "\u{00BB}", "\u{FF02}":
        ("a quotation mark", "\"")
      case "\u{00A0}", "\u{202F}", "\u{2007}", "\u{3000}": ("a no-break or wide space", " ")
      case "\u{2028}", "\u{2029}", "\u{0085}": ("a line separator", "\n")
      case "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}",
        "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}":
        ("an invisible character", "")
      case "\u{2212}", "\u{2013}", "\u{2014}", "\u{FF0D}": ("a dash", "-")
      case "\u{2264}": ("`≤`", "<=")
      case "\u{2265}": ("`≥`", ">=")
      case "\u{2260}": ("`≠`", "!=")
      case "\u{00D7}": ("`×`", "*")
      case "\u{00F7}": ("`÷`", "/")
      case "\u{FF5C}", "\u{00A6}", "\u{2502}": ("a vertical bar", "|")
      case "\u{FF08}": ("a wide bracket", "(")
      case "\u{FF09}": ("a wide bracket", ")")
      case "\u{FF0C}": ("a wide comma", ",")
      case "\u{2026}": ("`…`", "...")
      default: nil
      }
    return known.map { LookAlike(name: $0.0, meaning: $0.1, length: length) }
  }

  /// Mends a look-alike at the current byte; false if it is none.
  mutating func mendLookAlike() -> Bool {
    guard let found = lookAlike(at: index) else { return false }
    if found.meaning == "\"" {
      mendQuotes(openingLength: found.length)
      return true
    }
    let span = Span(index, index + found.length)
    if found.meaning == "..." {
      report("C0109", "`…` means nothing here", span, label: "not part of the language")
      skip(to: span.upper)
      return true
    }
    let help = found.meaning.isEmpty ? "leave it out" : "write the plain character"
    report(
      "C0109", "this is \(found.name), not the plain character", span, label: "looks like another", help: help,
      edits: [.init(span, found.meaning)])
    let kind: Token.Kind? =
      switch found.meaning {
      case "-": .op(.minus)
      case "<=": .op(.lessOrEqual)
      case ">=": .op(.greaterOrEqual)
      case "!=": .op(.notEqual)
      case "*": .op(.times)
      case "/": .op(.divide)
      case "|": .pipe
      case "(": .openParenthesis
      case ")": .closeParenthesis
      case ",": .comma
      default: nil
      }
    if let kind {
      take(found.length, kind)
    } else {
      skip(to: span.upper)
      if found.meaning == "\n" { breakStatement() }
    }
    return true
  }
}
