import Diagnostics
import Syntax

/// How others write shares, numbers and units.
enum NumberHabits {
  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [
    spacedUnit, thousands, ratio, slashed, singular, shareAsNumber, shareAlone, shareOfRows, wordOfTokens,
    takenShare, takenFromBehind,
  ]

  /// `10 %`, `20 GB`, `30 min`, `5 percent`: a unit stands at its number.
  @Sendable
  static func spacedUnit(_ it: FamiliarArguments.Written) -> Diagnostic? {
    let units = [
      "percent": "%", "pct": "%", "ms": "ms", "s": "s", "sec": "s", "secs": "s", "seconds": "s", "m": "m", "min": "m",
      "mins": "m", "minute": "m", "minutes": "m", "h": "h", "hour": "h", "hours": "h", "d": "d", "day": "d",
      "days": "d", "GB": "GB", "MB": "MB", "kB": "kB", "GiB": "GiB", "MiB": "MiB",
    ]
    guard !it.readsExpression else { return nil }
    for place in it.arguments.indices.dropLast() {
      guard let number = FamiliarArguments.number(it.arguments[place]), number.unit == .none else { continue }
      let next = it.arguments[place + 1]
      let isPercent =
        next.isOperator(.modulo)
        && (place + 2 == it.arguments.count || it.word(place + 2).map(it.isKnown) ?? false)
      guard let unit = isPercent ? "%" : next.word.flatMap({ it.isKnown($0) ? nil : units[$0] }) else { continue }
      return FamiliarArguments.finding(
        Codes.wrongKind, "a unit stands directly at its number", at: it.span(place, place + 1), label: "two words",
        write: number.text + unit)
    }
    return nil
  }

  /// `10,000`: digits without a comma.
  @Sendable
  static func thousands(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard !it.readsExpression else { return nil }
    for place in it.arguments.indices.dropLast(2) {
      guard let head = FamiliarArguments.number(it.arguments[place]), it.arguments[place + 1].kind == .comma,
        let tail = FamiliarArguments.number(it.arguments[place + 2]), tail.text.prefix(3).allSatisfy(\.isNumber),
        tail.text.prefix { $0.isNumber }.count == 3,
        it.span(place, place + 2).upper - it.arguments[place].span.lower == head.text.utf8.count + 1
          + tail.text.utf8.count
      else { continue }
      return FamiliarArguments.finding(
        Codes.wrongKind, "a number has no comma between its digits", at: it.span(place, place + 2),
        label: "two numbers",
        write: head.text + tail.text)
    }
    return nil
  }

  /// `select random 1/10`.
  @Sendable
  static func ratio(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.contains(where: { $0.kind == .share }) else { return nil }
    for place in it.arguments.indices.dropLast(2) where it.arguments[place + 1].isOperator(.divide) {
      guard let part = FamiliarArguments.number(it.arguments[place]), part.unit == .none,
        let whole = FamiliarArguments.number(it.arguments[place + 2]), whole.unit == .none, whole.value > part.value
      else { continue }
      let percent = (part.value / whole.value * 1e6).rounded() / 1e4
      return FamiliarArguments.finding(
        Codes.wrongKind, "a share is a percentage, or a number of rows", at: it.span(place, place + 2),
        label: "neither", write: "\(percent == percent.rounded() ? String(Int(percent)) : String(percent))%")
    }
    return nil
  }

  /// `shard 2/4`, as other programs number parts.
  @Sendable
  static func slashed(_ it: FamiliarArguments.Written) -> Diagnostic? {
    for place in it.arguments.indices.dropLast(3) where it.arguments[place + 2].isOperator(.divide) {
      guard let word = it.word(place), it.signature.option(word)?.kind == .shard,
        let number = FamiliarArguments.number(it.arguments[place + 1]), number.unit == .none,
        let count = FamiliarArguments.number(it.arguments[place + 3]), count.unit == .none
      else { continue }
      return FamiliarArguments.finding(
        Codes.wrongKind, "one of several parts is written with `of`", at: it.span(place + 1, place + 3),
        label: "a quotient", write: "\(number.text) of \(count.text)")
    }
    return nil
  }

  /// `20k token`, `5 row`: singular for plural.
  @Sendable
  static func singular(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.contains(where: { $0.kind == .share }) else { return nil }
    for place in it.arguments.indices.dropLast() where FamiliarArguments.number(it.arguments[place]) != nil {
      guard let word = it.word(place + 1), !it.isKnown(word),
        let meant = [
          "token": "tokens", "tok": "tokens", "toks": "tokens", "row": "rows", "examples": "rows", "samples": "rows",
        ][word]
      else { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "a share is counted in `rows` or `tokens`", at: it.arguments[place + 1].span,
        label: "neither", write: meant)
    }
    return nil
  }

  /// `select diverse 0.1`: a share is written as a percentage.
  @Sendable
  static func shareAsNumber(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard let place = it.signature.slots.firstIndex(where: { $0.kind == .share }) else { return nil }
    for argument in it.arguments.prefix(place + 1) {
      guard case .number(let number) = argument.kind, number.unit == .none, number.value > 0, number.value < 1 else {
        continue
      }
      let percent = (number.value * 1e6).rounded() / 1e4
      let text = percent == percent.rounded() ? String(Int(percent)) : String(percent)
      return FamiliarArguments.finding(
        Codes.wrongKind, "a share is a percentage, or a number of rows", at: argument.span, label: "neither",
        write: "\(text)%")
    }
    return nil
  }

  /// `select 10%`, `select 10% diverse`: how stands before how many.
  @Sendable
  static func shareAlone(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.count > 1, case .choice(let choices) = it.signature.slots[0].kind,
      it.signature.slots[1].kind == .share, FamiliarArguments.number(it.arguments.first) != nil
    else { return nil }
    // `120 rows` is two words.
    let count = ["rows", "tokens"].contains(it.word(1)) ? 2 : 1
    let share = it.span(0, count - 1)
    let written = it.word(count).flatMap { word in choices.contains { $0.word == word } ? word : nil }
    guard written != nil || it.arguments.count == count || it.word(count).map(it.isKnown) ?? false,
      let word = written ?? choices.first?.word
    else { return nil }
    return FamiliarArguments.finding(
      Codes.wrongKind, "`\(it.signature.name)` is followed by how rows are chosen, then by how many", at: share,
      label: "behind `\(word)`", write: "\(word) \(it.text(0..<count))",
      over: written == nil ? share : it.span(0, count))
  }

  /// `select random 10% of rows`.
  @Sendable
  static func shareOfRows(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.contains(where: { $0.kind == .share }) else { return nil }
    for place in it.arguments.indices.dropLast() {
      guard FamiliarArguments.number(it.arguments[place])?.unit == .percent, it.word(place + 1) == "of" else {
        continue
      }
      let last = min(place + 2, it.arguments.count - 1)
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "a percentage is of the rows that come in", at: it.span(place + 1, last),
        label: "needs no more words", write: "",
        over: Span(it.arguments[place].span.upper, it.arguments[last].span.upper),
        help: "leave them out")
    }
    return nil
  }

  /// `pack 4096 tokens`.
  @Sendable
  static func wordOfTokens(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard let slot = it.signature.slots.first, slot.kind == .integer, it.arguments.count > 1,
      FamiliarArguments.number(it.arguments[0]) != nil,
      let word = it.word(1), ["tokens", "rows", "row", "token"].contains(word), !it.isKnown(word)
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`\(it.signature.name)` is followed by the number alone", at: it.arguments[1].span,
      label: "not needed", write: "", over: Span(it.arguments[0].span.upper, it.arguments[1].span.upper),
      help: "leave it out")
  }

  /// Whether the arguments stand at the stage: what a `def` fills in stands where it is called.
  private static func isWrittenHere(_ it: FamiliarArguments.Written) -> Bool {
    it.arguments.first.map { $0.span.lower == it.stage.nameSpan.upper + 1 } ?? false
  }

  /// `take 10%`: a number of rows is taken, a share is drawn.
  @Sendable
  static func takenShare(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.name == "take", isWrittenHere(it), it.arguments.count == 1,
      let number = FamiliarArguments.number(it.arguments[0]), number.unit == .percent
    else { return nil }
    return FamiliarArguments.finding(
      Codes.wrongKind, "`take` takes a number of rows; a share is drawn with `sample`", at: it.arguments[0].span,
      label: "a share", write: "sample \(number.text)", over: it.stage.nameSpan.union(it.arguments[0].span))
  }

  /// `take -5`: the last rows.
  @Sendable
  static func takenFromBehind(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.name == "take", isWrittenHere(it), it.arguments.count == 2, it.arguments[0].isOperator(.minus),
      let number = FamiliarArguments.number(it.arguments[1])
    else { return nil }
    return FamiliarArguments.finding(
      Codes.outOfRange, "`take` takes the first rows; the last are the first from behind", at: it.span(0, 1),
      label: "below 0", write: "sort row desc | take \(number.text)",
      over: it.stage.nameSpan.union(it.arguments[1].span))
  }
}
