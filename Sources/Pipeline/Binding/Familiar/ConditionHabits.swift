import Diagnostics
import Syntax

/// How others write conditions and what is computed.
enum ConditionHabits {
  /// What is a value elsewhere, and would be a column here.
  static let values = nothing.union(ReservedWords.literals)
  private static let nothing: Set = ["null", "none", "nil", "missing", "na", "nan"]

  static let all: [@Sendable (FamiliarArguments.Written) -> Diagnostic?] = [
    missing, pattern, between, capitals, comparators, equality, limit, assignment, spacedCall, unnamedColumn,
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
      guard let word = argument.word?.lowercased(), word == "like" || word == "ilike", isAlone(it, place - 1),
        place + 1 < it.arguments.count, case .string(let literal) = it.arguments[place + 1].kind,
        let text = literal.plain
      else { continue }
      let (open, closed) = (text.hasPrefix("%"), text.hasSuffix("%"))
      let bare = String(text.dropFirst(open ? 1 : 0).dropLast(closed && text.count > 1 ? 1 : 0))
      let comparator = open && closed ? "contains" : closed ? "starts" : open ? "ends" : "=="
      // Whatever the case of its letters.
      let isAnyCase = word == "ilike"
      let subject = it.arguments[place - 1].span
      let span = (isAnyCase ? subject : argument.span).union(it.arguments[place + 1].span)
      let operand = isAnyCase ? "lower(\(it.text(place - 1..<place))) " : ""
      let sought = isAnyCase ? bare.lowercased() : bare
      var diagnostic = Diagnostic(
        Codes.unexpectedArgument, "`\(word)` is no comparison", at: argument.span, label: "of SQL")
      if !bare.contains("%"), !bare.contains("_") {
        diagnostic = diagnostic.adding(
          help: "write it like this", edits: [.init(span, "\(operand)\(comparator) \(Canonical.quoted(sought))")])
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
      if ReservedWords.literals.contains(word.lowercased()) {
        return before.map(FamiliarArguments.isOperator) ?? (it.arguments.count == 1)
      }
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

  /// `where level is 2`, of SQL.
  @Sendable
  static func equality(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for place in it.arguments.indices.dropFirst().dropLast() where it.word(place)?.lowercased() == "is" {
      let isNegated = it.word(place + 1)?.lowercased() == "not" && place + 2 < it.arguments.count
      guard isAlone(it, place - 1), isOperand(it.arguments[place + (isNegated ? 2 : 1)]) else { continue }
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "values are compared with `==` and `!=`",
        at: it.span(place, place + (isNegated ? 1 : 0)), label: "of another language", write: isNegated ? "!=" : "==")
    }
    return nil
  }

  /// `where tokens > 5 limit 10`: a part of SQL that is a stage.
  @Sendable
  static func limit(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for place in it.arguments.indices.dropFirst().dropLast() {
      guard let word = it.word(place)?.lowercased(), isOperand(it.arguments[place - 1]) else { continue }
      if word == "limit" || word == "take", place + 2 == it.arguments.count,
        let count = FamiliarArguments.number(it.arguments[place + 1])
      {
        return FamiliarArguments.finding(
          Codes.unexpectedArgument, "how many rows are taken is a stage of its own", at: it.span(place, place + 1),
          label: "behind a `|`", write: "| take \(count.text)")
      }
      if word == "order" || word == "sort", it.word(place + 1)?.lowercased() == "by", place + 2 < it.arguments.count {
        return FamiliarArguments.finding(
          Codes.unexpectedArgument, "the order of rows is a stage of its own", at: it.span(place, place + 1),
          label: "behind a `|`", write: "| sort")
      }
    }
    return nil
  }

  /// `derive x == tokens`, `derive x += 1`.
  @Sendable
  static func assignment(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.computes, it.arguments.count > 2, let name = it.word(0) else { return nil }
    if it.arguments[1].isOperator(.equal) {
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "`==` compares; a column is given its value with `=`", at: it.arguments[1].span,
        label: "expected `=`", write: "=")
    }
    guard it.arguments.count > 3, case .op(let sign) = it.arguments[1].kind, !sign.isComparison, sign != .assign,
      it.arguments[2].isOperator(.assign)
    else { return nil }
    return FamiliarArguments.finding(
      Codes.unexpectedArgument, "a column is computed whole", at: it.span(1, 2), label: "of another language",
      write: "= \(name) \(sign.rawValue)")
  }

  /// `contains (answer, "a")`: a blank before the parenthesis.
  @Sendable
  static func spacedCall(_ it: FamiliarArguments.Written) -> Diagnostic? {
    guard it.readsExpression else { return nil }
    for place in it.arguments.indices.dropLast() {
      guard let word = it.word(place), ExpressionFunction(rawValue: word) != nil,
        it.arguments[place + 1].kind == .openParenthesis, it.arguments[place + 1].spaceBefore,
        place == 0 || !isOperand(it.arguments[place - 1])
      else { continue }
      let gap = Span(it.arguments[place].span.upper, it.arguments[place + 1].span.lower)
      return FamiliarArguments.finding(
        Codes.unexpectedArgument, "a function's parenthesis stands directly behind its name", at: gap,
        label: "no blank here", write: "")
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
