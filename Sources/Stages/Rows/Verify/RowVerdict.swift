import Curation

/// What is said of a row's code, in the words of the column `verdict`.
enum RowVerdict: String, CaseIterable {
  case passes
  /// Its functions return for inputs drawn from their signatures.
  case runs
  case fails
  case timesOut = "times out"
  case parses
  case cutShort = "cut short"
  case doesNotParse = "does not parse"
  case notChecked = "not checked"
  case noCode = "no code"

  /// What the parser's findings come to, one for each piece of the row's code, and why it is no better; untrusted.
  static func of(_ code: RowCode, _ findings: [ParseFinding]) -> (RowVerdict, problem: String?) {
    let openEnd =
      code.hasOpenFence ? "its last fence is not closed" : code.hasOpenSentence ? "it ends within a sentence" : nil
    guard !findings.isEmpty else {
      if let openEnd { return (.cutShort, openEnd) }
      return code.word == nil ? (.noCode, nil) : (.notChecked, nil)
    }
    for (piece, finding) in zip(code.pieces, findings) {
      switch finding.status {
      case .fails: return (.doesNotParse, finding.problem)
      case .endsEarly: return (piece.endsAnswer ? .cutShort : .doesNotParse, finding.problem)
      case .parses, .unknown: continue
      }
    }
    if let openEnd { return (.cutShort, openEnd) }
    if code.pieces.last?.endsAnswer == true, let end = findings.last?.looseEnd {
      return (.cutShort, "it ends in `\(end)`, which does nothing")
    }
    guard let unknown = findings.first(where: { $0.status == .unknown }) else { return (.parses, nil) }
    return findings.contains(where: \.parses) ? (.parses, nil) : (.notChecked, unknown.message)
  }

  /// What tests find of code that parses, of which this was said before; nil: nothing new.
  static func of(
    _ finding: TestFinding, _ code: RowCode, _ findings: [ParseFinding], after before: (RowVerdict, problem: String?)
  ) -> (RowVerdict, problem: String?)? {
    let wrong: (RowVerdict, problem: String?)
    switch finding {
    case .passes: return (.passes, nil)
    case .unknown: return nil
    case .timesOut: wrong = (.timesOut, nil)
    case .tooMuchOutput: wrong = (.fails, "it writes without end")
    case .tooMuchMemory: wrong = (.fails, "it takes too much memory")
    case .fails(let text): wrong = (.fails, text)
    }
    // What was cut short fails for that.
    if before.0 == .cutShort { return nil }
    // What was to be read came behind the cut.
    if let last = code.pieces.last, last.endsAnswer, let name = findings.last?.unread.first {
      return (.cutShort, "`\(name)` is never read" + (wrong.problem.map { "; \($0)" } ?? ""))
    }
    return wrong
  }
}

extension ParseFinding {
  /// `line 3: expected ':'`.
  var problem: String { (line.map { "line \($0): " } ?? "") + message }
}
