import Diagnostics

/// Strings in single or curly quotes.
extension Lexer {
  /// - Parameter openingLength: of the mark at the current byte, in bytes.
  mutating func mendQuotes(openingLength: Int) {
    let start = index
    let end = lineEnd(from: start)
    var close = start + openingLength
    var closingLength = 0
    while close < end {
      if bytes[close] == bytes[start], openingLength == 1 { closingLength = 1 }
      if openingLength > 1, bytes[close] == UInt8(ascii: "\"") { closingLength = 1 }
      if openingLength > 1, let found = lookAlike(at: close), found.meaning == "\"" { closingLength = found.length }
      if closingLength > 0 { break }
      close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1
    }
    close = min(close, end)
    if closingLength == 0 { close = stageEnd(from: start + openingLength, to: end) }
    report(
      "C0104", openingLength == 1 ? "strings are written in double quotes" : "these are not plain quotes",
      Span(start, close + closingLength), label: openingLength == 1 ? "single quotes" : "curly quotes",
      help: "write it like this",
      edits: [
        .init(Span(start, start + openingLength), "\""), .init(Span(close, close + closingLength), "\""),
      ])
    let parts = contents(start + openingLength, close)
    index = close + closingLength
    emit(.string(StringLiteral(parts: parts)), from: start)
  }
}
