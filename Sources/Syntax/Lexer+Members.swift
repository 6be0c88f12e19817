import Diagnostics

/// Methods and attributes of objects.
extension Lexer {
  /// `question.contains("a")`, `row.topic`, `df.head()`: of objects; false for anything else with a point in it.
  mutating func mendMember(_ run: String, _ span: Span) -> Bool {
    let parts = run.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ Self.isWord($0) }) else { return false }
    if byte() == UInt8(ascii: "(") {
      let open = index
      let isEmpty = byte(1) == UInt8(ascii: ")")
      let (begins, isBehindPipe) = beginsStage(at: span.lower)
      if begins {
        if isEmpty, parts[1] == "head", !isBehindPipe {
          report(
            "C0113", "`\(parts[0])` has no functions of its own", Span(span.lower, open + 2),
            label: "of another language", help: "a value goes through stages",
            edits: [.init(Span(span.lower, open + 2), "\(parts[0]) | take 5")])
          emit(.word(parts[0]), from: span.lower)
          skip(to: open + 2)
          return true
        }
        // What the pipe brings needs no name.
        let stage = isBehindPipe ? parts[1] : "\(parts[0]) | \(parts[1])"
        report(
          "C0113", "`\(parts[0])` has no functions of its own", span, label: "of another language",
          help: "a value goes through stages", edits: [.init(span, stage)])
        if !isBehindPipe {
          emit(.word(parts[0]), from: span.lower)
          emit(.pipe, from: span.lower)
        }
        emit(.word(parts[1]), from: span.lower)
        return true
      }
      report(
        "C0113", "a function is called with all its values in parentheses", span, label: "of another language",
        help: "write it like this",
        edits: [.init(Span(span.lower, open + 1), "\(parts[1])(\(parts[0])\(isEmpty ? "" : ", ")")])
      // As it is mended.
      emit(.word(parts[1]), from: span.lower)
      take(1, .openParenthesis)
      emit(.word(parts[0]), from: span.lower)
      if !isEmpty { emit(.comma, from: span.lower) }
      return true
    }
    if let stage = Self.attributes[parts[1]], beginsStage(at: span.lower) == (true, false) {
      report(
        "C0113", "`\(parts[0])` has no attributes", span, label: "of another language",
        help: "a value goes through stages", edits: [.init(span, "\(parts[0]) | \(stage)")])
      emit(.word(parts[0]), from: span.lower)
      emit(.pipe, from: span.lower)
      emit(.word(stage), from: span.lower)
      return true
    }
    if ["length", "len", "size"].contains(parts[1]), isOperand(upTo: index) || isInsideComparison {
      report(
        "C0113", "a column has no attributes", span, label: "of another language", help: "write it like this",
        edits: [.init(span, "len(\(parts[0]))")])
      emit(.word("len"), from: span.lower)
      emit(.openParenthesis, from: span.lower)
      emit(.word(parts[0]), from: span.lower)
      emit(.closeParenthesis, from: span.lower)
      return true
    }
    guard ["row", "it", "df", "x", "self", "item", "r", "d", "t", "rows", "data", "ds"].contains(parts[0]),
      isOperand(upTo: index) || tokens.last?.isOpening == true || isInsideComparison || isInsideAssignment
    else { return false }
    report(
      "C0113", "a column is called by its name alone", span, label: "of another language",
      help: "write it like this", edits: [.init(span, parts[1])])
    emit(.word(parts[1]), from: span.lower)
    return true
  }

  /// `lower(question).contains("a")`, `lower(question).length`: of what a function gives; false for anything else behind a bracket.
  mutating func mendMemberOfCall() -> Bool {
    let point = index
    guard bytes[point] == UInt8(ascii: "."), Bytes.isLetter(byte(1)), let first = startOfCall(endingAt: point) else {
      return false
    }
    var end = point + 1
    while end < bytes.count, Bytes.isWord(bytes[end]) { end += 1 }
    let start = tokens[first].span.lower
    let isCalled = end < bytes.count && bytes[end] == UInt8(ascii: "(")
    var name = text(point + 1, end)
    if beginsStage(at: start).begins {
      guard isCalled else { return false }
      report(
        "C0113", "what a stage gives has no functions of its own", Span(point, end), label: "of another language",
        help: "a value goes through stages", edits: [.init(Span(point, point + 1), " | ")])
      take(1, .pipe)
      return true
    }
    let isLength = ["length", "len", "size"].contains(name)
    guard isCalled || isLength else { return false }
    if isLength { name = "len" }
    let isEmpty = isCalled && end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: ")")
    // Of a call with more values the bracket that closes it closes the function's.
    let behind = isCalled ? isEmpty ? (end + 2, ")") : (end + 1, ", ") : (end, ")")
    report(
      "C0113", "a function is called with all its values in parentheses", Span(point, end),
      label: "of another language",
      help: "write it like this",
      edits: [.init(.empty(at: start), "\(name)("), .init(Span(point, behind.0), behind.1)])
    // As it is mended.
    var function = tokens[first]
    function.kind = .word(name)
    let opening = Token(kind: .openParenthesis, span: function.span, spaceBefore: false, lineBreakBefore: false)
    tokens[first] = Token(kind: tokens[first].kind, span: function.span, spaceBefore: false, lineBreakBefore: false)
    tokens.insert(contentsOf: [function, opening], at: first)
    depth += 1
    index = behind.0
    emit(isCalled && !isEmpty ? .comma : .closeParenthesis, from: point)
    return true
  }

  /// Where the function stands, or without one the bracket, whose call ends directly before an offset; nil where none does.
  private func startOfCall(endingAt offset: Int) -> Int? {
    guard !isAfterBlank, let last = tokens.last, last.kind == .closeParenthesis, last.span.upper == offset else {
      return nil
    }
    var nesting = 0
    for place in tokens.indices.reversed() {
      if tokens[place].kind == .closeParenthesis { nesting += 1 }
      if tokens[place].kind == .openParenthesis { nesting -= 1 }
      guard nesting == 0 else { continue }
      let isCall = place > 0 && tokens[place - 1].word != nil && !tokens[place].spaceBefore
      return isCall ? place - 1 : place
    }
    return nil
  }

  /// What says the same as an attribute of a table.
  private static let attributes = [
    "shape": "count", "size": "count", "columns": "columns", "dtypes": "columns", "info": "describe",
  ]

  static func isWord(_ text: String) -> Bool {
    text.utf8.first.map { Bytes.isLetter($0) } ?? false && text.utf8.allSatisfy(Bytes.isWord)
  }
}
