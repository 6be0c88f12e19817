/// Reads a template's words as statements, as Jinja's own parser does.
struct Parser {
  let tokens: [Token]
  var at = 0
  /// Blocks and brackets that are open.
  var depth = 0
  /// The tags whose end is awaited, for messages.
  var open: [(tag: String, ends: [String])] = []
  /// How often names have been read that mean more to a block than others.
  var mentions: [String: Int] = ["loop": 0, "caller": 0, "kwargs": 0, "varargs": 0]
  /// Loops around, within the same function: `break` leaves the innermost.
  var loops = 0

  static func statements(_ source: [UInt8]) throws(SyntaxFault) -> [Statement] {
    var parser = Parser(tokens: try Lexer.tokens(source))
    return try parser.statements(until: [])
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  var current: Token { tokens[at] }

  /// The token behind the current one.
  var following: Token { tokens[min(at + 1, tokens.count - 1)] }

  mutating func advance() { at = min(at + 1, tokens.count - 1) }

  func isName(_ name: String) -> Bool { current.kind == .name(name) }

  func isSymbol(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }

  mutating func skip(name: String) -> Bool {
    guard isName(name) else { return false }
    advance()
    return true
  }

  mutating func skip(_ symbol: Token.Symbol) -> Bool {
    guard isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(SyntaxFault) {
    if !skip(symbol) { throw SyntaxFault("expected '\(symbol.rawValue)', found \(current.shown)", at: current.at) }
  }

  mutating func expect(name: String) throws(SyntaxFault) {
    if !skip(name: name) { throw SyntaxFault("expected '\(name)', found \(current.shown)", at: current.at) }
  }

  mutating func expectName() throws(SyntaxFault) -> String {
    guard case .name(let name) = current.kind else {
      throw SyntaxFault("expected a name, found \(current.shown)", at: current.at)
    }
    advance()
    return name
  }

  mutating func expectBlockEnd() throws(SyntaxFault) {
    guard current.kind == .blockEnd else { throw SyntaxFault("expected '%}', found \(current.shown)", at: current.at) }
    advance()
  }

  mutating func enter() throws(SyntaxFault) {
    depth += 1
    if depth > JinjaLimits.syntaxNesting { throw Expression.tooDeep(current.at) }
  }

  func tooManyNames(_ at: Int) -> SyntaxFault {
    SyntaxFault(Self.tooManyNames, at: at)
  }

  static let tooManyNames = Failure(
    kind: .limit(.source), message: "more than \(JinjaLimits.names) names or arguments at one place")

  mutating func leave() { depth -= 1 }
}
