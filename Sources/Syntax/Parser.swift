public import Diagnostics

/// Bytes to tree. Reports every independent error; recovers at `|` and at the end of a line.
public enum Parser {
  /// Where the source comes from.
  public enum Mode: Sendable {
    case script
    /// A cell: one that begins with `|` goes on from `_`.
    case prompt
  }

  /// Parses a whole source. Diagnostics come in source order; without errors among them the program is whole.
  public static func parse(_ source: SourceText, mode: Mode = .script) -> (program: Program, diagnostics: [Diagnostic])
  {
    var lexer = Lexer(source)
    lexer.run()
    let lines = LineStructure(lexer.tokens, source: source)
    var parser = StatementParser(lines: lines, source: source, mode: mode)
    var program = Program(layout: lexer.layout)
    for range in lines.statements {
      let known = parser.diagnostics.count
      if let statement = parser.statement(range) { program.statements.append(statement) }
      // Where a `{` is missing, what seems misplaced is only its consequence.
      let span = parser.span(range)
      if lines.lostBraces.contains(where: span.contains) {
        let followUps: Set<Diagnostic.Code> = ["C0123", "C0133", "C0134"]
        let own = parser.diagnostics[known...].filter { !followUps.contains($0.code) }
        parser.diagnostics.replaceSubrange(known..., with: own)
      }
    }
    let diagnostics = (lexer.diagnostics + lines.diagnostics + parser.diagnostics).enumerated()
      .sorted { ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset) }
      .map(\.element)
    return (program, diagnostics)
  }

  /// Whether the prompt should ask for another line: a bracket or a `"""` is open, or the last line ends in `|`. A
  /// string that its line leaves open is an error, not an invitation.
  public static func isIncomplete(_ text: String) -> Bool {
    let source = SourceText(name: "cell", text: text)
    var lexer = Lexer(source)
    lexer.run()
    if lexer.endsInText { return true }
    if lexer.tokens.last?.kind == .pipe { return true }
    return LineStructure(lexer.tokens, source: source).hasOpenBracket
  }

  /// Offset at which the statement begins that goes on at the end of a text; behind the last line ending or `;` where none does. O(n).
  public static func lastStatement(in source: SourceText) -> Int {
    var lexer = Lexer(source)
    lexer.run()
    let lines = LineStructure(lexer.tokens, source: source)
    let starts = lines.statements.map { lines.tokens[$0.lowerBound].span.lower }
    if let open = lines.openBracket { return starts.last { $0 <= open } ?? open }
    guard let last = lexer.tokens.last, let start = starts.last else { return 0 }
    if lexer.endsInText || last.kind == .pipe { return start }
    // What stands behind the last token: blanks, line endings and comments.
    var end: Int?
    var index = last.span.upper
    while index < source.bytes.count {
      switch source.bytes[index] {
      case UInt8(ascii: "#"):
        index = lexer.lineEnd(from: index)
        continue
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"): end = index + 1
      default: break
      }
      index += 1
    }
    return end ?? start
  }
}
