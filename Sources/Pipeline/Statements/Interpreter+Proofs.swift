public import Diagnostics
public import Syntax

// Advice is tried before it is given.
extension Interpreter {
  /// The findings with only those patched lines that check: a help whose edits would leave the statement wrong keeps its
  /// words, and names what it would write.
  public func proven(_ findings: [Diagnostic], in source: SourceText, mode: Parser.Mode) -> [Diagnostic] {
    let before = warned
    defer { warned = before }
    // Each proof reads the whole source: of a long one with many mistakes only the first are tried.
    var left = max(1, min(50, Self.provenBytes / max(1, source.bytes.count)))
    return findings.map { finding -> Diagnostic in
      guard finding.helps.contains(where: { !$0.edits.isEmpty }) else { return finding }
      var finding = finding
      finding.helps = finding.helps.compactMap { help -> Diagnostic.Help? in
        guard !help.edits.isEmpty else { return help }
        left -= 1
        return left >= 0 && checks(help, of: finding, among: findings, in: source, mode) ? help : help.withoutEdits
      }
      return finding
    }
  }

  private static let provenBytes = 1 << 19

  /// Whether the statement that a help changes has no mistakes then but those that were there and are reported too.
  private func checks(
    _ help: Diagnostic.Help, of finding: Diagnostic, among findings: [Diagnostic], in source: SourceText,
    _ mode: Parser.Mode
  ) -> Bool {
    let first = help.edits.map(\.span.lower).min() ?? 0
    let last = help.edits.map(\.span.upper).max() ?? 0
    guard last <= source.bytes.count else { return false }
    let patched = SourceText(name: source.name, bytes: help.applied(to: source))
    let changed = Span(first, patched.bytes.count - (source.bytes.count - last))
    let (program, mistakes) = Parser.parse(patched, mode: mode)
    let found = (mistakes + check(program, patched)).filter(\.isError)
    // The lines that the edits touch, and the statements on them to their ends.
    var touched = Span(
      patched.lineSpan(patched.lineIndex(of: changed.lower)).lower,
      patched.lineSpan(patched.lineIndex(of: changed.upper)).upper)
    for statement in program.statements
    where statement.span.lower <= touched.upper && statement.span.upper >= touched.lower {
      touched = touched.union(statement.span)
    }
    let known = Set(findings.filter { $0 != finding }.map { "\($0.code) \($0.message)" })
    return !found.contains { error in
      error.span.lower <= touched.upper && error.span.upper >= touched.lower
        && !known.contains("\(error.code) \(error.message)")
    }
  }
}

extension Diagnostic.Help {
  /// The words alone, with what would be written where they do not say it; nil where nothing is left to say.
  fileprivate var withoutEdits: Diagnostic.Help? {
    guard edits.count == 1 else { return nil }
    let text = edits[0].replacement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if text.isEmpty || message.contains(text) { return Diagnostic.Help(message) }
    return Diagnostic.Help("\(message): `\(text)`")
  }
}
