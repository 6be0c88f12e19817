public import Diagnostics
public import Syntax

// Advice is tried before it is given.
extension Checker {
  /// The findings with only those patched lines that check: a help whose edits would leave the statement wrong keeps its
  /// words, and names what it would write.
  public func proven(_ findings: [Diagnostic], in source: SourceText, mode: Parser.Mode) -> [Diagnostic] {
    let before = warned
    defer { warned = before }
    // Each proof reads the whole source: of a long one with many mistakes only the first are tried.
    var left = max(1, min(50, Self.provenBytes / max(1, source.bytes.count)))
    var isFirst = true
    return findings.map { finding -> Diagnostic in
      guard finding.helps.contains(where: { !$0.edits.isEmpty }) else { return finding }
      var finding = finding
      finding.helps = finding.helps.compactMap { help -> Diagnostic.Help? in
        guard !help.edits.isEmpty else { return help }
        left -= 1
        if left >= 0, checks(help, in: source, mode) { return help }
        // Slips that hide each other: what mends them all is right where none alone can be.
        defer { isFirst = false }
        if isFirst, left >= 0, let edit = mended(findings, in: source, mode) { return help.with(edits: [edit]) }
        return help.withoutEdits
      }
      return finding
    }
  }

  private static let provenBytes = 1 << 19

  /// Of longer sources nobody looks for all mistakes at once.
  private static let mendedBytes = 4_096

  /// The source with the first way out of every finding taken, and of what is found after that, until nothing is wrong: as one edit; nil
  /// where that does not come about in a few rounds.
  private func mended(_ findings: [Diagnostic], in source: SourceText, _ mode: Parser.Mode) -> Diagnostic.Edit? {
    guard source.bytes.count <= Self.mendedBytes else { return nil }
    var found = findings.filter(\.isError)
    var text = source
    for _ in 0..<4 {
      let helps = found.compactMap { $0.helps.first { !$0.edits.isEmpty } }
      guard helps.count == found.count,
        helps.flatMap(\.edits).allSatisfy({ $0.span.upper <= text.bytes.count })
      else { return nil }
      text = SourceText(name: source.name, bytes: Diagnostic.Help("", edits: helps.flatMap(\.edits)).applied(to: text))
      guard text.bytes.count <= Self.mendedBytes else { return nil }
      let (program, mistakes) = Parser.parse(text, mode: mode)
      found = (mistakes + (mistakes.hasErrors ? [] : check(program, text))).filter(\.isError)
      guard !found.isEmpty else { return Self.difference(source.bytes, text.bytes) }
    }
    return nil
  }

  /// What of one text is replaced to make another, on borders of characters.
  private static func difference(_ old: [UInt8], _ new: [UInt8]) -> Diagnostic.Edit? {
    func isInside(_ bytes: [UInt8], _ place: Int) -> Bool { place < bytes.count && bytes[place] & 0xC0 == 0x80 }
    var front = zip(old, new).prefix { $0 == $1 }.count
    while front > 0, isInside(old, front) || isInside(new, front) { front -= 1 }
    var back = zip(old[front...].reversed(), new[front...].reversed()).prefix { $0 == $1 }.count
    while back > 0, isInside(old, old.count - back) || isInside(new, new.count - back) { back -= 1 }
    guard front < old.count - back || front < new.count - back else { return nil }
    return Diagnostic.Edit(
      Span(front, old.count - back), String(decoding: new[front..<(new.count - back)], as: UTF8.self))
  }

  /// Whether the statement that a help changes has no mistakes then.
  private func checks(_ help: Diagnostic.Help, in source: SourceText, _ mode: Parser.Mode) -> Bool {
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
    return !found.contains { $0.span.lower <= touched.upper && $0.span.upper >= touched.lower }
  }
}

extension Diagnostic.Help {
  /// The same words with other edits.
  fileprivate func with(edits: [Diagnostic.Edit]) -> Diagnostic.Help { Diagnostic.Help(message, edits: edits) }

  /// The words alone, with what would be written where they do not say it; nil where nothing is left to say.
  fileprivate var withoutEdits: Diagnostic.Help? {
    guard edits.count == 1 else { return nil }
    let text = edits[0].replacement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if text.isEmpty || message.contains(text) { return Diagnostic.Help(message) }
    return Diagnostic.Help("\(message): `\(text)`")
  }
}
