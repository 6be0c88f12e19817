extension Parser {
  /// Statements up to a tag of one of these names, which is the current word then.
  mutating func statements(until ends: [String]) throws(SyntaxFault) -> [Statement] {
    var found: [Statement] = []
    while true {
      let token = current
      switch token.kind {
      case .data(let bytes):
        found.append(Statement(kind: .text(bytes), at: token.at))
        advance()
      case .outputBegin:
        advance()
        found.append(Statement(kind: .output(try tuple()), at: token.at))
        guard current.kind == .outputEnd else {
          throw SyntaxFault("expected '}}', found \(current.shown)", at: current.at)
        }
        advance()
      case .blockBegin:
        advance()
        if case .name(let name) = current.kind, ends.contains(name) { return found }
        try statement(into: &found)
        try expectBlockEnd()
      case .outputEnd, .blockEnd, .name, .string, .integer, .double, .symbol, .end:
        if ends.isEmpty { return found }
        throw SyntaxFault("the template ends before \(shown(ends))\(innermost)", at: token.at)
      }
    }
  }

  private var innermost: String {
    open.last.map { " of the block '\($0.tag)'" } ?? ""
  }

  private func shown(_ ends: [String]) -> String { ends.map { "'\($0)'" }.joined(separator: " or ") }

  private mutating func statement(into found: inout [Statement]) throws(SyntaxFault) {
    let token = current
    guard case .name(let tag) = token.kind else {
      throw SyntaxFault("expected the name of a tag, found \(token.shown)", at: token.at)
    }
    guard let known = Tag(rawValue: tag) else { throw unknown(tag, at: token.at) }
    advance()
    try enter()
    defer { leave() }
    switch known {
    case .if: found.append(try ifStatement(token.at))
    case .for: found.append(try forStatement(token.at))
    case .set: found.append(try setStatement(token.at))
    case .macro: found.append(try macroStatement(token.at))
    case .call: found.append(try callStatement(token.at))
    case .filter: found.append(try filterStatement(token.at))
    case .with: found.append(try withStatement(token.at))
    case .generation:
      let body = try functionBody("generation", "endgeneration")
      found.append(Statement(kind: .generation(body), at: token.at))
    case .print:
      while current.kind != .blockEnd {
        let isFirst = found.last?.at != token.at
        if !isFirst { try expect(.comma) }
        found.append(Statement(kind: .output(try expression()), at: token.at))
      }
    case .break, .continue:
      if loops == 0 { throw SyntaxFault("'\(tag)' outside of a loop", at: token.at) }
      found.append(Statement(kind: known == .break ? .breakLoop : .continueLoop, at: token.at))
    }
  }

  private enum Tag: String {
    case `if`, `for`, set, macro, call, filter, with, generation, print, `break`, `continue`
  }

  private static let refused: Set = ["include", "import", "from", "extends", "block", "autoescape"]

  private func unknown(_ tag: String, at: Int) -> SyntaxFault {
    if Self.refused.contains(tag) {
      return SyntaxFault(.unsupported("'\(tag)' is not supported: a chat template stands alone"), at: at)
    }
    let awaited = open.last.map { ": the block '\($0.tag)' awaits \(shown($0.ends))" } ?? ""
    return SyntaxFault("unknown tag '\(tag)'\(awaited)", at: at)
  }

  /// The body of a block, behind its tag; the end's name is the current word then.
  private mutating func body(_ tag: String, _ ends: [String]) throws(SyntaxFault) -> [Statement] {
    _ = skip(.colon)
    try expectBlockEnd()
    open.append((tag, ends))
    defer { open.removeLast() }
    return try statements(until: ends)
  }

  private mutating func body(_ tag: String, _ end: String) throws(SyntaxFault) -> [Statement] {
    let found = try body(tag, [end])
    advance()
    return found
  }

  /// A body that is a function to Jinja: no loop around it can be left from there.
  private mutating func functionBody(_ tag: String, _ end: String) throws(SyntaxFault) -> [Statement] {
    let around = loops
    loops = 0
    defer { loops = around }
    return try body(tag, end)
  }

  private mutating func ifStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    var branches: [(condition: Expression, body: [Statement])] = []
    var otherwise: [Statement] = []
    while true {
      let condition = try tuple(withConditional: false)
      branches.append((condition, try body("if", ["elif", "else", "endif"])))
      if skip(name: "elif") { continue }
      if skip(name: "else") { otherwise = try body("if", "endif") } else { advance() }
      return Statement(kind: .if(branches, else: otherwise), at: start)
    }
  }

  private mutating func forStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    let target = try self.target(ends: "in")
    try expect(name: "in")
    let items = try tuple(withConditional: false, end: "recursive")
    let condition = skip(name: "if") ? try expression() : nil
    let isRecursive = skip(name: "recursive")
    let before = mentions["loop"]
    loops += 1
    let body = try body("for", ["endfor", "else"])
    loops -= 1
    let usesLoop = mentions["loop"] != before
    let otherwise = isName("else") ? try elseBody() : []
    if isName("endfor") { advance() }
    if target.names.contains("loop") || Self.sets("loop", body) || Self.sets("loop", otherwise) {
      throw SyntaxFault("'loop' cannot be set within a loop", at: start)
    }
    return Statement(
      kind: .for(
        .init(
          target: target, items: items, condition: condition, isRecursive: isRecursive, body: body,
          otherwise: otherwise, usesLoop: usesLoop)), at: start)
  }

  private mutating func elseBody() throws(SyntaxFault) -> [Statement] {
    advance()
    return try body("for", ["endfor"])
  }

  /// Whether a statement among these sets a variable of this name, at any depth.
  private static func sets(_ name: String, _ statements: [Statement]) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .text, .output, .breakLoop, .continueLoop: false
      case .if(let branches, let otherwise): branches.contains { sets(name, $0.body) } || sets(name, otherwise)
      case .for(let loop):
        loop.target.names.contains(name) || sets(name, loop.body) || sets(name, loop.otherwise)
      case .set(let target, _): target.names.contains(name)
      case .setBlock(let target, _, let body): target.names.contains(name) || sets(name, body)
      case .macro(_, _, let body), .call(_, _, let body), .filter(_, let body), .with(_, let body),
        .generation(let body):
        sets(name, body)
      }
    }
  }

  private mutating func setStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    let target = try self.target(withNamespace: true)
    if skip(.assign) { return Statement(kind: .set(target, try tuple()), at: start) }
    let filter = try filters(of: nil)
    return Statement(kind: .setBlock(target, filter: filter, try body("set", "endset")), at: start)
  }

  private mutating func macroStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    let place = current.at
    let name = try expectName()
    if Self.constants.contains(name) { throw SyntaxFault("'\(name)' cannot be set", at: place) }
    var parameters = try signature()
    let body = try body(of: &parameters) { parser throws(SyntaxFault) in try parser.functionBody("macro", "endmacro") }
    return Statement(kind: .macro(name: name, parameters, body), at: start)
  }

  private mutating func callStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    var parameters = isSymbol(.leftParenthesis) ? try signature() : .init()
    let place = current.at
    let call = try expression()
    guard case .call = call.kind else { throw SyntaxFault("expected a call", at: place) }
    let body = try body(of: &parameters) { parser throws(SyntaxFault) in try parser.functionBody("call", "endcall") }
    return Statement(kind: .call(parameters, call, body), at: start)
  }

  /// A macro's body; which of the special names it speaks of is marked.
  private mutating func body(
    of parameters: inout Statement.Parameters, _ read: (inout Parser) throws(SyntaxFault) -> [Statement]
  ) throws(SyntaxFault) -> [Statement] {
    let before = mentions
    let body = try read(&self)
    parameters.usesCaller = mentions["caller"] != before["caller"]
    parameters.usesKeywords = mentions["kwargs"] != before["kwargs"]
    parameters.usesVariadic = mentions["varargs"] != before["varargs"]
    return body
  }

  private mutating func signature() throws(SyntaxFault) -> Statement.Parameters {
    var parameters = Statement.Parameters()
    try expect(.leftParenthesis)
    while !isSymbol(.rightParenthesis) {
      if !parameters.names.isEmpty { try expect(.comma) }
      let place = current.at
      let name = try expectName()
      if Self.constants.contains(name) { throw SyntaxFault("'\(name)' cannot be set", at: place) }
      if parameters.names.contains(name) { throw SyntaxFault("two parameters of the name '\(name)'", at: place) }
      if skip(.assign) {
        parameters.defaults.append(try expression())
      } else if !parameters.defaults.isEmpty {
        throw SyntaxFault("a parameter without default behind one that has one", at: place)
      }
      parameters.names.append(name)
      if parameters.names.count > JinjaLimits.names { throw tooManyNames(place) }
    }
    advance()
    return parameters
  }

  private mutating func filterStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    guard let filter = try filters(of: nil, beginsInside: true) else {
      throw SyntaxFault("expected a filter, found \(current.shown)", at: current.at)
    }
    return Statement(kind: .filter(filter, try body("filter", "endfilter")), at: start)
  }

  private mutating func withStatement(_ start: Int) throws(SyntaxFault) -> Statement {
    var values: [(Statement.Target, Expression)] = []
    while current.kind != .blockEnd, !isSymbol(.colon) {
      if !values.isEmpty { try expect(.comma) }
      let target = try self.target()
      try expect(.assign)
      values.append((target, try expression()))
    }
    return Statement(kind: .with(values, try body("with", "endwith")), at: start)
  }

  // MARK: Targets

  static let constants: Set = ["true", "false", "none", "True", "False", "None"]

  /// One target, or several between commas. `ends` is the name that stands behind it.
  mutating func target(withNamespace: Bool = false, ends: String? = nil) throws(SyntaxFault) -> Statement.Target {
    var targets = [try singleTarget(withNamespace)]
    var isTuple = false
    while skip(.comma) {
      isTuple = true
      if let ends, isName(ends) { break }
      if isSymbol(.rightParenthesis) || current.kind == .blockEnd { break }
      targets.append(try singleTarget(withNamespace))
    }
    return isTuple ? .tuple(targets) : targets[0]
  }

  private mutating func singleTarget(_ withNamespace: Bool) throws(SyntaxFault) -> Statement.Target {
    let place = current.at
    if skip(.leftParenthesis) {
      try enter()
      defer { leave() }
      let inner = try target()
      try expect(.rightParenthesis)
      return inner
    }
    guard case .name(let name) = current.kind else {
      throw SyntaxFault("expected a name to set, found \(current.shown)", at: place)
    }
    if Self.constants.contains(name) { throw SyntaxFault("'\(name)' cannot be set", at: place) }
    advance()
    if withNamespace, skip(.dot) { return .attribute(of: name, try expectName()) }
    return .name(name)
  }
}
