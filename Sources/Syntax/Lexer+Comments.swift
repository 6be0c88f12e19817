import Diagnostics

/// Comments of other languages, and what begins like one: `//`, `/* … */` and `--`.
extension Lexer {
  /// `// why`, or `tokens // 2` as Python divides.
  mutating func mendSlashes() {
    let start = index
    if dividesNumber(behind: start + 2) {
      mendSign(2, "`/` divides, and the result has its decimals", .op(.divide), "/")
      return
    }
    report(
      "C0116", "a comment begins with `#`", Span(start, start + 2), label: "from another language",
      help: "write it like this", edits: [.init(Span(start, start + 2), "#")])
    comment(markLength: 2)
  }

  /// Whether `//` stands between two terms, as Python writes a division: nobody comments a stage with a number.
  private func dividesNumber(behind offset: Int) -> Bool {
    guard let last = tokens.last, !isFirstOnLine else { return false }
    switch last.kind {
    case .word, .column, .number, .closeParenthesis: break
    default: return false
    }
    var next = offset
    while next < bytes.count, bytes[next] == 0x20 { next += 1 }
    guard next < bytes.count, Bytes.isDigit(bytes[next]) else { return false }
    if isInsideComparison || isInsideAssignment { return true }
    while next < bytes.count, Bytes.isDigit(bytes[next]) || bytes[next] == 0x20 { next += 1 }
    return next < bytes.count && "<>=!".utf8.contains(bytes[next])
  }

  /// `/* … */`, up to the end of the line if it is not closed there.
  mutating func mendBlockComment() {
    let start = index
    let end = lineEnd(from: start)
    var close = start + 2
    while close + 1 < end, bytes[close] != UInt8(ascii: "*") || bytes[close + 1] != UInt8(ascii: "/") { close += 1 }
    let isClosed = close + 1 < end
    let stop = isClosed ? close + 2 : end
    let isLast = bytes[stop..<end].allSatisfy(Bytes.isBlank)
    let inner = text(start + 2, isClosed ? close : end).split(separator: " ").joined(separator: " ")
    report(
      "C0116", "a comment begins with `#`", Span(start, start + 2), label: "from another language",
      help: isLast ? "write it like this" : "leave it out",
      edits: [.init(Span(start, stop), isLast ? "# \(inner)" : "")])
    skip(to: stop)
  }

  /// `--epochs 3`, or a comment in SQL's manner; false for two minus signs in an expression (`--5`).
  mutating func mendDashes() -> Bool {
    let start = index
    if Bytes.isLetter(byte(2)) {
      var end = start + 2
      while end < bytes.count, Bytes.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
      let name = text(start + 2, end).replacing("-", with: "_")
      report(
        "C0115", "options are bare words", Span(start, end), label: "written without dashes",
        help: "write the option's name and its value", edits: [.init(Span(start, end), name)])
      index = end
      emit(.word(name), from: start)
      return true
    }
    guard byte(2) == 0x20 || byte(2) == 0x0A || start + 2 >= bytes.count else { return false }
    report(
      "C0116", "a comment begins with `#`", Span(start, start + 2), label: "from another language",
      help: "write it like this", edits: [.init(Span(start, start + 2), "#")])
    comment(markLength: 2)
    return true
  }
}
