import Diagnostics

/// What people type who come from another tool. Each mistake is reported in its own words and mended in place.
extension Lexer {
  /// Reports and mends a familiar mistake at the current byte; false if there is none.
  mutating func mendMistake() -> Bool {
    let next = byte(1)
    switch bytes[index] {
    case UInt8(ascii: ":") where next == UInt8(ascii: "=") && !isFirstOnLine:
      mendSign(2, "`:=` is written `=`", .op(.assign), "=")
    case UInt8(ascii: ":") where isFirstOnLine && depth == 0, UInt8(ascii: "?") where isFirstOnLine && depth == 0:
      mendCommand()
    case UInt8(ascii: ";"): mendSemicolon()
    case UInt8(ascii: "&") where next == UInt8(ascii: "&"): mendAnd()
    case UInt8(ascii: "|") where next == UInt8(ascii: "|"): mendOr()
    case UInt8(ascii: "|") where next == UInt8(ascii: ">"):
      mendSign(2, "`|>` is written `|`", .pipe, "|")
    case UInt8(ascii: "-") where next == UInt8(ascii: ">"):
      mendSign(2, "`->` is written `|`", .pipe, "|")
    case UInt8(ascii: "&") where isInsideComparison:
      mendSign(1, "`&` is written `and`", .word("and"), "and")
    case UInt8(ascii: "&") where !isFirstOnLine: mendBackground()
    case UInt8(ascii: "%") where next == UInt8(ascii: ">") && byte(2) == UInt8(ascii: "%"):
      mendSign(3, "`%>%` is written `|`", .pipe, "|")
    case UInt8(ascii: "!") where isFirstOnLine && depth == 0 && Bytes.isLetter(next),
      UInt8(ascii: "%") where isFirstOnLine && depth == 0:
      mendShellLine()
    case UInt8(ascii: "<") where next == UInt8(ascii: ">"):
      mendSign(2, "`<>` is written `!=`", .op(.notEqual), "!=")
    case UInt8(ascii: "=") where next == UInt8(ascii: "=") && byte(2) == UInt8(ascii: "="):
      mendSign(3, "`===` is written `==`", .op(.equal), "==")
    case UInt8(ascii: "=") where next == UInt8(ascii: ">"):
      mendSign(2, "`=>` is written `>=`", .op(.greaterOrEqual), ">=")
    case UInt8(ascii: "=") where next == UInt8(ascii: "<"):
      mendSign(2, "`=<` is written `<=`", .op(.lessOrEqual), "<=")
    case UInt8(ascii: "!") where Bytes.isLetter(next) || next == UInt8(ascii: "("):
      mendSign(1, "`!` is written `not`", .word("not"), "not ")
    case UInt8(ascii: "-") where next == UInt8(ascii: "-") && isAfterBlank: return mendDashes()
    case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
      let start = index
      if dividesNumber(behind: start + 2) {
        mendSign(2, "`/` divides, and the result has its decimals", .op(.divide), "/")
        return true
      }
      report(
        "C0116", "a comment begins with `#`", Span(start, start + 2), label: "from another language",
        help: "write it like this", edits: [.init(Span(start, start + 2), "#")])
      comment(markLength: 2)
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"): mendBlockComment()
    case UInt8(ascii: "'"): mendQuotes(openingLength: 1)
    case UInt8(ascii: "["): if !mendSubscript() { mendSquare() }
    case UInt8(ascii: "]"): mendSquare()
    case UInt8(ascii: "."), UInt8(ascii: "~"): mendPath()
    case UInt8(ascii: "\\") where lineEnd(from: index) == index + 1:
      report(
        "C0109", "`\\` does not join lines", Span(index, index + 1), label: "not needed",
        notes: ["a line continues when it ends in `|`, or when the next one begins with it"],
        help: "leave it out", edits: [.init(Span(index, index + 1), "")])
      skip(to: index + 1)
    default: return false
    }
    return true
  }

  /// `d & count`, or `d | count &` as a shell runs it beside other work.
  private mutating func mendBackground() {
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

  /// `!ls`, `%time d | count`: lines of other notebooks.
  private mutating func mendShellLine() {
    let start = index
    let line = Span(start, lineEnd(from: start))
    let words = text(start + 1, line.upper).split(separator: " ", maxSplits: 1).map(String.init)
    if bytes[start] == UInt8(ascii: "%"), words.count == 2, words[0].hasSuffix("time") || words[0].hasSuffix("timeit") {
      report(
        "C0109", "`%` means nothing here", Span(start, start + 1 + words[0].utf8.count),
        label: "what takes time says how long", help: "leave it out", edits: [.init(line, words[1])])
    } else {
      report(
        "C0109", "commands of a shell or of another notebook are not run here", line, label: "not part of the language",
        notes: ["`help` lists the stages; at the prompt, `:help` lists the notebook's commands"])
    }
    skip(to: line.upper)
  }

  /// `/* … */`, up to the end of the line if it is not closed there.
  private mutating func mendBlockComment() {
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

  private mutating func mendSign(_ count: Int, _ message: String, _ kind: Token.Kind, _ replacement: String) {
    let span = Span(index, index + count)
    report(
      "C0117", message, span, label: "from another language", help: "write it like this",
      edits: [.init(span, replacement)])
    take(count, kind)
  }

  /// Whether the stage that is being read compares something, so that `&&` means `and`.
  private var isInsideComparison: Bool {
    for token in tokens.reversed() {
      switch token.kind {
      case .pipe, .openBrace: return false
      case .op(let sign) where sign.isComparison: return true
      case .word(let word) where ReservedWords.operators.contains(word) || ReservedWords.textComparators.contains(word):
        return true
      default: break
      }
      if token.statementBreakBefore || (token.lineBreakBefore && depth == 0) { return false }
    }
    return false
  }

  private mutating func mendAnd() {
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

  private mutating func mendOr() {
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

  private mutating func mendSemicolon() {
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

  private func spanWithBlanks(_ span: Span) -> Span {
    var lower = span.lower
    var upper = span.upper
    while lower > 0, Bytes.isBlank(bytes[lower - 1]) { lower -= 1 }
    while upper < bytes.count, Bytes.isBlank(bytes[upper]) { upper += 1 }
    return Span(lower, upper)
  }

  /// `--epochs 3`, or a comment in SQL's manner; false for two minus signs in an expression (`--5`).
  private mutating func mendDashes() -> Bool {
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

  /// A string in single or curly quotes.
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

  private mutating func mendSquare() {
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

  /// `.` and `~` stand in no word: a path without quotes, or a column with a dot.
  private mutating func mendPath() {
    if mendPattern() { return }
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

  /// `question.contains("a")`, `row.topic`, `df.head()`: of objects; false for anything else with a point in it.
  private mutating func mendMember(_ run: String, _ span: Span) -> Bool {
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

  /// What says the same as an attribute of a table.
  private static let attributes = [
    "shape": "count", "size": "count", "columns": "columns", "dtypes": "columns", "info": "describe",
  ]

  private static func isWord(_ text: String) -> Bool {
    text.utf8.first.map { Bytes.isLetter($0) } ?? false && text.utf8.allSatisfy(Bytes.isWord)
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

  /// Whether the stage that is being read has assigned something: not the `=` that a statement gives a name with.
  private var isInsideAssignment: Bool {
    for (place, token) in tokens.enumerated().reversed() {
      switch token.kind {
      case .pipe, .openBrace: return false
      case .op(.assign):
        guard place >= 2, case .word = tokens[place - 1].kind, let word = tokens[place - 2].word else { return false }
        return !ReservedWords.statements.contains(word)
      default: if token.lineBreakBefore { return false }
      }
    }
    return false
  }

  /// Whether a stage begins at an offset, and whether a pipe brings it something: at the beginning of a line, behind a pipe, a brace or the
  /// `=` of a statement.
  func beginsStage(at offset: Int) -> (begins: Bool, isBehindPipe: Bool) {
    let before = bytes[..<offset].last { $0 != 0x20 && $0 != 0x09 }
    switch before {
    case nil, 0x0A, 0x0D: return (depth == 0, false)
    case UInt8(ascii: "|"), UInt8(ascii: "{"): return (true, true)
    case UInt8(ascii: "="): return (!isInsideAssignment, false)
    default: return (false, false)
    }
  }

  /// Whether an operator stands next to the place: what is there is a term of an expression.
  private func isOperand(upTo offset: Int) -> Bool {
    if case .op = tokens.last?.kind { return true }
    var next = offset
    while next < bytes.count, bytes[next] == 0x20 { next += 1 }
    return next < bytes.count && "<>=!+*%".utf8.contains(bytes[next])
  }

  /// `:save`, `?select`: commands of the notebook, which a script does not know.
  private mutating func mendCommand() {
    let start = index
    let end = lineEnd(from: start)
    let line = Span(start, end)
    let words = text(start + 1, end).split(separator: " ").map(String.init)
    let name = words.first ?? ""
    let rest = words.dropFirst().joined(separator: " ")
    let path = rest.isEmpty ? "file.cact" : rest.filter { $0 != "\"" }
    let message = "\(quoted(start, min(end, start + 1 + name.utf8.count))) is a command of the prompt"
    let help: (String, [Diagnostic.Edit])
    if bytes[start] == UInt8(ascii: "?") {
      help = ("the statement is `help`", [.init(line, name.isEmpty ? "help" : "help \(name)")])
    } else {
      switch name {
      case "help": help = ("the statement is `help`", [.init(line, rest.isEmpty ? "help" : "help \(rest)")])
      case "open": help = ("`use` reads another script", [.init(line, "use \"\(path)\"")])
      case "set", "settings", "cache": help = ("the statement is `set name value`, as in `set cache 20GB`", [])
      case "save", "export": help = ("the stage `save` keeps a value: `chosen | save \"chosen.jsonl\"`", [])
      case "rerun", "edit": help = ("a script runs from top to bottom: write the statement again", [])
      default: help = ("leave the line out", [.init(line, "")])
      }
    }
    report(
      "C0114", message, Span(start, min(end, start + 1 + name.utf8.count)), label: "not a statement", help: help.0,
      edits: help.1)
    skip(to: end)
  }

  // MARK: Characters that look like others

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
