import Assistance
import Diagnostics
import Pipeline
import Syntax

/// What parsing and checking say of a document.
struct Analysis {
  /// Whole where no finding of the parser is an error.
  let program: Program
  let parses: Bool
  /// In the order of their places; advice that has edits holds.
  let findings: [Diagnostic]

  init(_ source: SourceText, _ checker: Checker) {
    let (program, mistakes) = Parser.parse(source)
    self.program = program
    parses = !mistakes.hasErrors
    var reached = program
    // What stands behind it is never reached.
    if let exit = reached.statements.firstIndex(where: \.isExit) { reached.statements.removeSubrange(exit...) }
    let found = mistakes.hasErrors ? mistakes : mistakes + checker.check(reached, source)
    let missed = program.withoutSavedFiles(found, in: source)
    findings = Self.withoutArguments(checker.proven(missed, in: source, mode: .script))
  }

  /// A script's `$1`, `$2` … are given when it is run: here a remark, and nothing is said of what they name.
  private static func withoutArguments(_ findings: [Diagnostic]) -> [Diagnostic] {
    let unknown: Set<Diagnostic.Code> = ["C0211"]
    let arguments = Set(
      findings.filter { unknown.contains($0.code) && $0.message.contains(#/`\$[0-9]+`/#) }.map(\.span))
    return findings.compactMap { finding in
      guard arguments.contains(finding.span) else { return finding }
      guard unknown.contains(finding.code) else { return nil }
      var remark = finding
      remark.severity = .note
      return remark
    }
  }
}
