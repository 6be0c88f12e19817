import Diagnostics

/// `.` and `~` in no string: paths, patterns and numbers, and columns with a point in their name.
extension Lexer {
  /// `.` and `~` stand in no word: a path without quotes, or a column with a dot.
  mutating func mendPath() {
    if mendMemberOfCall() || mendPattern() { return }
    if bytes[index] == UInt8(ascii: "."), Bytes.isDigit(byte(1)), isAfterBlank || tokens.last?.isOpening == true {
      let start = index
      report(
        "C0106", "a number begins with a digit", Span(start, start + 1), label: "a digit is missing",
        help: "write it like this", edits: [.init(.empty(at: start), "0")])
      index += 1
      lexNumber()
      return
    }
    let dot = index
    let start = takeBack { kind in
      switch kind {
      case .word, .number, .op(.divide), .op(.minus): true
      default: false
      }
    }
    index = dot
    while index < bytes.count, !Bytes.isBlank(bytes[index]), !"\n|(){},\"`#;=<>".utf8.contains(bytes[index]) {
      index += 1
    }
    let run = text(start, index)
    let span = Span(start, index)
    if run.utf8.dropLast().allSatisfy(Bytes.isDigit), run.utf8.last == UInt8(ascii: "."), run.utf8.count > 1 {
      report(
        "C0106", "a number does not end in `.`", span, label: "a digit is missing", help: "write it like this",
        edits: [.init(span, String(run.dropLast()))])
      emit(.number(NumberLiteral(text: String(run.dropLast()), value: Double(run) ?? 0, unit: .none)), from: start)
      return
    }
    if mendMember(run, span) { return }
    if let last = tokens.last, last.isOperator(.greater), FamiliarMistakes.isFileName(run) {
      let redirection = Span(last.span.lower, index)
      diagnostics.append(FamiliarMistakes.redirection(to: run, at: redirection, needsPipe: true))
      tokens.removeLast()
      emit(.pipe, from: last.span.lower)
      emit(.word("save"), from: start)
      emit(.string(StringLiteral(run)), from: start)
    } else if isOperand(upTo: index) {
      report(
        "C0113", "a column with other characters is written in backticks", span, label: "`.` ends a word",
        help: "write it like this", edits: [.init(span, "`\(run)`")])
      emit(.column(run), from: start)
    } else {
      report(
        "C0113", "a path is written in quotes", span, label: "not a word", help: "write it like this",
        edits: [.init(span, "\"\(run)\"")])
      emit(.string(StringLiteral(run)), from: start)
    }
  }

  /// `load evol*.json`: a pattern, which an expression would read as a product; false for anything else.
  private mutating func mendPattern() -> Bool {
    guard let star = tokens.last(where: { $0.isOperator(.times) || $0.spaceBefore || $0.lineBreakBefore }),
      star.isOperator(.times)
    else { return false }
    var attempt = self
    let start = attempt.takeBack { kind in
      switch kind {
      case .word, .number, .op(.divide), .op(.minus), .op(.times): true
      default: false
      }
    }
    guard let stage = attempt.tokens.last?.word, ["load", "decontaminate", "use"].contains(stage) else { return false }
    while attempt.index < bytes.count, !Bytes.isBlank(bytes[attempt.index]),
      !"\n|(){},\"`#;=<>".utf8.contains(bytes[attempt.index])
    { attempt.index += 1 }
    let run = text(start, attempt.index)
    guard FamiliarMistakes.isFileName(run) else { return false }
    self = attempt
    report(
      "C0113", "a path is written in quotes", Span(start, index), label: "not a word", help: "write it like this",
      edits: [.init(Span(start, index), "\"\(run)\"")])
    emit(.string(StringLiteral(run)), from: start)
    return true
  }
}
