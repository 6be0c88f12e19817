import Diagnostics
import Foundation
import Quantities
import Syntax

/// Unwinds after findings that are already in `ArgumentReader.noted` or with the binder.
struct AlreadyReported: Error {}

/// Reads values of a given kind out of a flat list of arguments. Blocks and names are handed to `resolve`.
struct ArgumentReader {
  let arguments: [Argument]
  /// Where a value is missing when the list ends.
  let end: Int
  var index = 0
  /// Binds `{ … }`, a name, a cell or a file in a slot of kind block, rows, packs or model.
  let resolve: (Argument, ArgumentKind) throws -> ArgumentValue

  /// What the expression parser reported, in order.
  var noted: [Diagnostic] = []

  init(
    arguments: [Argument], end: Int, resolve: @escaping (Argument, ArgumentKind) throws -> ArgumentValue
  ) {
    self.arguments = arguments
    self.end = end
    self.resolve = resolve
  }

  var current: Argument? { index < arguments.count ? arguments[index] : nil }
  var isAtEnd: Bool { index >= arguments.count }

  /// Reads one value.
  /// - Parameter role: the words for the place in messages: "the share of `select`".
  /// - Throws: `Diagnostic`; `index` then stands where reading can go on.
  mutating func value(
    _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil, role: String
  ) throws -> BoundArgument {
    let start = index
    guard let first = current else {
      throw Diagnostic(
        Codes.missingValue, "\(role) is missing", at: .empty(at: end), label: "expected \(kind.words)")
    }
    if case .variable = first.kind {
      // Not filled in: nothing stands behind it, which is reported already.
      if kind == .shard { passOverShard() } else { index += 1 }
      throw AlreadyReported()
    }
    let value = try read(kind, first, role: role)
    if let range {
      if case .integer(let n) = value, !range.contains(Double(n)) { throw outOfRange(first, role, Self.words(range)) }
      if case .number(let x) = value, !range.contains(x) { throw outOfRange(first, role, Self.words(range)) }
    }
    let last = arguments[max(start, index - 1)].span
    return BoundArgument(value, span: first.span.union(last))
  }

  private mutating func read(_ kind: ArgumentKind, _ first: Argument, role: String) throws -> ArgumentValue {
    switch kind {
    case .number: return .number(try number(kind, role, units: [.none]).value)
    case .integer: return .integer(try integer(role))
    case .percentage:
      let literal = try number(kind, role, units: [.percent])
      guard (0...1).contains(literal.value) else { throw outOfRange(first, role, "between 0% and 100%") }
      return .percentage(literal.value)
    case .share: return .share(try share(first, role))
    case .duration:
      let literal = try number(kind, role, units: [.seconds])
      return .duration(try notNegative(literal.value, first, role))
    case .size:
      guard let bytes = try number(kind, role, units: [.bytes]).integer else {
        throw outOfRange(first, role, "whole bytes")
      }
      return .size(try notNegative(bytes, first, role))
    case .rate:
      let literal = try number(kind, role, units: [.none])
      guard current?.isOperator(.divide) == true, index + 1 < arguments.count, arguments[index + 1].word == "h" else {
        throw mismatch(first, kind, role)
      }
      index += 2
      return .rate(try notNegative(literal.value, first, role))
    case .shard: return .shard(try shard(first, role))
    case .string: return .string(try string(first, kind, role))
    case .path:
      if let bare = bareRun() {
        index += bare.count
        throw Diagnostic(
          Codes.wrongKind, "\(role) must be \(kind.words), not `\(bare.text)`", at: bare.span,
          label: "expected \(kind.words)",
          helps: [.init("text is written in double quotes", edits: [.init(bare.span, Canonical.quoted(bare.text))])])
      }
      return .path(Self.expanded(try string(first, kind, role)))
    case .word:
      guard let word = first.word else { throw mismatch(first, kind, role) }
      index += 1
      return .word(word)
    case .column:
      switch first.kind {
      case .word(let name), .column(let name):
        index += 1
        return .column(name)
      default: throw mismatch(first, kind, role)
      }
    case .expression, .formula: return .expression(try expression(role))
    case .assignments: return .assignments(try assignments(role))
    case .sortKeys: return .sortKeys(try sortKeys(role))
    case .choice(let choices): return .choice(try choice(first, choices, role))
    case .block:
      guard case .block = first.kind else { throw mismatch(first, kind, role) }
      index += 1
      return try resolve(first, kind)
    case .rows, .packs, .model, .value:
      index += 1
      switch first.kind {
      case .block, .word: return try resolve(first, kind)
      case .string(let literal) where kind == .model:
        guard let text = literal.plain else { throw AlreadyReported() }
        return .path(Self.expanded(text))
      case .string where kind != .packs: return try resolve(first, kind)
      default: throw mismatch(first, kind, role)
      }
    }
  }

  /// `evol-codealpaca-1`, `gpt-4`: a name without quotes, which reads as several arguments.
  private func bareRun() -> (text: String, span: Span, count: Int)? {
    var text = ""
    var next = index
    loop: while next < arguments.count, next == index || !arguments[next].spaceBefore {
      switch arguments[next].kind {
      case .word(let word): text += word
      case .number(let number): text += number.text
      case .op(.minus): text += "-"
      case .op(.divide): text += "/"
      case .op(.times): text += "*"
      default: break loop
      }
      next += 1
    }
    guard next - index > 1, arguments[index].word != nil else { return nil }
    return (text, arguments[index].span.union(arguments[next - 1].span), next - index)
  }

  /// Of times, sizes and prices none is below nothing.
  private func notNegative<T: Comparable & SignedNumeric>(_ value: T, _ first: Argument, _ role: String) throws -> T {
    guard value >= 0 else { throw outOfRange(first, role, "at least 0") }
    return value
  }

  /// Moves over one scalar of whatever kind: the argument of a parameter without a declared type.
  mutating func skipScalar(role: String) throws {
    guard let first = current else { throw InternalError("a scalar was read past the end") }
    if first.isOperator(.minus) { index += 1 }
    switch current?.kind {
    case .number:
      index += 1
      if current?.word == "rows" || current?.word == "tokens" { index += 1 }
    case .word, .column, .string: index += 1
    default:
      throw Diagnostic(
        Codes.wrongKind, "\(role) must be a number, a string or a word, not \(Words.name(first))", at: first.span,
        label: "expected a number, a string or a word")
    }
  }

  // MARK: Literals

  mutating func number(
    _ kind: ArgumentKind, _ role: String, units: Set<NumberLiteral.Unit>
  ) throws -> NumberLiteral {
    guard let first = current else { throw InternalError("a number was read past the end") }
    let negative = first.isOperator(.minus)
    if negative { index += 1 }
    guard let argument = current, case .number(var literal) = argument.kind, units.contains(literal.unit) else {
      throw mismatch(first, kind, role)
    }
    index += 1
    if negative {
      literal.value = -literal.value
      literal.text = "-" + literal.text
    }
    return literal
  }

  private mutating func integer(_ role: String) throws -> Int {
    guard let first = current else { throw InternalError("a number was read past the end") }
    guard let value = try number(.integer, role, units: [.none]).integer else {
      throw mismatch(first, .integer, role)
    }
    return value
  }

  private mutating func share(_ first: Argument, _ role: String) throws -> Share {
    let literal = try number(.share, role, units: [.none, .percent])
    if literal.unit == .percent {
      guard literal.value > 0, literal.value <= 1 else { throw outOfRange(first, role, "above 0% and at most 100%") }
      return .fraction(literal.value)
    }
    guard let count = literal.integer else { throw mismatch(first, .share, role) }
    let word = current?.word
    if word == "rows" || word == "tokens" { index += 1 }
    guard count >= 1 else { throw outOfRange(first, role, "at least 1") }
    return word == "tokens" ? .tokens(count) : .rows(count)
  }

  private mutating func string(_ first: Argument, _ kind: ArgumentKind, _ role: String) throws -> String {
    if case .string(let literal) = first.kind, let text = literal.plain {
      index += 1
      return text
    }
    throw mismatch(first, kind, role)
  }

  /// `~` and `~/…` name the home directory.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return FileManager.default.homeDirectoryForCurrentUser.path + path.dropFirst(1)
  }

  private mutating func choice(_ first: Argument, _ choices: [Choice], _ role: String) throws -> String {
    let words = choices.map(\.word)
    guard let word = first.word else { throw mismatch(first, .choice(choices), role) }
    index += 1
    if words.contains(word) { return word }
    var diagnostic = Diagnostic(
      Codes.unknownChoice, "\(role) cannot be `\(word)`", at: first.span,
      label: "expected " + Words.list(words, "or"))
    if let near = Spelling.candidate(for: word, among: words) {
      diagnostic = diagnostic.adding(help: "a choice with a similar name exists", edits: [.init(first.span, near)])
    }
    throw diagnostic
  }

  // MARK: Expressions

  mutating func expression(_ role: String) throws -> RowExpression {
    guard !isAtEnd else {
      throw Diagnostic(
        Codes.missingValue, "\(role) is missing", at: .empty(at: end), label: "expected an expression")
    }
    let start = index
    let place =
      start > 0 ? arguments[start - 1].span : Span(max(0, arguments[start].span.lower - 1), arguments[start].span.lower)
    let result = ExpressionParser.parse(arguments, from: start, after: place)
    index = max(result.next, start)
    noted += result.diagnostics
    guard let expression = result.expression else {
      // What it reported is the reason; this only unwinds.
      throw AlreadyReported()
    }
    return expression
  }

  private mutating func assignments(_ role: String) throws -> [Assignment] {
    var result: [Assignment] = []
    repeat {
      if current?.kind == .comma { index += 1 }
      guard let name = current else {
        throw Diagnostic(
          Codes.missingValue, "\(role) is missing", at: .empty(at: end), label: "expected `name = expression`")
      }
      switch name.kind {
      case .word(let text), .column(let text):
        guard index + 1 < arguments.count, arguments[index + 1].isOperator(.assign) else {
          throw mismatch(name, .assignments, role)
        }
        index += 2
        result.append(Assignment(name: text, expression: try expression("the expression for `\(text)`")))
      default: throw mismatch(name, .assignments, role)
      }
    } while current?.kind == .comma
    return result
  }

  private mutating func sortKeys(_ role: String) throws -> [SortKey] {
    var result: [SortKey] = []
    repeat {
      if current?.kind == .comma { index += 1 }
      let key = try expression(role)
      let descending = current?.word == "desc"
      if descending || current?.word == "asc" { index += 1 }
      result.append(SortKey(key, descending: descending))
    } while current?.kind == .comma
    return result
  }

  // MARK: Errors

  func outOfRange(_ argument: Argument, _ role: String, _ range: String) -> Diagnostic {
    // With its minus sign a number is two arguments.
    let end = index > 0 ? max(argument.span.upper, arguments[index - 1].span.upper) : argument.span.upper
    return Diagnostic(
      Codes.outOfRange, "\(role) must be \(range)", at: Span(argument.span.lower, end), label: "out of range")
  }

  private static func words(_ range: ClosedRange<Double>) -> String {
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
