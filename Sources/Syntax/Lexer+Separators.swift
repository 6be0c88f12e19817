import Diagnostics

/// What ends or joins statements in other languages: `;`, `&&`, `||` and `&`.
extension Lexer {
  mutating func mendSemicolon() {
    let span = Span(index, index + 1)
    let around = spanWithBlanks(span)
    let isLast = around.upper >= lineEnd(from: index) || bytes[around.upper] == UInt8(ascii: "#")
    report(
      "C0112", "`;` does not end a statement", span, label: "a statement ends with its line",
      help: isLast ? "leave it out" : "begin a new line",
      edits: [.init(isLast ? span : around, isLast ? "" : "\n")])
    skip(to: span.upper)
    breakStatement()
  }

  mutating func mendAnd() {
    let span = Span(index, index + 2)
    if isInsideComparison {
      mendSign(2, "`&&` is written `and`", .word("and"), "and")
      return
    }
    report(
      "C0110", "`&&` does not join statements", span, label: "a statement ends with its line",
      help: "begin a new line", edits: [.init(spanWithBlanks(span), "\n")])
    skip(to: span.upper)
    breakStatement()
  }

  mutating func mendOr() {
    if isInsideComparison {
      mendSign(2, "`||` is written `or`", .word("or"), "or")
      return
    }
    let span = Span(index, index + 2)
    report(
      "C0111", "`||` is not an operator", span, label: "one `|` passes a value on", help: "write one `|`",
      edits: [.init(span, "|")])
    take(2, .pipe)
  }

  /// `d & count`, or `d | count &` as a shell runs it beside other work.
  mutating func mendBackground() {
    let end = lineEnd(from: index)
    guard bytes[(index + 1)..<end].allSatisfy(Bytes.isBlank) else {
      return mendSign(1, "`&` is written `|`", .pipe, "|")
    }
    report(
      "C0109", "`&` means nothing here", Span(index, index + 1), label: "lines run one after the other",
      help: "leave it out",
      edits: [.init(spanWithBlanks(Span(index, index + 1)), "")])
    skip(to: end)
  }
}
