/// Code that does not parse, and where its parser stopped.
struct BrokenCode {
  /// Without their ends.
  let lines: [String]
  let language: any CodeLanguage
  let finding: ParseFinding
  /// Whether what broke it may be that the answer ends too early.
  let mayBeCut: Bool

  /// The line of the parser's error, from 0: within the code.
  var errorLine: Int { min(max(0, (finding.line ?? lines.count) - 1), max(0, lines.count - 1)) }

  /// The error's line and the one that has text before it, where the cause often stands.
  var suspects: [Int] {
    let before = (0..<errorLine).last { !lines[$0].allSatisfy(\.isWhitespace) }
    return [errorLine] + (before.map { [$0] } ?? [])
  }

  /// The code with another line in the place of one.
  func replacing(_ line: Int, with text: String) -> [String] {
    var lines = lines
    lines[line] = text
    return lines
  }
}

/// One kind of slip, and how it may be undone. A new one is a file of its own and a line in `CodeRepairs.all`.
protocol CodeRepair: Sendable {
  /// What was done, as the column `repaired` has it.
  var name: String { get }
  /// Programs that may be what was meant, likeliest first. Whether they are is the parser's to say.
  func candidates(_ code: BrokenCode) -> [[String]]
}

/// The repairs that there are, those first that take least away.
enum CodeRepairs {
  static let all: [any CodeRepair] = [
    CharacterRepair(), PromptRepair(), StatementRepair(), ColonRepair(), IndentationRepair(), BracketRepair(),
    QuoteRepair(), TailRepair(), StrayRepair(), WindowRepair(),
  ]
}
