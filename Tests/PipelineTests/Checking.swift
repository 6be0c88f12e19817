import Diagnostics
import Foundation
import Pipeline
import Store
import Syntax
import TestSupport
import Testing
import Work

/// A session over the toy language with a store of its own.
struct ToySession {
  let folder: TemporaryDirectory
  let runs = Runs()
  let interpreter: Interpreter
  let executor: Executor

  init(cells: Bool = false, library: Bool = false) throws {
    folder = try TemporaryDirectory()
    executor = Executor(
      registry: Toy.registry(runs), store: try ResultStore(directory: folder("store")), engine: Toy.engine)
    interpreter = Interpreter(executor: executor, cells: cells)
    // What a search tries is written with stages that toys do not have.
    if library {
      try interpreter.load(library: StandardLibrary.files.filter { $0.name != StandardLibrary.recipes.name })
    }
  }

  /// Another process's view: the same store, nothing in memory.
  init(sharing other: ToySession, cells: Bool = false) throws {
    folder = other.folder
    executor = Executor(
      registry: Toy.registry(runs), store: try ResultStore(directory: folder("store")), engine: Toy.engine)
    interpreter = Interpreter(executor: executor, cells: cells)
  }

  /// Runs every line; returns the summary of the last value.
  @discardableResult
  func run(_ text: String, cell: Int? = nil) throws -> String? {
    let source = SourceText(name: "test", text: text)
    let (program, found) = Parser.parse(source)
    if found.hasErrors { throw Findings(found) }
    var summary: String?
    for statement in program.statements {
      let outcome = try interpreter.run(statement, in: source, cell: cell)
      summary = outcome.value?.summary ?? outcome.message
    }
    return summary
  }

  func check(_ text: String) -> [Diagnostic] {
    let source = SourceText(name: "test", text: text)
    let (program, found) = Parser.parse(source)
    return found + interpreter.check(program, source)
  }
}

/// Checks one source with the place of its only error between `⟦` and `⟧`.
/// - Parameters:
///   - code, message: of the error, whole.
///   - secondary: the text under the second label, with the label.
///   - note: one of its notes.
///   - fix: the source after the first help's edits.
func expectError(
  _ marked: String, _ code: String, _ message: String, secondary: (String, String)? = nil, note: String? = nil,
  fix: String? = nil, session: ToySession? = nil, location: SourceLocation = #_sourceLocation
) throws {
  let parts = marked.components(separatedBy: "⟦")
  let rest = parts.count == 2 ? parts[1].components(separatedBy: "⟧") : []
  try #require(rest.count == 2, "the source marks one place", sourceLocation: location)
  let text = parts[0] + rest[0] + rest[1]
  let session = try session ?? ToySession()
  let source = SourceText(name: "test", text: text)
  let found = session.check(text)
  let shown = Renderer.plain.render(found, in: source)
  #expect(found.count == 1, "\(shown)", sourceLocation: location)
  guard let first = found.first else { return }
  #expect(first.code.name == code, "\(shown)", sourceLocation: location)
  #expect(first.message == message, sourceLocation: location)
  let span = Span(parts[0].utf8.count, parts[0].utf8.count + rest[0].utf8.count)
  #expect(first.span == span, "\(shown)", sourceLocation: location)
  if let secondary {
    #expect(first.secondary.map { source.text($0.span) } == [secondary.0], sourceLocation: location)
    #expect(first.secondary.map(\.text) == [secondary.1], sourceLocation: location)
  }
  if let note { #expect(first.notes.contains(note), "\(first.notes)", sourceLocation: location) }
  let fixed = first.helps.first { !$0.edits.isEmpty }.map { String(decoding: $0.applied(to: source), as: UTF8.self) }
  #expect(fixed == fix, sourceLocation: location)
  if let fix, fix != text {
    // A patched line is offered only if it is right, at least in this place.
    #expect(!session.check(fix).contains { $0.code.name == code && $0.span == span }, sourceLocation: location)
  }
}
