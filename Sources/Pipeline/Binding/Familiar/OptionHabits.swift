import Diagnostics
import Syntax

/// How others write options: with signs, under other names, or as what is a setting here.
enum OptionHabits {
  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [
    settingAsOption, sign, call, dash, otherName, flagWithValue, columnWithoutBy, quotedChoice, columns,
    columnAsMeasure, described, plottedPair,
  ]

  /// `select random 10% seed 7`: what is a setting.
  @Sendable
  static func settingAsOption(_ it: FamiliarArguments.Written) -> Diagnostic? {
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

  /// `tune epochs=3`, `take n=5`.
  @Sendable
  static func sign(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard !it.readsExpression else { return nil }
    for place in it.arguments.indices.dropFirst().dropLast() where it.arguments[place].isOperator(.assign) {
      guard let word = it.word(place - 1) else { continue }
      let name = it.isKnown(word) ? word : names[word.lowercased()]
      if let name, it.isKnown(name) {
        return FamiliarArguments.finding(
          Codes.unexpectedArgument, "an option is written without `=`", at: it.arguments[place].span, label: "not here",
          write: name + " ", over: Span(it.arguments[place - 1].span.lower, it.arguments[place + 1].span.lower))
      }
      // The name of a slot: `take n=5`.
      guard place == 1, it.signature.slots.count == 1, FamiliarArguments.number(it.arguments[2]) != nil else {
        continue
      }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`\(it.signature.name)` is followed by its value alone", at: it.span(0, 1),
        label: "not needed", write: "", over: Span(it.arguments[0].span.lower, it.arguments[2].span.lower),
        help: "leave it out")
    }
    return nil
  }

  /// `take(5)`, `count(*)`, as a function is called.
  @Sendable
  static func call(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard !it.readsExpression, it.arguments.count >= 2, it.arguments[0].kind == .openParenthesis,
      !it.arguments[0].spaceBefore, it.arguments.last?.kind == .closeParenthesis
    else { return nil }
    let inner = Array(it.arguments.dropFirst().dropLast())
    guard !inner.contains(where: { $0.kind == .openParenthesis || $0.kind == .closeParenthesis }) else { return nil }
    let isAll = inner.count == 1 && inner[0].isOperator(.times)
    let kept = isAll ? [] : inner.filter { $0.kind != .comma }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "a stage is written without parentheses", at: it.span(0, it.arguments.count - 1),
      label: "as in a function's call", write: kept.isEmpty ? "" : " " + Canonical.text(of: kept))
  }

  /// `tune -epochs 3`, as on a command line.
  @Sendable
  static func dash(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard !it.readsExpression else { return nil }
    for place in it.arguments.indices.dropLast() where it.arguments[place].isOperator(.minus) {
      guard let word = it.word(place + 1), it.isKnown(word) || it.isKnown(names[word.lowercased()] ?? word) else {
        continue
      }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "options are bare words", at: it.span(place, place + 1),
        label: "written without dashes", write: it.isKnown(word) ? word : names[word.lowercased()] ?? word)
    }
    return nil
  }

  /// `select question, answer`, of SQL.
  @Sendable
  static func columns(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.name == "select", case .choice(let choices) = it.signature.slots.first?.kind,
      !it.arguments.isEmpty,
      it.arguments.allSatisfy({ $0.word != nil || $0.kind == .comma || FamiliarArguments.isColumn($0) }),
      let first = it.word(0), !choices.contains(where: { $0.word == first }),
      Spelling.candidate(for: first, among: choices.map(\.word)) == nil,
      !it.arguments.contains(where: { $0.word.map(it.isKnown) ?? false })
    else { return nil }
    let names = it.arguments.filter { $0.kind != .comma }
    return FamiliarArguments.finding(
      Codes.unknownChoice, "`select` chooses rows; columns are kept with `show`", at: it.stage.nameSpan,
      label: "of SQL", write: "show \(Canonical.text(of: names))", over: it.stage.span)
  }

  /// Options by the names that they have elsewhere.
  private static let names = [
    "lr": "rate", "learning_rate": "rate", "batch_size": "batch", "bs": "batch", "num_epochs": "epochs",
    "n_epochs": "epochs", "num_train_epochs": "epochs", "max_steps": "steps", "lora_rank": "rank", "r": "rank",
    "lora_alpha": "alpha", "max_tokens": "max", "max_new_tokens": "max", "n_samples": "samples",
    "n_clusters": "clusters", "num_clusters": "clusters", "k": "clusters", "temp": "temperature", "num_beams": "beams",
  ]

  /// `tune learning_rate 1e-4`.
  @Sendable
  static func otherName(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard !it.readsExpression else { return nil }
    for argument in it.arguments {
      guard let word = argument.word, !it.isKnown(word), let name = names[word.lowercased()],
        it.signature.option(name) != nil, it.signature.newName(of: word) == nil
      else { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`\(it.signature.name)` calls `\(word)` `\(name)`", at: argument.span,
        label: "of another tool", write: name)
    }
    return nil
  }

  /// `tune lora 8`, `lora true`: a flag takes no value.
  @Sendable
  static func flagWithValue(_ it: FamiliarArguments.Written) -> Diagnostic? {
    for place in it.arguments.indices.dropLast() {
      guard let flag = it.word(place).flatMap(it.signature.flag),
        place > 0 || it.signature.slots.isEmpty || it.isKnown(flag.name)
      else { continue }
      let next = it.arguments[place + 1]
      if flag.name == "lora", it.signature.option("rank") != nil, let rank = FamiliarArguments.number(next) {
        return FamiliarArguments.finding(
          Codes.unexpectedArgument, "`lora` takes no value; its rank is an option", at: next.span,
          label: "expected `rank`", write: "rank \(rank.text)")
      }
      guard let word = next.word, !it.isKnown(word),
        ["true", "on", "yes", "false", "off", "no"].contains(word.lowercased())
      else {
        continue
      }
      let isOn = ["true", "on", "yes"].contains(word.lowercased())
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`\(flag.name)` is said or left out", at: next.span, label: "takes no value",
        write: "",
        over: isOn
          ? Span(it.arguments[place].span.upper, next.span.upper)
          : Span(place > 0 ? it.arguments[place - 1].span.upper : it.stage.nameSpan.upper, next.span.upper),
        help: isOn ? "leave the value out" : "leave it out")
    }
    return nil
  }

  /// `count topic`: the option's word is missing.
  @Sendable
  static func columnWithoutBy(_ it: FamiliarArguments.Written) -> Diagnostic? {
    let isDistinct = it.word(0) == "distinct" && it.arguments.count == 2
    let place = isDistinct ? 1 : 0
    guard it.signature.slots.isEmpty, it.arguments.count == place + 1, let by = it.signature.option("by"),
      by.kind == .column,
      let word = it.word(place), !it.isKnown(word)
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`\(it.signature.name)` groups rows by a column behind `by`", at: it.span(0, place),
      label: "expected `by`", write: "by \(word)")
  }

  /// `score "complexity"`: a choice is a word.
  @Sendable
  static func quotedChoice(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard case .choice(let choices) = it.signature.slots.first?.kind, let first = it.arguments.first,
      case .string(let literal) = first.kind, let text = literal.plain, choices.contains(where: { $0.word == text })
    else { return nil }
    return FamiliarArguments.finding(
      Codes.wrongKind, "a choice is a word without quotes", at: first.span, label: "a text", write: text)
  }

  /// `score ifd`: the column that a measure adds.
  @Sendable
  static func columnAsMeasure(_ it: FamiliarArguments.Written) -> Diagnostic? {
    let measures = [
      "ifd": "complexity", "difficulty": "complexity", "perplexity": "loss", "ppl": "loss", "loss_cond": "loss",
    ]
    guard it.signature.name == "score", let word = it.word(0), let measure = measures[word.lowercased()] else {
      return nil
    }
    return FamiliarArguments.finding(
      Codes.unknownChoice,
      word == "loss_cond" || word == "ifd" ? "`score \(measure)` adds `\(word)`" : "`score \(measure)` measures that",
      at: it.arguments[0].span, label: "not a measure", write: measure)
  }

  /// `describe ifd`: of some columns.
  @Sendable
  static func described(_ it: FamiliarArguments.Written) -> Diagnostic? {
    let names = it.arguments.filter { $0.kind != .comma }
    guard it.signature.name == "describe", !names.isEmpty,
      names.allSatisfy({ $0.word != nil || FamiliarArguments.isColumn($0) })
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`describe` describes every column that comes in",
      at: it.span(0, it.arguments.count - 1),
      label: "not needed", write: "show \(Canonical.text(of: names)) | describe", over: it.stage.span)
  }

  /// `plot ifd tokens`: of two columns.
  @Sendable
  static func plottedPair(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.name == "plot", it.signature.option("vs") != nil, it.word(0) != nil else { return nil }
    let place = it.arguments.indices.contains(1) && it.arguments[1].kind == .comma ? 2 : 1
    guard let word = it.word(place), !it.isKnown(word), !["against", "over", "and"].contains(word) else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "two columns are plotted with `vs` between them", at: it.span(1, place),
      label: "expected `vs`", write: "vs \(word)",
      over: Span(it.arguments[1].span.lower, it.arguments[place].span.upper))
  }
}
