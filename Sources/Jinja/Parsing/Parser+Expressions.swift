extension Parser {
  /// Expressions between commas as one tuple, or a single one.
  mutating func tuple(
    withConditional: Bool = true, end: String? = nil, inParentheses: Bool = false
  ) throws(SyntaxFault) -> Expression {
    let start = current.at
    var parts: [Expression] = []
    var isTuple = false
    while true {
      if !parts.isEmpty { try expect(.comma) }
      if isTupleEnd(end) { break }
      parts.append(try expression(withConditional: withConditional))
      guard isSymbol(.comma) else { break }
      isTuple = true
    }
    if !isTuple {
      if let only = parts.first { return only }
      if !inParentheses { throw SyntaxFault("expected an expression, found \(current.shown)", at: current.at) }
    }
    return try Expression(.tuple(parts), at: start, over: parts)
  }

  private func isTupleEnd(_ end: String?) -> Bool {
    switch current.kind {
    case .outputEnd, .blockEnd: true
    case .symbol(let symbol): symbol == .rightParenthesis
    case .name(let name): name == end
    case .data, .outputBegin, .blockBegin, .string, .integer, .double, .end: false
    }
  }

  /// One expression, `a if b else c` among them where it is wanted.
  mutating func expression(withConditional: Bool = true) throws(SyntaxFault) -> Expression {
    try enter()
    defer { leave() }
    var found = try disjunction()
    guard withConditional else { return found }
    while isName("if") {
      let place = found.at
      advance()
      let condition = try disjunction()
      let otherwise = skip(name: "else") ? try expression() : nil
      found = try Expression(
        .conditional(found, if: condition, else: otherwise), at: place, over: [found, condition, otherwise])
    }
    return found
  }

  private mutating func disjunction() throws(SyntaxFault) -> Expression {
    var parts = [try conjunction()]
    while skip(name: "or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : try Expression(.or(parts), at: parts[0].at, over: parts)
  }

  private mutating func conjunction() throws(SyntaxFault) -> Expression {
    var parts = [try comparison()]
    while skip(name: "and") { parts.append(try comparison()) }
    return parts.count == 1 ? parts[0] : try Expression(.and(parts), at: parts[0].at, over: parts)
  }

  /// A comparison, after any number of `not`.
  private mutating func comparison() throws(SyntaxFault) -> Expression {
    var negations: [Int] = []
    while isName("not") {
      negations.append(current.at)
      advance()
    }
    let first = try binary(lowest: 0)
    var others: [(Comparison, Expression)] = []
    while let comparison = skipComparison() { others.append((comparison, try binary(lowest: 0))) }
    var found =
      others.isEmpty
      ? first : try Expression(.comparison(first, others), at: first.at, over: [first] + others.map(\.1))
    for place in negations.reversed() { found = try Expression(.not(found), at: place, over: [found]) }
    return found
  }

  private mutating func skipComparison() -> Comparison? {
    let found: Comparison
    switch current.kind {
    case .symbol(.equal): found = .equal
    case .symbol(.notEqual): found = .notEqual
    case .symbol(.less): found = .less
    case .symbol(.lessEqual): found = .lessEqual
    case .symbol(.greater): found = .greater
    case .symbol(.greaterEqual): found = .greaterEqual
    case .name("in"): found = .in
    case .name("not"):
      guard following.kind == .name("in") else { return nil }
      advance()
      found = .notIn
    default: return nil
    }
    advance()
    return found
  }

  /// Operators of two operands from the level of `lowest` on: + and -; ~; *, /, // and %; **. All bind from the left.
  private mutating func binary(lowest: Int) throws(SyntaxFault) -> Expression {
    var left = try unary()
    while case .symbol(let symbol) = current.kind, let level = Self.level(symbol), level >= lowest {
      let operation = Self.operation(symbol)
      // a + b + c is one expression of three parts, and so is a ~ b ~ c.
      var parts = [left]
      repeat {
        advance()
        parts.append(try binary(lowest: level + 1))
      } while operation == nil && isSymbol(symbol)
      let kind: Expression.Kind
      if let operation {
        kind = .binary(operation, parts[0], parts[1])
      } else {
        kind = symbol == .add ? .sum(parts) : .concatenation(parts)
      }
      left = try Expression(kind, at: left.at, over: parts)
    }
    return left
  }

  private static func level(_ symbol: Token.Symbol) -> Int? {
    switch symbol {
    case .add, .subtract: 0
    case .tilde: 1
    case .multiply, .divide, .floorDivide, .modulo: 2
    case .power: 3
    default: nil
    }
  }

  /// nil: one of any number of operands.
  private static func operation(_ symbol: Token.Symbol) -> BinaryOperator? {
    switch symbol {
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .modulo: .modulo
    case .power: .power
    default: nil
    }
  }

  private mutating func unary(withFilter: Bool = true) throws(SyntaxFault) -> Expression {
    var signs: [(at: Int, isMinus: Bool)] = []
    while isSymbol(.subtract) || isSymbol(.add) {
      signs.append((current.at, isSymbol(.subtract)))
      advance()
    }
    var found = try postfix(try primary())
    for sign in signs.reversed() {
      found = try postfix(Expression(sign.isMinus ? .negated(found) : .positive(found), at: sign.at, over: [found]))
    }
    return withFilter ? try filterExpression(found) : found
  }

  private mutating func primary() throws(SyntaxFault) -> Expression {
    let token = current
    switch token.kind {
    case .name(let name):
      advance()
      switch name {
      case "true", "True": return try Expression(.constant(.true), at: token.at)
      case "false", "False": return try Expression(.constant(.false), at: token.at)
      case "none", "None": return try Expression(.constant(.none), at: token.at)
      default:
        if let count = mentions[name] { mentions[name] = count + 1 }
        return try Expression(.name(name), at: token.at)
      }
    case .string(let first):
      advance()
      var text = first
      while case .string(let more) = current.kind {
        text += more
        advance()
      }
      return try Expression(.constant(.string(Text(fixed: text))), at: token.at)
    case .integer(let value):
      advance()
      return try Expression(.constant(.int(value)), at: token.at)
    case .double(let value):
      advance()
      return try Expression(.constant(.double(value)), at: token.at)
    case .symbol(.leftParenthesis):
      advance()
      let inner = try tuple(inParentheses: true)
      try expect(.rightParenthesis)
      return inner
    case .symbol(.leftBracket): return try list(token.at)
    case .symbol(.leftBrace): return try dict(token.at)
    case .data, .outputBegin, .outputEnd, .blockBegin, .blockEnd, .symbol, .end:
      throw SyntaxFault("unexpected \(token.shown)", at: token.at)
    }
  }

  private mutating func list(_ start: Int) throws(SyntaxFault) -> Expression {
    advance()
    var items: [Expression] = []
    while !isSymbol(.rightBracket) {
      if !items.isEmpty {
        try expect(.comma)
        if isSymbol(.rightBracket) { break }
      }
      items.append(try expression())
    }
    advance()
    return try Expression(.list(items), at: start, over: items)
  }

  private mutating func dict(_ start: Int) throws(SyntaxFault) -> Expression {
    advance()
    var members: [(Expression, Expression)] = []
    while !isSymbol(.rightBrace) {
      if !members.isEmpty {
        try expect(.comma)
        if isSymbol(.rightBrace) { break }
      }
      let key = try expression()
      try expect(.colon)
      members.append((key, try expression()))
    }
    advance()
    return try Expression(.dict(members), at: start, over: members.flatMap { [$0.0, $0.1] })
  }

  // MARK: What stands behind an operand

  private mutating func postfix(_ operand: Expression) throws(SyntaxFault) -> Expression {
    var found = operand
    while true {
      switch current.kind {
      case .symbol(.dot): found = try attribute(found)
      case .symbol(.leftBracket): found = try subscription(found)
      case .symbol(.leftParenthesis): found = try call(found)
      default: return found
      }
    }
  }

  private mutating func attribute(_ operand: Expression) throws(SyntaxFault) -> Expression {
    let place = current.at
    advance()
    let token = current
    advance()
    switch token.kind {
    case .name(let name): return try Expression(.attribute(operand, name), at: place, over: [operand])
    case .integer(let index):
      let key = try Expression(.constant(.int(index)), at: token.at)
      return try Expression(.item(operand, key), at: place, over: [operand, key])
    default: throw SyntaxFault("expected a name or a number, found \(token.shown)", at: token.at)
    }
  }

  private mutating func subscription(_ operand: Expression) throws(SyntaxFault) -> Expression {
    let place = current.at
    advance()
    if isSymbol(.rightBracket) { throw SyntaxFault("expected an expression, found ']'", at: current.at) }
    let first = isSymbol(.colon) ? nil : try expression()
    if skip(.colon) {
      let stop = isSymbol(.colon) || isSymbol(.rightBracket) ? nil : try expression()
      let step = skip(.colon) && !isSymbol(.rightBracket) ? try expression() : nil
      try expect(.rightBracket)
      return try Expression(
        .slice(operand, start: first, stop: stop, step: step), at: place, over: [operand, first, stop, step])
    }
    var keys = first.map { [$0] } ?? []
    var isTuple = false
    while skip(.comma) {
      isTuple = true
      if !isSymbol(.rightBracket) { keys.append(try expression()) }
    }
    try expect(.rightBracket)
    let key = isTuple ? try Expression(.tuple(keys), at: place, over: keys) : keys[0]
    return try Expression(.item(operand, key), at: place, over: [operand, key])
  }

  private mutating func call(_ operand: Expression) throws(SyntaxFault) -> Expression {
    let place = current.at
    let arguments = try arguments()
    return try Expression(.call(operand, arguments), at: place, over: [operand] + arguments.all)
  }

  private mutating func arguments() throws(SyntaxFault) -> CallArguments {
    var found = CallArguments()
    var needsComma = false
    try expect(.leftParenthesis)
    while !isSymbol(.rightParenthesis) {
      if needsComma {
        try expect(.comma)
        if isSymbol(.rightParenthesis) { break }
      }
      let place = current.at
      var inOrder = found.spreadKeywords == nil
      if skip(.multiply) {
        inOrder = inOrder && found.spread == nil
        found.spread = try expression()
      } else if skip(.power) {
        found.spreadKeywords = try expression()
      } else if case .name(let name) = current.kind, following.kind == .symbol(.assign) {
        if found.keywords.contains(where: { $0.name == name }) {
          throw SyntaxFault("two arguments of the name '\(name)'", at: place)
        }
        advance()
        advance()
        found.keywords.append((name, try expression()))
      } else {
        inOrder = inOrder && found.spread == nil && found.keywords.isEmpty
        found.positional.append(try expression())
      }
      if !inOrder { throw SyntaxFault("an argument out of place", at: place) }
      if found.positional.count + found.keywords.count > JinjaLimits.names { throw tooManyNames(place) }
      needsComma = true
    }
    advance()
    return found
  }

  private mutating func filterExpression(_ operand: Expression) throws(SyntaxFault) -> Expression {
    var found = operand
    while true {
      switch current.kind {
      case .symbol(.pipe): found = try filters(of: found) ?? found
      case .name("is"): found = try test(found)
      case .symbol(.leftParenthesis): found = try call(found)
      default: return found
      }
    }
  }

  /// `| a | b(…)` over an operand, or over a block's text. nil where there is neither.
  mutating func filters(of operand: Expression?, beginsInside: Bool = false) throws(SyntaxFault) -> Expression? {
    var found = operand
    var isInside = beginsInside
    while isInside || isSymbol(.pipe) {
      if !isInside { advance() }
      isInside = false
      let place = current.at
      let name = try dottedName()
      let arguments = isSymbol(.leftParenthesis) ? try arguments() : CallArguments()
      found = try Expression(.filter(found, name, arguments), at: place, over: [found] + arguments.all)
    }
    return found
  }

  private mutating func dottedName() throws(SyntaxFault) -> String {
    var name = try expectName()
    while skip(.dot) { name += "." + (try expectName()) }
    return name
  }

  private mutating func test(_ operand: Expression) throws(SyntaxFault) -> Expression {
    let start = current.at
    advance()
    let isNegated = skip(name: "not")
    let name = try dottedName()
    var arguments = CallArguments()
    switch current.kind {
    case .symbol(.leftParenthesis): arguments = try self.arguments()
    case .name("else"), .name("or"), .name("and"): break
    case .name("is"): throw SyntaxFault("tests cannot be chained with 'is'", at: current.at)
    case .name, .string, .integer, .double, .symbol(.leftBracket), .symbol(.leftBrace):
      arguments.positional = [try postfix(try primary())]
    default: break
    }
    let test = try Expression(.test(operand, name, arguments), at: start, over: [operand] + arguments.all)
    return isNegated ? try Expression(.not(test), at: start, over: [test]) : test
  }
}
