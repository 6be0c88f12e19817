import Diagnostics

/// Lists in square brackets.
extension Lexer {
  mutating func mendSquare() {
    let start = index
    if bytes[start] == UInt8(ascii: "]") {
      if mendedSquares > 0 {
        mendedSquares -= 1
      } else {
        report("C0118", "`]` closes nothing", Span(start, start + 1), label: "no `[` before it")
        skip(to: start + 1)
        return
      }
      take(1, .closeParenthesis)
      return
    }
    var edits = [Diagnostic.Edit(Span(start, start + 1), "(")]
    var nesting = 0
    for offset in start..<lineEnd(from: start) {
      if bytes[offset] == UInt8(ascii: "[") { nesting += 1 }
      if bytes[offset] == UInt8(ascii: "]") {
        nesting -= 1
        if nesting == 0 {
          edits.append(.init(Span(offset, offset + 1), ")"))
          break
        }
      }
    }
    report(
      "C0118", "lists are written in parentheses", Span(start, start + 1), label: "square bracket",
      help: "write it like this", edits: edits)
    mendedSquares += 1
    take(1, .openParenthesis)
  }
}
