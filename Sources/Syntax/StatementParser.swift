import Diagnostics

/// Parses one statement at a time out of matched tokens. `StatementParser+Pipeline.swift` holds pipelines and stages.
struct StatementParser {
  let tokens: [Token]
  let partner: [Int: Int]
  let source: SourceText
  let mode: Parser.Mode
  var diagnostics: [Diagnostic] = []
  var blockDepth = 0

  init(lines: LineStructure, source: SourceText, mode: Parser.Mode) {
    tokens = lines.tokens
    partner = lines.partner
    self.source = source
    self.mode = mode
  }

  mutating func statement(_ range: Range<Int>) -> Statement? {
    let first = tokens[range.lowerBound]
    let rest = range.lowerBound + 1..<range.upperBound
    switch first.word {
    case "let": return letBinding(range, rest)
    case "param": return parameter(range, rest)
    case "def": return definition(range, rest)
    case "set": return setting(range, rest)
    case "use": return use(range, rest)
    case "explain":
      guard let pipeline = requiredPipeline(rest, after: first.span, for: "`explain` needs a pipeline to explain")
      else { return nil }
      return .explain(ExplainSyntax(pipeline: pipeline, span: span(range)))
    case "help": return help(range, rest)
    default:
      if reportsAssignmentWithoutLet(range) { return nil }
      return pipeline(range, isCellStart: range.lowerBound == 0).map(Statement.pipeline)
    }
  }

  // MARK: Statements

  private mutating func letBinding(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let (name, afterName) = self.name(rest, of: "let", form: "let name = pipeline") else { return nil }
    let value = equals(afterName, after: name.span)
    if value.count == 1, isLiteral(tokens[value.lowerBound]) {
      let keyword = tokens[range.lowerBound].span
      report(
        "C0124", "`let` names the value of a pipeline, not a scalar", tokens[value.lowerBound].span,
        label: "a scalar", help: "a scalar is a `param`, and is read as `$\(name.text)`",
        edits: [.init(keyword, "param")])
      return nil
    }
    guard let pipeline = requiredPipeline(value, after: end(of: rest, name.span), for: "`let` needs a pipeline to name")
    else { return nil }
    return .letBinding(LetSyntax(name: name, pipeline: pipeline, span: span(range)))
  }

  private mutating func parameter(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let (name, afterName) = self.name(rest, of: "param", form: "param name = default") else { return nil }
    let value = equals(afterName, after: name.span)
    let arguments = self.value(value, of: "`param`", after: end(of: rest, name.span))
    if arguments.isEmpty { return nil }
    return .parameter(ParameterSyntax(name: name, defaultValue: arguments, span: span(range)))
  }

  private mutating func setting(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let first = rest.first, let name = tokens[first].word else {
      report(
        "C0124", "`set` needs a name and a value", place(rest, after: tokens[range.lowerBound].span),
        label: "a setting's name is missing", notes: ["as in `set seed 7`"])
      return nil
    }
    let nameSyntax = NameSyntax(name, span: tokens[first].span)
    var valueRange = first + 1..<rest.upperBound
    if let sign = valueRange.first, tokens[sign].isOperator(.assign) {
      report(
        "C0134", "`set` takes the value without `=`", tokens[sign].span, label: "not needed", help: "leave it out",
        edits: [.init(Span(nameSyntax.span.upper, tokens[sign].span.upper), "")])
      valueRange = sign + 1..<rest.upperBound
    }
    let value = self.value(valueRange, of: "`set`", after: end(of: rest, nameSyntax.span))
    if value.isEmpty { return nil }
    return .setting(SettingSyntax(name: nameSyntax, value: value, span: span(range)))
  }

  private mutating func use(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let first = rest.first, case .string(let literal) = tokens[first].kind else {
      let after = tokens[range.lowerBound].span
      report(
        "C0124", "`use` needs the path of a script, in quotes", place(rest, after: after),
        label: "expected a path", notes: ["as in `use \"recipes.cact\"`"])
      return nil
    }
    guard let path = literal.plain else {
      report(
        "C0124", "the path of `use` is read before anything has a value", tokens[first].span,
        label: "`$` cannot be used here")
      return nil
    }
    nothingMore(first + 1..<rest.upperBound, after: "`use` and its path")
    return .use(UseSyntax(path: path, pathSpan: tokens[first].span, span: span(range)))
  }

  private mutating func help(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let first = rest.first else { return .help(HelpSyntax(topic: nil, span: span(range))) }
    guard let word = tokens[first].word else {
      report(
        "C0124", "`help` takes the name of a stage", tokens[first].span, label: "expected a name",
        notes: ["as in `help select`"])
      return nil
    }
    nothingMore(first + 1..<rest.upperBound, after: "`help` and one name")
    return .help(HelpSyntax(topic: NameSyntax(word, span: tokens[first].span), span: span(range)))
  }

  private mutating func definition(_ range: Range<Int>, _ rest: Range<Int>) -> Statement? {
    guard let (name, afterName) = self.name(rest, of: "def", form: "def name(parameters) = stages") else { return nil }
    var parameters: [DefinitionSyntax.Parameter] = []
    var next = afterName
    if let open = next.first, tokens[open].kind == .openParenthesis, let close = partner[open] {
      parameters = definitionParameters(open + 1..<close)
      next = close + 1..<rest.upperBound
    } else {
      report(
        "C0136", "`def` needs parentheses after the name", .empty(at: name.span.upper),
        label: "parameters, or none", help: "write them, even when they are empty",
        edits: [.init(.empty(at: name.span.upper), "()")])
    }
    let after = next.lowerBound > rest.lowerBound ? tokens[next.lowerBound - 1].span : name.span
    let bodyRange = equals(next, after: after)
    guard
      let body = requiredPipeline(bodyRange, after: end(of: rest, after), for: "`def` needs the stages it stands for")
    else { return nil }
    return .definition(DefinitionSyntax(name: name, parameters: parameters, body: body, span: span(range)))
  }

  private mutating func definitionParameters(_ range: Range<Int>) -> [DefinitionSyntax.Parameter] {
    if range.isEmpty { return [] }
    var parameters: [DefinitionSyntax.Parameter] = []
    for part in split(range, at: .comma) {
      guard let first = part.first else {
        let comma = min(part.lowerBound, range.upperBound - 1)
        report(
          "C0124", "a parameter is missing", tokens[max(comma, range.lowerBound)].span,
          label: "nothing beside this comma")
        continue
      }
      guard let word = tokens[first].word else {
        let message: String
        if case .variable = tokens[first].kind {
          message = "a parameter is declared without `$`"
        } else {
          message = "a parameter begins with its name"
        }
        report("C0124", message, tokens[first].span, label: "expected a name")
        continue
      }
      let name = NameSyntax(word, span: tokens[first].span)
      refuseReserved(name, of: "def")
      if let twin = parameters.first(where: { $0.name.text == word }) {
        diagnostics.append(
          Diagnostic(
            "C0135", "two parameters are named `\(word)`", at: name.span, label: "the second one",
            secondary: [.init(span: twin.name.span, text: "the first one")]))
      }
      var next = first + 1
      var type: NameSyntax?
      if next < part.upperBound, tokens[next].kind == .colon {
        if next + 1 < part.upperBound, let typeWord = tokens[next + 1].word {
          type = NameSyntax(typeWord, span: tokens[next + 1].span)
          next += 2
        } else {
          report(
            "C0124", "a type is missing after `:`", tokens[next].span, label: "expected a type",
            notes: ["as in `share: share = 40%`"])
          continue
        }
      }
      var value: [Argument] = []
      if next < part.upperBound {
        guard tokens[next].isOperator(.assign) else {
          report(
            "C0124", "after a parameter's name comes `= default`, or a comma", tokens[next].span,
            label: "expected `=` or `,`")
          continue
        }
        value = self.value(next + 1..<part.upperBound, of: "a default", after: tokens[next].span)
      }
      parameters.append(.init(name: name, type: type, defaultValue: value, span: span(part)))
    }
    return parameters
  }

  /// `x = load …` and `$x = 5`, as most languages have it; whether it was that.
  private mutating func reportsAssignmentWithoutLet(_ range: Range<Int>) -> Bool {
    guard range.count >= 2, tokens[range.lowerBound + 1].isOperator(.assign) else { return false }
    let first = tokens[range.lowerBound]
    let name: String
    switch first.kind {
    case .word(let text), .variable(let text): name = text
    default: return false
    }
    let value = range.lowerBound + 2..<range.upperBound
    let isScalar = value.count == 1 && isLiteral(tokens[value.lowerBound])
    let span = first.span.union(tokens[range.lowerBound + 1].span)
    if isScalar, FamiliarMistakes.assignedSettings.contains(name) {
      report(
        "C0128", "a setting is changed with `set`", span, label: "not a statement", help: "write it like this",
        edits: [.init(span, "set " + name)])
      return true
    }
    report(
      "C0128", isScalar ? "a parameter is declared with `param`" : "a name is given with `let`",
      span, label: "not a statement",
      help: "write it like this", edits: [.init(first.span, (isScalar ? "param " : "let ") + name)])
    if !isScalar { _ = pipeline(value) }
    return true
  }

  // MARK: Parts

  /// The name that a statement gives, and what follows it.
  private mutating func name(_ rest: Range<Int>, of keyword: String, form: String) -> (NameSyntax, Range<Int>)? {
    let after = tokens[rest.lowerBound - 1].span
    guard let first = rest.first, let word = tokens[first].word else {
      report(
        "C0124", "`\(keyword)` needs a name", place(rest, after: after), label: "expected a name",
        notes: ["the form is `\(form)`"])
      return nil
    }
    let name = NameSyntax(word, span: tokens[first].span)
    refuseReserved(name, of: keyword)
    return (name, first + 1..<rest.upperBound)
  }

  private mutating func refuseReserved(_ name: NameSyntax, of keyword: String) {
    if CellReference(word: name.text) != nil {
      report("C0127", "`\(name.text)` names a cell", name.span, label: "reserved")
    } else if ReservedWords.all.contains(name.text) {
      report("C0127", "`\(name.text)` is a word of the language", name.span, label: "reserved")
    }
  }

  /// `my-data = …`: the whole name as it could be written, and what follows the sign; nil where no dash follows a name directly.
  private func dashedName(_ range: Range<Int>, after: Span) -> (name: String, span: Span, rest: Range<Int>)? {
    var place = range.lowerBound
    var end = after.upper
    while place + 1 < range.upperBound, tokens[place].isOperator(.minus), tokens[place].span.lower == end,
      tokens[place + 1].word != nil, tokens[place + 1].span.lower == tokens[place].span.upper
    {
      end = tokens[place + 1].span.upper
      place += 2
    }
    guard end > after.upper, place < range.upperBound, tokens[place].isOperator(.assign) else { return nil }
    let span = Span(after.lower, end)
    return (source.text(span).replacing("-", with: "_"), span, place + 1..<range.upperBound)
  }

  /// Steps over `=`, or reports that it is missing.
  private mutating func equals(_ range: Range<Int>, after: Span) -> Range<Int> {
    guard let first = range.first, tokens[first].isOperator(.assign) else {
      if let first = range.first, tokens[first].isOperator(.equal) {
        report(
          "C0124", "`==` compares; a name is given with `=`", tokens[first].span, label: "expected `=`",
          help: "write it", edits: [.init(tokens[first].span, "=")])
        return first + 1..<range.upperBound
      } else if let dashed = dashedName(range, after: after) {
        report(
          "C0124", "a name has no dash in it", dashed.span, label: "a dash", help: "an underscore joins them",
          edits: [.init(dashed.span, dashed.name)])
        return dashed.rest
      } else if !range.isEmpty {
        report(
          "C0124", "`=` is missing", tokens[range.lowerBound].span, label: "expected `=` before this",
          help: "write it", edits: [.init(.empty(at: after.upper), " =")])
      }
      return range
    }
    return first + 1..<range.upperBound
  }

  /// A scalar, as a flat list; empty after an error.
  private mutating func value(_ range: Range<Int>, of owner: String, after: Span) -> [Argument] {
    guard let first = range.first else {
      report("C0124", "\(owner) needs a value", place(range, after: after), label: "expected a value")
      return []
    }
    guard beginsArguments(tokens[first]) else {
      report("C0134", "a value cannot begin with \(words(for: tokens[first]))", tokens[first].span, label: "misplaced")
      return []
    }
    let arguments = self.arguments(range)
    for argument in arguments {
      switch argument.kind {
      case .block, .comma:
        report("C0133", "\(owner) takes one value", argument.span, label: "not part of a value")
        return []
      default: break
      }
    }
    return arguments
  }

  private mutating func requiredPipeline(_ range: Range<Int>, after: Span, for message: String) -> PipelineSyntax? {
    if range.isEmpty {
      report("C0124", message, .empty(at: after.upper), label: "expected a stage or a name")
      return nil
    }
    return pipeline(range)
  }

  private mutating func nothingMore(_ range: Range<Int>, after: String) {
    guard !range.isEmpty else { return }
    report("C0133", "nothing can follow \(after)", span(range), label: "too much")
  }

  // MARK: Helpers

  func span(_ range: Range<Int>) -> Span {
    Span(tokens[range.lowerBound].span.lower, tokens[range.upperBound - 1].span.upper)
  }

  /// The first token of a range, or the place where it would stand.
  private func place(_ range: Range<Int>, after: Span) -> Span {
    range.isEmpty ? .empty(at: after.upper) : tokens[range.lowerBound].span
  }

  private func end(of range: Range<Int>, _ fallback: Span) -> Span {
    range.isEmpty ? fallback : tokens[range.upperBound - 1].span
  }

  private func isLiteral(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .string: true
    default: false
    }
  }

  /// Cuts a range at a sign that stands outside brackets; n signs make n + 1 parts.
  func split(_ range: Range<Int>, at kind: Token.Kind) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if tokens[index].isOpening, let close = partner[index] {
        index = close
      } else if tokens[index].kind == kind {
        parts.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    return parts + [start..<range.upperBound]
  }

  mutating func report(
    _ code: Diagnostic.Code, _ message: String, _ span: Span, label: String = "", notes: [String] = [],
    help: String? = nil, edits: [Diagnostic.Edit] = []
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: span, label: label, notes: notes,
        helps: help.map { [Diagnostic.Help($0, edits: edits)] } ?? []))
  }
}
