import Diagnostics
import Documents
import Foundation
import Notebook
import Pipeline
import Stages
import Store
import TestSupport
import Testing
import Work

/// What a session's file holds while a cell runs, and what of it is none of this program's business.
@Suite struct KeepingTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  func notebook() throws -> Notebook {
    let executor = Executor(
      registry: .standard, store: try ResultStore(directory: folder("store")), engine: .current)
    return try Notebook { Interpreter(executor: executor, cells: true) }
  }

  /// Looks into the session's file when a stage begins.
  final class Looker: RunObserver, @unchecked Sendable {
    // Unchecked: called on the thread that runs the cell, which is the test's.
    let path: String
    var found: [SessionDocument] = []
    init(_ path: String) { self.path = path }
    func stageStarted(_ call: BoundCall) {
      if let document = try? SessionFile.read(path) { found.append(document) }
    }
  }

  @Test func theCellThatRunsIsInTheFile() throws {
    let path = folder("s.json")
    let rows = folder("rows.jsonl")
    try #"{"instruction": "a", "output": "b"}"#.write(toFile: rows, atomically: true, encoding: .utf8)
    let book = try notebook()
    try book.open(path)
    let looker = Looker(path)
    _ = try book.run("let a = load \"\(rows)\"", observer: looker, work: .silent)
    _ = try book.run("a | take 1", observer: looker, work: .silent)
    #expect(looker.found.map { $0.cells.map(\.status) } == [[.interrupted], [.done, .interrupted]])
    #expect(looker.found.map(\.nextNumber) == [2, 3])
    // A cell that is run again keeps its place, and what comes after it stays.
    looker.found = []
    _ = try book.rerun(1, source: "load \"\(rows)\" | take 1 | sort row", observer: looker, work: .silent)
    let during = try #require(looker.found.first)
    #expect(during.cells.map(\.number) == [1, 2] && during.cells.map(\.status) == [.interrupted, .done])
    #expect(during.cells[0].source.hasSuffix("sort row"))
    #expect(try SessionFile.read(path).cells.map(\.status) == [.done, .done])
  }

  /// Edited by hand, or by a cell's own `save`: what stands there is not the session's to replace.
  @Test func whatSomebodyElseWroteThereIsNotReplaced() throws {
    let path = folder("s.json")
    let book = try notebook()
    func run(_ text: String) throws { _ = try book.run(text, observer: SilentObserver(), work: .silent) }
    try book.open(path)
    try run("let a = load | take 2")
    // The same bytes written again, and other times, are no change.
    let before = try AtomicFile.read(path)
    try AtomicFile.write(before, to: path)
    chmod(path, 0o640)
    try run("let b = load | take 3")
    #expect(book.problem == nil)
    let edited = String(decoding: try AtomicFile.read(path), as: UTF8.self).replacing("take 3", with: "take 7")
    try AtomicFile.write(edited, to: path)
    try run("let c = load | take 4")
    #expect(
      book.problem?.diagnostic.code.name == "C0605" && book.problem?.description.contains("was changed after") == true)
    #expect(try String(decoding: AtomicFile.read(path), as: UTF8.self) == edited)
    // Kept elsewhere, or here beside what was edited.
    #expect(try book.save(as: path) == path + ".changed-1")
    #expect(try String(decoding: AtomicFile.read(path + ".changed-1"), as: UTF8.self) == edited)
    #expect(try SessionFile.read(path).cells.count == 3)
    try run("let d = load | take 5")
    #expect(try book.problem == nil && SessionFile.read(path).cells.count == 4)
    // One that is gone is written anew.
    unlink(path)
    try run("let e = load | take 6")
    #expect(try book.problem == nil && SessionFile.read(path).cells.count == 5)
    // Opened again, it is what stands there.
    try AtomicFile.write(edited, to: path)
    try book.open(path)
    #expect(book.cells.count == 2)
    try run("let f = load | take 1")
    #expect(try book.problem == nil && SessionFile.read(path).cells.count == 3)
  }

  @Test func whatTheProgramDoesNotKnowIsNamedAndKept() throws {
    let path = folder("s.json")
    var book: Notebook? = try notebook()
    try book?.open(path)
    _ = try book?.run("let a = load | take 2", observer: SilentObserver(), work: .silent)
    book = nil
    var value = try JSONValue.parse(AtomicFile.read(path), file: path)
    var root = try #require(value.object)
    var bindings = try #require(root["bindings"]?.object)
    var entry = try #require(bindings["a"]?.object)
    entry["colour"] = "red"
    bindings["a"] = .object(entry)
    bindings["b"] = .object(["type": "Hologram"])
    bindings["c"] = 7
    root["bindings"] = .object(bindings)
    root["settings"] = .object(["warp": "9"])
    root["window"] = .object(["rows": .array([1, 2])])
    var cell = try #require(root["cells"]?.array?.first?.object)
    cell["pinned"] = true
    root["cells"] = .array([.object(cell)])
    value = .object(root)
    try AtomicFile.write(value.serialized(pretty: true), to: path)

    let again = try notebook()
    try again.open(path)
    #expect(
      Set(again.foreignPlaces) == [
        "bindings.a.colour", "bindings.b", "bindings.c", "settings.warp", "window", "cells[0].pinned",
      ])
    _ = try again.run("set seed 3", observer: SilentObserver(), work: .silent)
    _ = try again.rerun(1, observer: SilentObserver(), work: .silent)
    let written = try JSONValue.parse(AtomicFile.read(path), file: path)
    #expect(
      written["bindings"]?["a"]?["colour"]?.string == "red" && written["bindings"]?["a"]?["type"]?.string == "Rows")
    #expect(written["bindings"]?["b"]?["type"]?.string == "Hologram" && written["bindings"]?["c"]?.int == 7)
    #expect(written["settings"]?["warp"]?.string == "9" && written["settings"]?["seed"]?.string == "3")
    #expect(written["window"] == root["window"])
    #expect(written["cells"]?.array?.first?["pinned"]?.bool == true)
    // A cell that binds the name says what it is from then on.
    _ = try again.run("let b = load | take 1", observer: SilentObserver(), work: .silent)
    #expect(try SessionFile.read(path).bindings["b"]?["type"]?.string == "Rows")
  }
}
