import Diagnostics

/// Tokens cut into statements, every bracket matched. Continuation is decided here, on tokens: a line that ends in `|`,
/// or a next line that begins with it, goes on; inside brackets line endings are spaces.
struct LineStructure {
  /// Without the brackets that have no partner.
  var tokens: [Token] = []
  /// Ranges of `tokens`.
  var statements: [Range<Int>] = []
  /// Index of a bracket -> index of its partner.
  var partner: [Int: Int] = [:]
  var diagnostics: [Diagnostic] = []
  /// Offset of the first bracket that is open at the end.
  private(set) var openBracket: Int?
  var hasOpenBracket: Bool { openBracket != nil }
  /// Offsets of the `{` that were never closed and are left out.
  private(set) var lostBraces: [Int] = []

  init(_ all: [Token], source: SourceText) {
    let dropped = unmatched(in: all, source: source)
    tokens.reserveCapacity(all.count)
    var pendingBreak = false
    for (index, token) in all.enumerated() {
      var token = token
      if dropped.contains(index) {
        pendingBreak = pendingBreak || token.lineBreakBefore
        continue
      }
      if pendingBreak { token.lineBreakBefore = true }
      pendingBreak = false
      tokens.append(token)
    }
    cut()
  }

  private mutating func unmatched(in all: [Token], source: SourceText) -> Set<Int> {
    var dropped: Set<Int> = []
    var open: [Int] = []
    func unclosed(_ index: Int) {
      dropped.insert(index)
      if all[index].kind == .openBrace { lostBraces.append(all[index].span.lower) }
      guard diagnostics.count < Lexer.diagnosticLimit else { return }
      diagnostics.append(Self.unclosed(all[index], in: all, at: index, source: source))
    }
    for (index, token) in all.enumerated() {
      if !open.isEmpty, Self.beginsStatement(all, index) {
        open.forEach(unclosed)
        open = []
      }
      if token.isOpening {
        open.append(index)
      } else if token.isClosing {
        if let position = open.lastIndex(where: { token.closes(all[$0]) }) {
          open[(position + 1)...].forEach(unclosed)
          open.removeSubrange(position...)
        } else {
          dropped.insert(index)
          guard diagnostics.count < Lexer.diagnosticLimit else { continue }
          let sign = source.text(token.span)
          diagnostics.append(
            Diagnostic(
              "C0121", "`\(sign)` closes nothing", at: token.span, label: "no bracket is open here",
              helps: [.init("leave it out", edits: [.init(token.span, "")])]))
        }
      }
    }
    openBracket = open.first.map { all[$0].span.lower }
    open.forEach(unclosed)
    return dropped
  }

  private static func unclosed(_ token: Token, in all: [Token], at index: Int, source: SourceText) -> Diagnostic {
    let isBrace = token.kind == .openBrace
    // A parenthesis ends before the stage does; a brace holds stages.
    var end = token.span.upper
    var depth = 0
    for other in all[(index + 1)...] {
      if other.lineBreakBefore { break }
      if depth == 0, other.isClosing || (!isBrace && other.kind == .pipe) { break }
      if other.isOpening { depth += 1 }
      if other.isClosing { depth -= 1 }
      end = other.span.upper
    }
    return Diagnostic(
      "C0120", "this `\(isBrace ? "{" : "(")` is not closed", at: token.span, label: "opened here",
      helps: [.init("close it", edits: [.init(.empty(at: end), isBrace ? " }" : ")")])])
  }

  /// Whether a line can only be the beginning of a statement, so that an open bracket before it was forgotten.
  private static func beginsStatement(_ all: [Token], _ index: Int) -> Bool {
    guard all[index].lineBreakBefore, let word = all[index].word else { return false }
    func next(_ offset: Int) -> Token.Kind? {
      guard index + offset < all.count, !all[index + offset].lineBreakBefore else { return nil }
      return all[index + offset].kind
    }
    func isWord(_ kind: Token.Kind?) -> Bool { if case .word = kind { true } else { false } }
    switch word {
    case "let", "param": return isWord(next(1)) && next(2) == .op(.assign)
    case "def": return isWord(next(1)) && next(2) == .openParenthesis
    case "use": if case .string = next(1) { return true } else { return false }
    case "set":
      guard isWord(next(1)) else { return false }
      switch next(2) {
      case .number, .string: return true
      default: return false
      }
    default: return false
    }
  }

  private mutating func cut() {
    var open: [Int] = []
    var start = 0
    for (index, token) in tokens.enumerated() {
      if open.isEmpty, index > start {
        let goesOn = token.kind == .pipe || tokens[index - 1].kind == .pipe
        if token.statementBreakBefore || (token.lineBreakBefore && !goesOn) || Self.beginsStatement(tokens, index) {
          statements.append(start..<index)
          start = index
        }
      }
      if token.isOpening { open.append(index) }
      if token.isClosing, let opening = open.popLast() {
        partner[opening] = index
        partner[index] = opening
      }
    }
    if start < tokens.count { statements.append(start..<tokens.count) }
  }
}
