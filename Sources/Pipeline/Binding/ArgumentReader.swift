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
}
