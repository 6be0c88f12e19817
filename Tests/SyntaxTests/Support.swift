import Diagnostics
import Foundation
import Testing

import Syntax

enum Place {
  /// The root of the package, from this file's place in it.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let goldens = root.appendingPathComponent("Tests/SyntaxTests/Goldens")
}

/// A source whose span of interest stands between `⟦` and `⟧`; both together mark an empty span.
struct Marked {
  let source: SourceText
  let span: Span?

  init(_ text: String) {
    var bytes: [UInt8] = []
    var lower: Int?
    var upper: Int?
    for character in text {
      switch character {
      case "⟦": lower = bytes.count
      case "⟧": upper = bytes.count
      default: bytes += character.utf8
      }
    }
    source = SourceText(name: "test", bytes: bytes)
    span = lower.flatMap { low in upper.map { Span(low, $0) } }
  }
}

/// Parses a marked source and holds its one diagnostic to every part: where, what, notes, way out, and the program that
/// the way out makes, which must parse.
func expectDiagnostic(
  _ text: String, _ code: Diagnostic.Code, _ message: String, notes: [String] = [], help: String? = nil,
  repaired: String? = nil, mode: Parser.Mode = .script, sourceLocation: SourceLocation = #_sourceLocation
) {
  let marked = Marked(text)
  let diagnostics = Parser.parse(marked.source, mode: mode).diagnostics
  #expect(diagnostics.count == 1, "\(diagnostics.map { "\($0.code) \($0.message)" })", sourceLocation: sourceLocation)
  guard let first = diagnostics.first else { return }
  check(
    first, in: marked, code, message, notes: notes, help: help, repaired: repaired, sourceLocation: sourceLocation)
  if let help = first.helps.first, !help.edits.isEmpty {
    let mended = SourceText(name: "mended", bytes: help.applied(to: marked.source))
    let left = Parser.parse(mended, mode: mode).diagnostics
    #expect(left.isEmpty, "the repaired program has \(left.map(\.message))", sourceLocation: sourceLocation)
  }
}

/// The same for an expression, which stands behind `where`.
func expectExpressionDiagnostic(
  _ text: String, _ code: Diagnostic.Code, _ message: String, notes: [String] = [], help: String? = nil,
  repaired: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  let marked = Marked(text)
  let (_, result) = parseExpression(marked.source)
  #expect(result?.diagnostics.count == 1, sourceLocation: sourceLocation)
  guard let first = result?.diagnostics.first else { return }
  check(first, in: marked, code, message, notes: notes, help: help, repaired: repaired, sourceLocation: sourceLocation)
  if let help = first.helps.first, !help.edits.isEmpty {
    let mended = SourceText(name: "mended", bytes: help.applied(to: marked.source))
    let left = parseExpression(mended).result?.diagnostics ?? []
    #expect(left.isEmpty, "the repaired expression has \(left.map(\.message))", sourceLocation: sourceLocation)
  }
}

private func check(
  _ first: Diagnostic, in marked: Marked, _ code: Diagnostic.Code, _ message: String, notes: [String], help: String?,
  repaired: String?, sourceLocation: SourceLocation
) {
  #expect(first.code == code, sourceLocation: sourceLocation)
  #expect(first.message == message, sourceLocation: sourceLocation)
  #expect(first.span == marked.span, sourceLocation: sourceLocation)
  #expect(first.notes == notes, sourceLocation: sourceLocation)
  #expect(first.helps.first?.message == help, sourceLocation: sourceLocation)
  let mended = first.helps.first.flatMap { $0.edits.isEmpty ? nil : $0.applied(to: marked.source) }
  #expect(mended.map { String(decoding: $0, as: UTF8.self) } == repaired, sourceLocation: sourceLocation)
}

/// The arguments of the last stage of the first statement, and what the expression parser makes of them.
func parseExpression(_ source: SourceText) -> (arguments: [Argument], result: ExpressionParser.Result?) {
  guard case .pipeline(let pipeline) = Parser.parse(source).program.statements.first,
    let stage = pipeline.stages.last
  else { return ([], nil) }
  return (stage.arguments, ExpressionParser.parse(stage.arguments, after: stage.nameSpan))
}

/// The first line in which two dumps differ, for messages.
func firstDifference(_ a: String, _ b: String) -> String {
  let left = a.split(separator: "\n").map(String.init) + ["the end"]
  let right = b.split(separator: "\n").map(String.init) + ["the end"]
  let pairs = zip(left, right)
  return pairs.first { $0 != $1 }.map { "`\($0)` became `\($1)`" } ?? "no difference"
}
