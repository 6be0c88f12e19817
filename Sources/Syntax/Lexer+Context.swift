import Diagnostics

/// What stands around the current byte: it decides which mistake is meant.
extension Lexer {
  /// Whether the stage that is being read compares something, so that `&&` means `and`.
  var isInsideComparison: Bool {
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

  /// Whether the stage that is being read has assigned something: not the `=` that a statement gives a name with.
  var isInsideAssignment: Bool {
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
  func isOperand(upTo offset: Int) -> Bool {
    if case .op = tokens.last?.kind { return true }
    var next = offset
    while next < bytes.count, bytes[next] == 0x20 { next += 1 }
    return next < bytes.count && "<>=!+*%".utf8.contains(bytes[next])
  }

  func spanWithBlanks(_ span: Span) -> Span {
    var lower = span.lower
    var upper = span.upper
    while lower > 0, Bytes.isBlank(bytes[lower - 1]) { lower -= 1 }
    while upper < bytes.count, Bytes.isBlank(bytes[upper]) { upper += 1 }
    return Span(lower, upper)
  }
}
