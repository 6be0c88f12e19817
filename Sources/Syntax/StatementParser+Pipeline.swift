import Diagnostics

extension StatementParser {
  /// Blocks may stand in blocks this deep.
  static var blockLimit: Int { 64 }

  /// - Parameter isCellStart: the range begins the source, where a cell may begin with `|`.
  mutating func pipeline(_ range: Range<Int>, isCellStart: Bool = false) -> PipelineSyntax? {
    guard !range.isEmpty else { return nil }
    var result = PipelineSyntax(stages: [], span: span(range))
    let segments = split(range, at: .pipe)
    for (number, segment) in segments.enumerated() {
      if segment.isEmpty {
        emptySegment(number, of: segments, in: range, isCellStart: isCellStart, into: &result)
      } else if number == 0, tokens[segment.lowerBound].kind == .openBrace, let close = partner[segment.lowerBound] {
        if let block = block(segment.lowerBound, close) { result.head = .block(block) }
        if close + 1 < segment.upperBound {
          report(
            "C0133", "after a block comes `|` or the end of the line", tokens[close + 1].span, label: "misplaced",
            help: "pass the block's value on", edits: [.init(.empty(at: tokens[close].span.upper), " |")])
        }
      } else if let stage = stage(segment) {
        result.stages.append(stage)
      }
    }
    return result.stages.isEmpty && result.headBlock == nil ? nil : result
  }

  private mutating func emptySegment(
    _ number: Int, of segments: [Range<Int>], in range: Range<Int>, isCellStart: Bool, into result: inout PipelineSyntax
  ) {
    if number == 0 {
      let pipe = tokens[range.lowerBound].span
      if isCellStart, mode == .prompt {
        let place = Span.empty(at: pipe.lower)
        result.stages.append(StageSyntax(name: "_", nameSpan: place, arguments: [], span: place))
      } else {
        report(
          "C0125", "nothing comes before this `|`", pipe, label: "a pipeline begins with a stage or a name",
          notes: isCellStart ? ["a line may begin with `|` only at the prompt, where it means `_ | …`"] : [])
      }
      return
    }
    let pipe = tokens[segments[number].lowerBound - 1].span
    if number == segments.count - 1 {
      let previous = segments[number - 1]
      let end = previous.isEmpty ? pipe.lower : tokens[previous.upperBound - 1].span.upper
      report(
        "C0122", "nothing follows this `|`", pipe, label: "expected a stage", help: "leave it out",
        edits: [.init(Span(end, pipe.upper), "")])
    } else {
      let next = tokens[segments[number].upperBound].span
      report(
        "C0122", "there is nothing between these two `|`", pipe.union(next), label: "expected a stage",
        help: "one is enough", edits: [.init(Span(pipe.upper, next.upper), "")])
    }
  }

  private mutating func stage(_ range: Range<Int>) -> StageSyntax? {
    let first = tokens[range.lowerBound]
    guard let name = first.word, !ReservedWords.all.contains(name) else {
      reportStageStart(range)
      return nil
    }
    let rest = range.lowerBound + 1..<range.upperBound
    if let start = rest.first, !beginsArguments(tokens[start]) {
      reportArgumentStart(range, name: name)
      return nil
    }
    let arguments = redirected(self.arguments(rest))
    return StageSyntax(name: name, nameSpan: first.span, arguments: arguments, span: span(range))
  }

  private mutating func reportStageStart(_ range: Range<Int>) {
    let first = tokens[range.lowerBound]
    switch first.kind {
    case .word(let word) where ReservedWords.statements.contains(word):
      report(
        "C0126", "`\(word)` begins a statement", first.span, label: "not allowed inside a pipeline",
        notes: ["a statement is written on a line of its own"])
    case .string where range.count == 1:
      report(
        "C0123", "a stage begins with its name", first.span, label: "a string is not a stage",
        help: "the stage `load` reads a file", edits: [.init(.empty(at: first.span.lower), "load ")])
    case .variable(let name) where CellReference(word: name) == nil && !(name.utf8.first.map(Bytes.isDigit) ?? true):
      report(
        "C0123", "a stage begins with its name", first.span, label: "`$` marks a scalar",
        help: "a bound name is written without `$`", edits: [.init(first.span, name)])
    case .openParenthesis:
      var edits: [Diagnostic.Edit] = []
      if let close = partner[range.lowerBound] {
        edits = [.init(first.span, "{ "), .init(tokens[close].span, " }")]
      }
      report(
        "C0123", "a pipeline inside a pipeline is written in braces", first.span, label: "parentheses group numbers",
        help: "write it like this", edits: edits)
    default:
      report(
        "C0123", "a stage begins with its name", first.span, label: "found \(words(for: first))")
    }
  }

  private mutating func reportArgumentStart(_ range: Range<Int>, name: String) {
    let sign = tokens[range.lowerBound + 1]
    let rest = range.lowerBound + 2..<range.upperBound
    if sign.isOperator(.greater), let target = rest.first, rest.count == 1 {
      let span = sign.span.union(tokens[target].span)
      switch tokens[target].kind {
      case .string(let literal):
        diagnostics.append(FamiliarMistakes.redirection(to: literal.plain ?? "file", at: span))
        return
      case .word(let word):
        diagnostics.append(FamiliarMistakes.redirection(to: word, at: span))
        return
      default: break
      }
    }
    if sign.isOperator(.divide) {
      let arguments = self.arguments(range.lowerBound + 1..<range.upperBound)
      if let path = FamiliarMistakes.path(in: arguments, at: 0) {
        diagnostics.append(FamiliarMistakes.unquotedPath(path.text, at: path.span))
        return
      }
    }
    if sign.kind == .colon {
      reportColon(sign)
      return
    }
    var notes = ["`\(name)` is followed by its arguments"]
    if sign.isOperator(.times), ["select", "show", "count"].contains(name.lowercased()) {
      notes = [
        "rows have all their columns: `show` takes those that are named",
        "SQL's `select a from x where b` is `load \"x\" | where b | show a`",
      ]
    } else if case .op(let op) = sign.kind, op.isComparison, range.lowerBound > 0,
      tokens[range.lowerBound - 1].kind == .pipe
    {
      notes = ["behind `|` stands a stage: two conditions are joined by `or` or `and`"]
    }
    report(
      "C0134", "\(words(for: sign)) needs something before it", sign.span, label: "misplaced", notes: notes)
  }

  /// Takes `> "file.json"` off the end of a stage's arguments and reports it.
  private mutating func redirected(_ arguments: [Argument]) -> [Argument] {
    guard arguments.count >= 2, arguments[arguments.count - 2].isOperator(.greater),
      case .string(let literal) = arguments[arguments.count - 1].kind, let path = literal.plain,
      FamiliarMistakes.isFileName(path)
    else { return arguments }
    let span = arguments[arguments.count - 2].span.union(arguments[arguments.count - 1].span)
    diagnostics.append(FamiliarMistakes.redirection(to: path, at: span))
    return Array(arguments.dropLast(2))
  }

  /// Arguments begin with a term, a sign, a bracket or a block; an operator needs a left side.
  func beginsArguments(_ token: Token) -> Bool {
    switch token.kind {
    case .op(let sign): sign == .minus
    case .comma, .colon, .pipe, .closeParenthesis, .closeBrace: false
    default: true
    }
  }

  /// The flat list of a stage, up to the end of the range.
  mutating func arguments(_ range: Range<Int>) -> [Argument] {
    var result: [Argument] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    var outerParenthesis: Int?
    var hasReportedPipe = false
    while index < range.upperBound {
      let token = tokens[index]
      func add(_ kind: Argument.Kind) {
        result.append(Argument(kind, span: token.span, spaceBefore: token.spaceBefore))
      }
      switch token.kind {
      case .word(let text): add(.word(text))
      case .column(let text): add(.column(text))
      case .number(let number): add(.number(number))
      case .string(let string): add(.string(string))
      case .variable(let name): add(.variable(name))
      case .op(let sign): add(.op(sign))
      case .comma: add(.comma)
      case .openParenthesis:
        if outerParenthesis == nil { outerParenthesis = index }
        add(.openParenthesis)
      case .closeParenthesis:
        if let outer = outerParenthesis, partner[outer] == index { outerParenthesis = nil }
        add(.closeParenthesis)
      case .openBrace:
        guard let close = partner[index] else { break }
        if let block = block(index, close) {
          result.append(Argument(.block(block), span: block.span, spaceBefore: token.spaceBefore))
        }
        index = close
      case .pipe:
        if !hasReportedPipe { reportPipe(token, in: outerParenthesis) }
        hasReportedPipe = true
      case .colon: reportColon(token)
      case .closeBrace: break
      }
      index += 1
    }
    return result
  }

  private mutating func reportPipe(_ token: Token, in outer: Int?) {
    var edits: [Diagnostic.Edit] = []
    if let outer, let close = partner[outer] {
      edits = [.init(tokens[outer].span, "{ "), .init(tokens[close].span, " }")]
    }
    report(
      "C0130", "a pipeline inside a pipeline is written in braces", token.span, label: "`|` inside parentheses",
      help: "write it like this", edits: edits)
  }

  private mutating func reportColon(_ token: Token) {
    report(
      "C0137", "`:` is allowed only between a parameter of `def` and its type", token.span, label: "misplaced")
  }

  private mutating func block(_ open: Int, _ close: Int) -> BlockSyntax? {
    let span = tokens[open].span.union(tokens[close].span)
    if open + 1 == close {
      report("C0131", "this block is empty", span, label: "expected a stage or a name")
      return nil
    }
    guard blockDepth < Self.blockLimit else {
      report("C0132", "blocks are nested too deeply", tokens[open].span, label: "more than \(Self.blockLimit)")
      return nil
    }
    blockDepth += 1
    defer { blockDepth -= 1 }
    return pipeline(open + 1..<close).map { BlockSyntax(pipeline: $0, span: span) }
  }

  /// What a token is, in the user's words.
  func words(for token: Token) -> String {
    switch token.kind {
    case .word(let text): "the word `\(text)`"
    case .column: "a column"
    case .number: "a number"
    case .string: "a string"
    case .variable: "a scalar"
    case .op, .comma, .colon, .pipe, .openParenthesis, .closeParenthesis, .openBrace, .closeBrace:
      "`\(source.text(token.span))`"
    }
  }
}
