import Diagnostics
import Syntax

/// What users of other tools write among a stage's arguments. Each habit is a function that knows it, and says what is written here.
enum FamiliarArguments {
  /// A stage as it was written, and what is known of it.
  struct Written {
    let stage: StageSyntax
    let signature: Signature
    let settings: Set<String>
    /// Words that begin a stage, and are no columns here.
    let stages: Set<String>

    var arguments: [Argument] { stage.arguments }
    func word(_ index: Int) -> String? { arguments.indices.contains(index) ? arguments[index].word : nil }
    func span(_ first: Int, _ last: Int) -> Span { arguments[first].span.union(arguments[last].span) }
    func text(_ range: Range<Int>) -> String { Canonical.text(of: Array(arguments[range])) }

    var sorts: Bool { signature.slots.first?.kind == .sortKeys }
    var computes: Bool { signature.slots.first?.kind == .assignments }
    /// Whether rows are filtered, computed or ordered by an expression.
    var readsExpression: Bool { signature.slots.contains { [.expression, .assignments, .sortKeys].contains($0.kind) } }
    /// Whether the signature itself knows a word.
    func isKnown(_ word: String) -> Bool { signature.option(word) != nil || signature.flag(word) != nil }
  }

  /// In the order in which they are looked for.
  private static let habits: [@Sendable (Written) -> Diagnostic?] =
    [OrderHabits.all, ConditionHabits.all, NumberHabits.all, OptionHabits.all, PipeHabits.all].flatMap(\.self)

  /// The first habit that these arguments show; nil where there is none.
  static func mistake(
    in stage: StageSyntax, _ signature: Signature, settings: Set<String>, stages: Set<String>
  ) -> Diagnostic? {
    let written = Written(stage: stage, signature: signature, settings: settings, stages: stages)
    return habits.lazy.compactMap { $0(written) }.first
  }

  /// `null`, `None` or `True` where a value stands: they bind as columns, so that they are asked for only where the columns are known and
  /// none is called so.
  static func unknownWord(in stage: StageSyntax, _ signature: Signature, _ columns: ColumnSet) -> Diagnostic? {
    guard !columns.isOpen else { return nil }
    let written = Written(stage: stage, signature: signature, settings: [], stages: [])
    let words = stage.arguments.compactMap(\.word).filter { ConditionHabits.values.contains($0.lowercased()) }
    guard !words.isEmpty, words.allSatisfy({ columns[$0] == nil }) else { return nil }
    return ConditionHabits.missing(written) ?? ConditionHabits.capitals(written)
  }

  /// A finding whose line is repaired by one replacement.
  static func finding(
    _ code: Diagnostic.Code, _ message: String, at span: Span, label: String, write text: String,
    over place: Span? = nil,
    help: String = "write it like this"
  ) -> Diagnostic {
    Diagnostic(code, message, at: span, label: label, helps: [.init(help, edits: [.init(place ?? span, text)])])
  }

  static func isOperator(_ argument: Argument) -> Bool { if case .op = argument.kind { true } else { false } }

  static func isColumn(_ argument: Argument) -> Bool { if case .column = argument.kind { true } else { false } }

  static func number(_ argument: Argument?) -> NumberLiteral? {
    if case .number(let literal) = argument?.kind { literal } else { nil }
  }
}
