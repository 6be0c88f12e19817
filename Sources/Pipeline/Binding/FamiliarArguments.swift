import Diagnostics
import Syntax

/// What users of other tools write among a stage's arguments. Each habit is a function that knows it, and says what is written here.
enum FamiliarArguments {
  /// A stage as it was written, and what is known of it.
  struct Written {
    let stage: StageSyntax
    let signature: Signature
    let settings: Set<String>

    var arguments: [Argument] { stage.arguments }
    func word(_ index: Int) -> String? { arguments.indices.contains(index) ? arguments[index].word : nil }
    /// Whether its rows are filtered, computed or ordered by an expression.
    var readsExpression: Bool { signature.slots.contains { [.expression, .assignments, .sortKeys].contains($0.kind) } }
  }

  private static let habits: [@Sendable (Written) -> Diagnostic?] = [
    keyword, direction, missing, pattern, unnamedColumn, shareFirst, shareAsNumber, settingAsOption,
  ]

  /// The first habit that these arguments show; nil where there is none.
  static func mistake(in stage: StageSyntax, _ signature: Signature, settings: Set<String>) -> Diagnostic? {
    let written = Written(stage: stage, signature: signature, settings: settings)
    return habits.lazy.compactMap { $0(written) }.first
  }

  /// `sort by tokens`, of SQL.
  @Sendable
  private static func keyword(_ it: Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .sortKeys, it.word(0)?.lowercased() == "by", it.arguments.count > 1,
      !it.arguments[1].isOperator(.divide), it.arguments[1].word != nil || !isOperator(it.arguments[1])
    else { return nil }
    let by = it.arguments[0].span
    return Diagnostic(
      Codes.unexpectedArgument, "`\(it.signature.name)` is followed by its key, without `by`", at: by,
      label: "not here",
      helps: [.init("leave it out", edits: [.init(Span(by.lower, it.arguments[1].span.lower), "")])])
  }

  private static func isOperator(_ argument: Argument) -> Bool { if case .op = argument.kind { true } else { false } }

  /// `sort tokens descending`, of SQL and pandas.
  @Sendable
  private static func direction(_ it: Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .sortKeys, it.arguments.count > 1 else { return nil }
    let words = ["descending": "desc", "ascending": "asc", "DESC": "desc", "ASC": "asc", "reverse": "desc"]
    for argument in it.arguments.dropFirst() {
      guard let word = argument.word, let meant = words[word] else { continue }
      return Diagnostic(
        Codes.unexpectedArgument, "the order of a sort is `desc` or `asc`", at: argument.span, label: "not known",
        helps: [.init("write it like this", edits: [.init(argument.span, meant)])])
    }
    return nil
  }

  /// `where topic is null`, `is not None`, `topic == null`.
  @Sendable
  private static func missing(_ it: Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    let nothing: Set = ["null", "none", "nil", "missing", "na", "nan"]
    for (place, argument) in it.arguments.enumerated().dropFirst() {
      let isWord = argument.word?.lowercased() == "is"
      guard isWord || argument.isOperator(.equal) || argument.isOperator(.notEqual) else { continue }
      let negates = argument.isOperator(.notEqual) || isWord && it.word(place + 1)?.lowercased() == "not"
      let last = place + (isWord && negates ? 2 : 1)
      guard let word = it.word(last)?.lowercased(), nothing.contains(word) else { continue }
      let subject = it.arguments[place - 1]
      let span = subject.span.union(it.arguments[last].span)
      return Diagnostic(
        Codes.unexpectedArgument, "what is not there is found by `is_missing`", at: span,
        label: "no value to compare with",
        helps: [
          .init(
            "write it like this",
            edits: [.init(span, "\(negates ? "not " : "")is_missing(\(Canonical.text(of: [subject])))")])
        ])
    }
    return nil
  }

  /// `where question like "%sort%"`, of SQL.
  @Sendable
  private static func pattern(_ it: Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for (place, argument) in it.arguments.enumerated().dropFirst() {
      guard let word = argument.word?.lowercased(), word == "like" || word == "ilike",
        place + 1 < it.arguments.count, case .string(let literal) = it.arguments[place + 1].kind,
        let text = literal.plain
      else { continue }
      let (open, closed) = (text.hasPrefix("%"), text.hasSuffix("%"))
      let bare = String(text.dropFirst(open ? 1 : 0).dropLast(closed && text.count > 1 ? 1 : 0))
      let comparator = open && closed ? "contains" : closed ? "starts" : open ? "ends" : "=="
      let span = argument.span.union(it.arguments[place + 1].span)
      var diagnostic = Diagnostic(
        Codes.unexpectedArgument, "`\(word)` is no comparison", at: argument.span, label: "of SQL")
      if !bare.contains("%"), !bare.contains("_") {
        diagnostic = diagnostic.adding(
          help: "write it like this", edits: [.init(span, "\(comparator) \(Canonical.quoted(bare))")])
      } else {
        diagnostic.notes = ["`matches \"…\"` takes a regular expression"]
      }
      return diagnostic
    }
    return nil
  }

  /// `derive a b * 2`: without the sign.
  @Sendable
  private static func unnamedColumn(_ it: Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .assignments, it.arguments.count > 1, it.word(0) != nil else { return nil }
    let next = it.arguments[1]
    if isOperator(next) || next.kind == .comma || next.kind == .openParenthesis { return nil }
    guard
      next.word.map({ !ReservedWords.operators.contains($0) && !ReservedWords.textComparators.contains($0) }) ?? true
    else { return nil }
    return Diagnostic(
      Codes.unexpectedArgument, "`\(it.signature.name)` needs a name, `=` and what is computed",
      at: .empty(at: it.arguments[0].span.upper), label: "expected `=`",
      helps: [.init("write it like this", edits: [.init(.empty(at: it.arguments[0].span.upper), " =")])])
  }

  /// `select 10% diverse`: the other way about.
  @Sendable
  private static func shareFirst(_ it: Written) -> Diagnostic? {
    guard it.signature.slots.count > 1, case .choice(let choices) = it.signature.slots[0].kind,
      it.signature.slots[1].kind == .share, it.arguments.count > 1, case .number = it.arguments[0].kind
    else { return nil }
    // `120 rows` is two words.
    let place = ["rows", "tokens"].contains(it.word(1)) ? 2 : 1
    guard let word = it.word(place), choices.contains(where: { $0.word == word }) else { return nil }
    let share = it.arguments[0].span.union(it.arguments[place - 1].span)
    return Diagnostic(
      Codes.wrongKind, "`\(it.signature.name)` is followed by how rows are chosen, then by how many", at: share,
      label: "behind `\(word)`",
      helps: [
        .init(
          "write it like this",
          edits: [
            .init(
              share.union(it.arguments[place].span), "\(word) \(Canonical.text(of: Array(it.arguments[..<place])))")
          ])
      ])
  }

  /// `select diverse 0.1`: a share is written as a percentage.
  @Sendable
  private static func shareAsNumber(_ it: Written) -> Diagnostic? {
    guard let place = it.signature.slots.firstIndex(where: { $0.kind == .share }) else { return nil }
    for argument in it.arguments.prefix(place + 1) {
      guard case .number(let number) = argument.kind, number.unit == .none, number.value > 0, number.value < 1 else {
        continue
      }
      let percent = (number.value * 1e6).rounded() / 1e4
      let text = percent == percent.rounded() ? String(Int(percent)) : String(percent)
      return Diagnostic(
        Codes.wrongKind, "a share is a percentage, or a number of rows", at: argument.span, label: "neither",
        helps: [.init("write it like this", edits: [.init(argument.span, "\(text)%")])])
    }
    return nil
  }

  /// `select random 10% seed 7`: what is a setting.
  @Sendable
  private static func settingAsOption(_ it: Written) -> Diagnostic? {
    for (place, argument) in it.arguments.enumerated() {
      guard let word = argument.word, it.settings.contains(word), place + 1 < it.arguments.count,
        it.signature.option(word) == nil, it.signature.flag(word) == nil, !it.readsExpression
      else { continue }
      switch it.arguments[place + 1].kind {
      case .number, .string: break
      default: continue
      }
      // A column may be called so, and be asked for.
      guard !it.signature.slots.contains(where: { $0.kind == .column }) else { continue }
      let span = argument.span.union(it.arguments[place + 1].span)
      let line = "set \(word) \(Canonical.text(of: [it.arguments[place + 1]]))"
      let before = place > 0 ? it.arguments[place - 1].span.upper : it.stage.nameSpan.upper
      return Diagnostic(
        Codes.unexpectedArgument, "`\(word)` is a setting, which holds for all that follows", at: span,
        label: "not an option of `\(it.signature.name)`",
        helps: [.init("write `\(line)` on a line before, and here", edits: [.init(Span(before, span.upper), "")])])
    }
    return nil
  }
}
