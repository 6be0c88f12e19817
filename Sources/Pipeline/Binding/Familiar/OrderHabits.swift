import Diagnostics
import Syntax

/// How others write what rows are ordered by, and which of them are taken.
enum OrderHabits {
  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [keyword, direction, directionFirst]

  /// `sort by tokens`, of SQL.
  @Sendable
  static func keyword(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .sortKeys, it.word(0)?.lowercased() == "by", it.arguments.count > 1,
      !it.arguments[1].isOperator(.divide),
      it.arguments[1].word != nil || !FamiliarArguments.isOperator(it.arguments[1])
    else { return nil }
    let by = it.arguments[0].span
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`\(it.signature.name)` is followed by its key, without `by`", at: by,
      label: "not here", write: "", over: Span(by.lower, it.arguments[1].span.lower), help: "leave it out")
  }

  /// `sort tokens descending`, of SQL and pandas.
  @Sendable
  static func direction(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .sortKeys, it.arguments.count > 1 else { return nil }
    let words = ["descending": "desc", "ascending": "asc", "DESC": "desc", "ASC": "asc", "reverse": "desc"]
    for argument in it.arguments.dropFirst() {
      guard let word = argument.word, let meant = words[word] else { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "the order of a sort is `desc` or `asc`", at: argument.span, label: "not known",
        write: meant)
    }
    return nil
  }

  /// `sort desc tokens`.
  @Sendable
  static func directionFirst(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.sorts, it.arguments.count == 2, let word = it.word(0), word == "desc" || word == "asc",
      let key = it.word(1), key != word
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`\(word)` stands behind its key", at: it.arguments[0].span, label: "behind `\(key)`",
      write: "\(key) \(word)", over: it.span(0, 1))
  }
}
