import Diagnostics
import Foundation
import Quantities
import Syntax

/// Numbers with their units, texts, and words of which one is chosen.
extension ArgumentReader {
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

  mutating func integer(_ role: String) throws -> Int {
    guard let first = current else { throw InternalError("a number was read past the end") }
    guard let value = try number(.integer, role, units: [.none]).integer else {
      throw mismatch(first, .integer, role)
    }
    return value
  }

  mutating func share(_ first: Argument, _ role: String) throws -> Share {
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

  mutating func string(_ first: Argument, _ kind: ArgumentKind, _ role: String) throws -> String {
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

  mutating func choice(_ first: Argument, _ choices: [Choice], _ role: String) throws -> String {
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
}
