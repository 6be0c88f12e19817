public import Diagnostics

/// Reads an expression from a stage's flat list of arguments. The binder calls it where a signature says that an
/// expression stands. From loose to tight: `or`; `and`; `not`; comparisons, `in`, `contains` and their like (which do not chain); `+ -`; `* / %`;
/// unary minus; call; primary.
public struct ExpressionParser {
  /// An expression, or why there is none.
  public struct Result: Sendable {
    /// nil after an error.
    public var expression: Expression?
    /// Index of the first argument that does not belong to it; after an error, the end of the list.
    public var next: Int
    /// What is wrong; empty where the expression is whole.
    public var diagnostics: [Diagnostic]
  }

  /// Reads the longest expression that begins at `start`.
  /// - Parameter place: what stands before it (the stage's name); a missing expression is reported behind it.
  public static func parse(_ arguments: [Argument], from start: Int = 0, after place: Span) -> Result {
    var parser = ExpressionParser(arguments: arguments, index: start, place: place)
    let expression = parser.disjunction()
    let failed = parser.diagnostics.hasErrors && parser.hasFailed
    return Result(
      expression: failed ? nil : expression, next: failed ? arguments.count : parser.index,
      diagnostics: parser.diagnostics)
  }

  private let arguments: [Argument]
  private var index: Int
  private let place: Span
  private var diagnostics: [Diagnostic] = []
  private var hasFailed = false
  private var depth = 0
  private var operators = 0

  /// Bounds recursion, here and in whoever walks the tree.
  private static let depthLimit = 64
  private static let operatorLimit = 500

  private init(arguments: [Argument], index: Int, place: Span) {
    self.arguments = arguments
    self.index = index
    self.place = place
  }

  private var current: Argument? { index < arguments.count ? arguments[index] : nil }

  // MARK: Levels

  private mutating func disjunction() -> Expression? {
    chain({ $0.conjunction() }) { $0.word == "or" ? .or : nil }
  }

  private mutating func conjunction() -> Expression? {
    chain({ $0.negation() }) { $0.word == "and" ? .and : nil }
  }

  private mutating func negation() -> Expression? {
    guard let sign = current, sign.word == "not" else { return comparison() }
    index += 1
    return nested(sign.span) { parser in
      parser.negation().map { .unary(.not, $0, sign.span.union($0.span)) }
    }
  }

  private mutating func comparison() -> Expression? {
    let start = index
    guard let left = sum() else { return nil }
    guard let (sign, isNegated) = comparisonSign() else { return left }
    let middle = index
    guard let right = sign.takesList ? membershipRight() : sum() else { return nil }
    var result = sign.expression(left, right)
    if isNegated { result = .unary(.not, result, result.span) }
    let end = index
    if let again = current, comparisonSign() != nil {
      let operand = Canonical.text(of: Array(arguments[middle..<end]))
      return fail(
        Diagnostic(
          "C0142", "comparisons cannot be chained", at: again.span, label: "a second comparison",
          secondary: [.init(span: arguments[start].span.union(arguments[end - 1].span), text: "the first one")],
          helps: [
            .init("join two with `and`", edits: [.init(.empty(at: again.span.lower), "and \(operand) ")])
          ]))
    }
    return result
  }

  private mutating func sum() -> Expression? {
    chain({ $0.product() }) {
      $0.isOperator(.plus) ? .add : $0.isOperator(.minus) ? .subtract : nil
    }
  }

  private mutating func product() -> Expression? {
    chain({ $0.negative() }) {
      $0.isOperator(.times)
        ? .multiply : $0.isOperator(.divide) ? .divide : $0.isOperator(.modulo) ? .remainder : nil
    }
  }

  private mutating func negative() -> Expression? {
    guard let sign = current, sign.isOperator(.minus) else { return primary() }
    index += 1
    return nested(sign.span) { parser in
      parser.negative().map { .unary(.minus, $0, sign.span.union($0.span)) }
    }
  }

  private mutating func primary() -> Expression? {
    guard let argument = current else { return missingOperand() }
    switch argument.kind {
    case .number(let number):
      index += 1
      return .number(number, argument.span)
    case .string(let string):
      index += 1
      return .string(string, argument.span)
    case .variable(let name):
      index += 1
      return .variable(name, argument.span)
    case .column(let name):
      index += 1
      return .column(name, argument.span)
    case .word(let word):
      if ReservedWords.operators.contains(word) { return missingOperand() }
      index += 1
      if ReservedWords.literals.contains(word) { return .boolean(word == "true", argument.span) }
      if let next = current, next.kind == .openParenthesis, !next.spaceBefore {
        return nested(next.span) { $0.call(NameSyntax(word, span: argument.span)) }
      }
      return .column(word, argument.span)
    case .openParenthesis:
      index += 1
      return nested(argument.span) { parser in
        guard let inner = parser.disjunction() else { return nil }
        return parser.closing(in: "a group") != nil ? inner : nil
      }
    case .block:
      return fail(
        Diagnostic(
          "C0140", "a block cannot be part of an expression", at: argument.span, label: "expected a column or a value"))
    case .op, .comma, .closeParenthesis:
      return missingOperand()
    }
  }

  // MARK: Parts

  private mutating func chain(
    _ operand: (inout ExpressionParser) -> Expression?, _ sign: (Argument) -> Expression.BinaryOperator?
  ) -> Expression? {
    guard var left = operand(&self) else { return nil }
    while let argument = current, let found = sign(argument) {
      operators += 1
      if operators > Self.operatorLimit {
        return fail(
          Diagnostic(
            "C0144", "this expression is too long", at: argument.span,
            label: "more than \(Self.operatorLimit) operators", notes: ["`in (…)` replaces a chain of `or`"]))
      }
      index += 1
      guard let right = operand(&self) else { return nil }
      left = .binary(found, left, right, left.span.union(right.span))
    }
    return left
  }

  /// What stands between the two sides of a comparison.
  private enum ComparisonSign {
    case binary(Expression.BinaryOperator)
    /// A function of two texts, written between them.
    case function(NameSyntax)

    var takesList: Bool {
      switch self {
      case .binary(let sign): sign == .isIn
      case .function: false
      }
    }

    func expression(_ left: Expression, _ right: Expression) -> Expression {
      let span = left.span.union(right.span)
      return switch self {
      case .binary(let sign): .binary(sign, left, right, span)
      case .function(let name): .call(name, [left, right], span)
      }
    }
  }

  /// Takes a comparison sign; `=` is reported and read as `==`.
  private mutating func comparisonSign() -> (sign: ComparisonSign, isNegated: Bool)? {
    guard let argument = current else { return nil }
    switch argument.kind {
    case .op(.assign):
      diagnostics.append(
        Diagnostic(
          "C0141", "`=` is not a comparison", at: argument.span, label: "assigns a name",
          helps: [.init("equality is written `==`", edits: [.init(argument.span, "==")])]))
      index += 1
      return (.binary(.equal), false)
    case .op(let sign) where sign.isComparison:
      guard let found = Expression.BinaryOperator(rawValue: sign.rawValue) else { return nil }
      index += 1
      return (.binary(found), false)
    case .word("not"):
      guard index + 1 < arguments.count, let sign = wordSign(arguments[index + 1]) else { return nil }
      index += 2
      return (sign, true)
    case .word:
      guard let sign = wordSign(argument) else { return nil }
      index += 1
      return (sign, false)
    default: return nil
    }
  }

  private func wordSign(_ argument: Argument) -> ComparisonSign? {
    guard let word = argument.word else { return nil }
    if word == Expression.BinaryOperator.isIn.rawValue { return .binary(.isIn) }
    return ReservedWords.textComparators.contains(word) ? .function(NameSyntax(word, span: argument.span)) : nil
  }

  private mutating func membershipRight() -> Expression? {
    guard let open = current, open.kind == .openParenthesis else { return primary() }
    index += 1
    return nested(open.span) { parser in
      guard let (items, close) = parser.items(in: "a list") else { return nil }
      return .list(items, open.span.union(close))
    }
  }

  private mutating func call(_ name: NameSyntax) -> Expression? {
    index += 1
    guard let (items, close) = items(in: "`\(name.text)(…)`") else { return nil }
    return .call(name, items, name.span.union(close))
  }

  /// Expressions between commas, up to and with the closing parenthesis.
  private mutating func items(in owner: String) -> (items: [Expression], close: Span)? {
    if let first = current, first.kind == .closeParenthesis {
      index += 1
      return ([], first.span)
    }
    var items: [Expression] = []
    while true {
      guard let item = disjunction() else { return nil }
      items.append(item)
      if let comma = current, comma.kind == .comma {
        index += 1
        continue
      }
      return closing(in: owner).map { (items, $0) }
    }
  }

  private mutating func closing(in owner: String) -> Span? {
    guard let argument = current else {
      _ = missingOperand()
      return nil
    }
    if argument.kind == .closeParenthesis {
      index += 1
      return argument.span
    }
    let previous = index > 0 ? arguments[index - 1].span : place
    _ = fail(
      Diagnostic(
        "C0145", "\(owner) cannot continue like this", at: argument.span,
        label: "expected an operator, a comma or `)` before this",
        secondary: [.init(span: previous, text: "after this")]))
    return nil
  }

  private mutating func nested(_ span: Span, _ body: (inout ExpressionParser) -> Expression?) -> Expression? {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      return fail(
        Diagnostic(
          "C0144", "this expression is nested too deeply", at: span, label: "more than \(Self.depthLimit) levels"))
    }
    return body(&self)
  }

  private mutating func missingOperand() -> Expression? {
    let previous = index > 0 && index <= arguments.count ? arguments[index - 1].span : place
    guard let found = current else {
      return fail(
        Diagnostic(
          "C0140", "the expression ends too early", at: previous,
          label: "expected a column or a value after this"))
    }
    let shown = Canonical.text(of: [found])
    return fail(
      Diagnostic(
        "C0140", "a column or a value is missing before `\(shown)`", at: found.span,
        label: "expected a column or a value before this"))
  }

  private mutating func fail(_ diagnostic: Diagnostic) -> Expression? {
    if !hasFailed { diagnostics.append(diagnostic) }
    hasFailed = true
    return nil
  }
}
