import Diagnostics
import Syntax

/// Stages that are not told apart.
enum PipeHabits {
  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [missing]

  /// `load take 5`: without the `|`.
  @Sendable
  static func missing(_ it: FamiliarArguments.Written) -> Diagnostic? {
    for (place, argument) in it.arguments.enumerated() {
      guard let word = argument.word, it.stages.contains(word), !it.isKnown(word), !isTaken(word, it) else { continue }
      // What follows an operator is a term of an expression.
      let neighbours = [place - 1, place + 1].filter(it.arguments.indices.contains).map { it.arguments[$0] }
      if place > 0, neighbours.first?.kind == .comma { continue }
      if neighbours.contains(where: FamiliarArguments.isOperator) { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`\(word)` is a stage, and a stage stands behind a `|`", at: argument.span,
        label: "expected `|` before it", write: "| ", over: .empty(at: argument.span.lower), help: "write it")
    }
    return nil
  }

  /// Whether a word of that name could be one of the stage's own.
  private static func isTaken(_ word: String, _ it: FamiliarArguments.Written) -> Bool {
    (it.signature.slots.map(\.kind) + it.signature.options.map(\.kind)).contains { kind in
      if case .choice(let choices) = kind { return choices.contains { $0.word == word } }
      return kind == .word
    }
  }
}
