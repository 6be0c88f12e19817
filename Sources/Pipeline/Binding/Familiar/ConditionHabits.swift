import Diagnostics
import Syntax

/// How others write conditions and what is computed.
enum ConditionHabits {
  /// What is a value elsewhere, and would be a column here.
  static let values = nothing.union(ReservedWords.literals)
  private static let nothing: Set = ["null", "none", "nil", "missing", "na", "nan"]

  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [
    missing, pattern, between, capitals, comparators, unnamedColumn,
  ]

  /// `where topic is null`, `is not None`, `topic == null`.
  @Sendable
  static func missing(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for (place, argument) in it.arguments.enumerated().dropFirst() {
      let isWord = argument.word?.lowercased() == "is"
      guard isWord || argument.isOperator(.equal) || argument.isOperator(.notEqual) else { continue }
      let negates = argument.isOperator(.notEqual) || isWord && it.word(place + 1)?.lowercased() == "not"
      let last = place + (isWord && negates ? 2 : 1)
      guard let word = it.word(last)?.lowercased(), nothing.contains(word) else { continue }
      guard isAlone(it, place - 1) else { continue }
      let subject = it.arguments[place - 1]
      let span = subject.span.union(it.arguments[last].span)
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "what is not there is found by `is_missing`", at: span,
        label: "no value to compare with",
        write: "\(negates ? "not " : "")is_missing(\(Canonical.text(of: [subject])))")
    }
    return nil
  }

  /// `where question like "%sort%"`, of SQL.
  @Sendable
  static func pattern(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for (place, argument) in it.arguments.enumerated().dropFirst() {
      guard let word = argument.word?.lowercased(), word == "like", isAlone(it, place - 1),
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

  /// `where tokens BETWEEN 10 AND 200`, of SQL.
  @Sendable
  static func between(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for place in it.arguments.indices.dropFirst() where it.word(place)?.lowercased() == "between" {
      guard isAlone(it, place - 1), place + 3 < it.arguments.count, it.word(place + 2)?.lowercased() == "and" else {
        continue
      }
      let subject = it.text(place - 1..<place)
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`between` is two comparisons", at: it.arguments[place].span, label: "of SQL",
        write: "\(subject) >= \(it.text(place + 1..<place + 2)) and \(subject) <= \(it.text(place + 3..<place + 4))",
        over: it.span(place - 1, place + 3))
    }
    return nil
  }

  /// `AND`, `True`: words that are written in lower case.
  @Sendable
  static func capitals(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    let words = Set(ReservedWords.operators + ReservedWords.literals + ReservedWords.textComparators)
    let found = it.arguments.enumerated().filter { place, argument in
      guard let word = argument.word, word != word.lowercased(), words.contains(word.lowercased()) else { return false }
      // Between operands a column of that name cannot stand.
      let (before, after) = (
        place > 0 ? it.arguments[place - 1] : nil, place + 1 < it.arguments.count ? it.arguments[place + 1] : nil
      )
      if ReservedWords.literals.contains(word.lowercased()) { return before.map(FamiliarArguments.isOperator) ?? false }
      guard let after, isOperand(after) || after.kind == .openParenthesis || after.isOperator(.minus) else {
        return false
      }
      return word.lowercased() == "not" ? before.map(isOperand) != true : before.map(isOperand) ?? false
    }.map(\.element)
    guard let first = found.first, let word = first.word else { return nil }
    return Diagnostic(
      Codes.unexpectedArgument, "`\(word)` is written in lower case", at: first.span, label: "of another language",
      helps: [.init("write it like this", edits: found.map { .init($0.span, ($0.word ?? "").lowercased()) })])
  }

  /// Whether one name is the whole operand that ends here: of a longer one no line is proposed.
  private static func isAlone(_ it: FamiliarArguments.Written, _ place: Int) -> Bool {
    switch it.arguments[place].kind {
    case .word(let word) where !ReservedWords.operators.contains(word.lowercased()): break
    case .column: break
    default: return false
    }
    guard place > 0 else { return true }
    let before = it.arguments[place - 1]
    return before.kind == .openParenthesis
      || before.word.map { ReservedWords.operators.contains($0.lowercased()) } ?? false
  }

  /// Whether an operand ends or begins with it.
  private static func isOperand(_ argument: Argument) -> Bool {
    switch argument.kind {
    case .word(let word): !ReservedWords.operators.contains(word.lowercased())
    case .column, .number, .string, .variable, .closeParenthesis: true
    case .op, .comma, .openParenthesis, .block: false
    }
  }

  /// `question startswith "W"`, `starts with "W"`.
  @Sendable
  static func comparators(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    let meanings = [
      "startswith": "starts", "starts_with": "starts", "begins": "starts", "beginswith": "starts", "endswith": "ends",
      "ends_with": "ends", "includes": "contains", "has": "contains", "regexp": "matches", "rlike": "matches",
    ]
    for place in it.arguments.indices.dropFirst() {
      guard let word = it.word(place), place + 1 < it.arguments.count else { continue }
      let with = it.word(place + 1) == "with" && ["starts", "ends", "begins"].contains(word)
      guard let meant = meanings[word.lowercased()] ?? (with ? word : nil),
        place + (with ? 2 : 1) < it.arguments.count,
        case .string = it.arguments[place + (with ? 2 : 1)].kind
      else { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "the comparison is called `\(meant)`", at: it.span(place, place + (with ? 1 : 0)),
        label: "of another language", write: meant)
    }
    return nil
  }

  /// `derive a b * 2`: without the sign.
  @Sendable
  static func unnamedColumn(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.signature.slots.first?.kind == .assignments, it.arguments.count > 1, it.word(0) != nil else { return nil }
    let next = it.arguments[1]
    if FamiliarArguments.isOperator(next) || next.kind == .comma || next.kind == .openParenthesis { return nil }
    guard
      next.word.map({ !ReservedWords.operators.contains($0) && !ReservedWords.textComparators.contains($0) }) ?? true
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "`\(it.signature.name)` needs a name, `=` and what is computed",
      at: .empty(at: it.arguments[0].span.upper), label: "expected `=`", write: " =")
  }
}
