import Diagnostics
import Syntax

/// What is said of a value of another kind, or beyond its range.
extension ArgumentReader {
  func outOfRange(_ argument: Argument, _ role: String, _ range: String) -> Diagnostic {
    // With its minus sign a number is two arguments.
    let end = index > 0 ? max(argument.span.upper, arguments[index - 1].span.upper) : argument.span.upper
    return Diagnostic(
      Codes.outOfRange, "\(role) must be \(range)", at: Span(argument.span.lower, end), label: "out of range")
  }

  static func words(_ range: ClosedRange<Double>) -> String {
    let lowest = Literals.text(range.lowerBound)
    return range.upperBound == .infinity
      ? "at least \(lowest)" : "between \(lowest) and \(Literals.text(range.upperBound))"
  }

  func mismatch(_ argument: Argument, _ kind: ArgumentKind, _ role: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      Codes.wrongKind, "\(role) must be \(kind.words), not \(Words.name(argument))", at: argument.span,
      label: "expected \(kind.words)")
    switch (kind, argument.kind) {
    case (.path, .word(let word)), (.string, .word(let word)), (.rows, .word(let word)):
      if kind != .rows {
        diagnostic = diagnostic.adding(
          help: "text is written in double quotes", edits: [.init(argument.span, "\"\(word)\"")])
      }
    case (.percentage, .number(let literal)) where literal.unit == .none:
      diagnostic = diagnostic.adding(
        help: "a percentage ends in %",
        edits: [
          .init(
            argument.span,
            literal.value > 0 && literal.value < 1 ? Literals.text(literal.value * 100) + "%" : literal.text + "%")
        ])
    case (.duration, .number(let literal)) where literal.unit == .none:
      diagnostic = diagnostic.adding(
        help: "a duration ends in ms, s, m, h or d", edits: [.init(argument.span, literal.text + "m")])
    case (.size, .number(let literal)) where literal.unit == .none:
      diagnostic = diagnostic.adding(
        help: "a size ends in B, kB, MB, GB, KiB, MiB or GiB", edits: [.init(argument.span, literal.text + "GB")])
    case (.rate, .number(let literal)) where literal.unit == .none:
      diagnostic = diagnostic.adding(
        help: "a price is of an hour, without its currency", edits: [.init(argument.span, literal.text + "/h")])
    case (.column, .string(let literal)):
      if let text = literal.plain {
        let bare = Words.isWord(text) ? text : "`\(text)`"
        diagnostic = diagnostic.adding(help: "a column is named without quotes", edits: [.init(argument.span, bare)])
      }
    default: break
    }
    return diagnostic
  }
}
