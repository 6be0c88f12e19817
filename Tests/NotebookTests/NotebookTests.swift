import Diagnostics
import Digests
import Foundation
import Notebook
import Pipeline
import Stages
import Store
import TestSupport
import Testing
import Work

@Suite struct NotebookTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  func notebook() throws -> Notebook {
    let store = try ResultStore(directory: folder("store"))
    let executor = Executor(registry: .standard, store: store, engine: .current)
    return try Notebook {
      let interpreter = Interpreter(executor: executor, cells: true)
      try interpreter.load(library: StandardLibrary.files)
      return interpreter
    }
  }

  func write(_ name: String, rows: Int) throws -> String {
    let path = folder(name)
    let lines = (1...rows).map { "{\"instruction\": \"question \($0)\", \"output\": \"answer \($0)\"}\n" }
    try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @discardableResult
  func run(_ notebook: Notebook, _ text: String) throws -> [Notebook.Entry] {
    try notebook.run(text, observer: SilentObserver(), work: .silent)
  }

  func rows(_ notebook: Notebook, _ name: String) throws -> Int? {
    try notebook.interpreter.value(named: name)?.size.rows
  }

  @Test func aSessionBringsBackCellsNamesSettingsAndValues() throws {
    let data = try write("a.jsonl", rows: 5)
    let session = folder("s.json")
    var first: Notebook? = try notebook()
    try first?.open(session)
    for text in ["set seed 7", "let data = load \"\(data)\"", "data | take 2", "def some(n = 1) = take $n", "_ | some"]
    {
      if let first { try run(first, text) }
    }
    let cells = first?.cells
    #expect(cells?.map(\.number) == [1, 2, 3, 4, 5])
    first = nil

    let second = try notebook()
    try second.open(session)
    #expect(second.cells == cells)
    #expect(second.cells.map(\.isStale) == [false, false, false, false, false])
    #expect(second.interpreter.scope.settings.seed == 7)
    #expect(try rows(second, "data") == 5)
    #expect(try rows(second, "_3") == 2)
    #expect(try rows(second, "_") == 1)
    try run(second, "data | some 4")
    #expect(second.cells.last?.number == 6)
    #expect(second.cells.last?.summary?.hasPrefix("4 rows") == true)
  }

  @Test func aCellWhoseFileChangedIsStale() throws {
    let data = try write("a.jsonl", rows: 5)
    let session = folder("s.json")
    let book = try notebook()
    try book.open(session)
    for text in ["load \"\(data)\"", "_ | take 2", "load | take 1"] { try run(book, text) }
    _ = try write("a.jsonl", rows: 6)
    try book.rebind()
    #expect(book.cells.map(\.isStale) == [true, true, false])
    // The name stands for what the statement means now.
    #expect(try rows(book, "_1") == 6)
    let entry = try book.rerun(1, observer: SilentObserver(), work: .silent)
    #expect(entry.cell?.isStale == false)
    #expect(book.cells.map(\.isStale) == [false, true, false])
  }

  @Test func changingACellMakesLaterOnesStaleAndUndoTakesItBack() throws {
    let book = try notebook()
    for text in ["let a = load | take 5", "a | take 3", "load | take 2"] { try run(book, text) }
    let before = book.cells
    _ = try book.rerun(1, source: "let a = load | take 4", observer: SilentObserver(), work: .silent)
    #expect(book.cells.map(\.isStale) == [false, true, false])
    #expect(try rows(book, "a") == 4)
    #expect(try book.undo() == 1)
    #expect(book.cells == before)
    #expect(try rows(book, "a") == 5)

    try book.drop(3)
    #expect(book.cells.map(\.number) == [1, 2])
    try run(book, "load | take 1")
    #expect(book.cells.map(\.number) == [1, 2, 4])
    #expect(throws: NotebookError.self) { try book.drop(3) }
    // Without the cell that named it, a later one does not bind.
    try book.drop(1)
    #expect(book.cells.map(\.isStale) == [true, false])
    #expect(try book.undo(2) == 2 && book.undo() == 1)
    #expect(book.cells == before)
  }

  @Test func aCellThatDoesNotCheckLeavesNothingBehind() throws {
    let book = try notebook()
    let rejected = #expect(throws: Notebook.Rejected.self) { try run(book, "load | tkae 3") }
    #expect(rejected?.source.name == "cell[1]")
    #expect(rejected?.diagnostics.first?.code == "C0203")
    #expect(throws: Notebook.Rejected.self) { try run(book, "load | | take") }
    #expect(book.cells.isEmpty && book.nextNumber == 1)
    try run(book, "help take")
    #expect(book.cells.isEmpty)
  }

  @Test func aCellThatFailsOrIsInterruptedStaysAndIsRunAgain() throws {
    let session = folder("s.json")
    let book = try notebook()
    try book.open(session)
    try run(book, "load | take 2")
    // A file stands where a folder should be.
    let file = try write("a.jsonl", rows: 1)
    #expect(throws: Diagnostic.self) { try run(book, "_ | save \"\(file)/where.jsonl\"") }
    #expect(book.cells.last?.status == .failed)
    // The value before it is still the last one.
    try run(book, "_ | take 1")

    let work = Work()
    work.cancellation.cancel()
    #expect(throws: Interrupted.self) {
      try book.run("let x = load | sort tokens", observer: SilentObserver(), work: work)
    }
    #expect(book.cells.last?.status == .interrupted)
    #expect(try rows(book, "x") == nil)
    #expect(try SessionFile.read(session).cells.map(\.status) == [.done, .failed, .done, .interrupted])
    _ = try book.rerun(4, observer: SilentObserver(), work: .silent)
    #expect(book.cells.last?.status == .done)
    #expect(try rows(book, "x") != nil)
  }

  @Test func oneSessionOneProcess() throws {
    let session = folder("s.json")
    var first: Notebook? = try notebook()
    try first?.open(session)
    let second = try notebook()
    let error = #expect(throws: NotebookError.self) { try second.open(session) }
    #expect(error?.diagnostic.code == "C0604")
    first = nil
    try second.open(session)
    #expect(second.path?.hasSuffix("/s.json") == true)
  }

  @Test func aDamagedSessionIsSetAsideOnlyOnDemand() throws {
    let session = folder("s.json")
    try "{\"format\": \"cact sess".write(toFile: session, atomically: true, encoding: .utf8)
    let book = try notebook()
    let error = #expect(throws: NotebookError.self) { try book.open(session) }
    #expect(error?.diagnostic.code == "C0601")
    #expect(book.path == nil)
    try book.open(Notebook.fresh(besides: session))
    #expect(book.path?.hasSuffix("/s-2.json") == true)
    try run(book, "load | take 1")
    #expect(try book.save(as: session)?.hasSuffix("s.json.damaged-1") == true)
    #expect(try SessionFile.read(session).cells.count == 1)
    // A whole session is never replaced.
    let other = try notebook()
    #expect(throws: NotebookError.self) { try other.save(as: folder("s-2.json")) }
  }

  @Test func aSessionThatCannotBeWrittenDoesNotLoseTheCell() throws {
    let book = try notebook()
    try FileManager.default.createDirectory(atPath: folder("d"), withIntermediateDirectories: true)
    try book.open(folder("d/s.json"))
    try FileManager.default.removeItem(atPath: folder("d"))
    try run(book, "load | take 1")
    #expect(book.cells.count == 1)
    #expect(book.problem?.diagnostic.code == "C0605")
  }

  @Test func anExportedSessionMakesTheSameValues() throws {
    let book = try notebook()
    for text in ["load | take 9", "let some = _ | take 5", "_1 | take 4", "| take 2"] { try run(book, text) }
    let script = folder("s.cact")
    try Export.write(book.cells, to: script)
    let again = try notebook()
    let text = try String(contentsOfFile: script, encoding: .utf8)
    for line in text.split(separator: "\n") { try run(again, String(line)) }
    #expect(again.cells.map(\.digest) == book.cells.map(\.digest))
    #expect(!text.contains("_"))
  }

  /// What the notebook writes takes the place of nothing that is not its own.
  @Test func filesOfTheUsersAreLeftAlone() throws {
    let book = try notebook()
    try run(book, "load | take 1")
    func put(_ text: String, _ name: String) throws {
      try text.write(toFile: folder(name), atomically: true, encoding: .utf8)
    }
    func text(_ name: String) throws -> String { try String(contentsOfFile: folder(name), encoding: .utf8) }
    // `:save` on what is no session, damaged or not.
    for (name, content) in [("notes.txt", "mine"), ("a.json", "{\"a\": 1}"), ("b.json", "{\"a\": "), ("c.csv", "")] {
      try put(content, name)
      #expect(throws: NotebookError.self, "\(name)") { try book.save(as: folder(name)) }
      #expect(try text(name) == content)
    }
    #expect(book.path == nil && !folder.names.contains { $0.hasSuffix(".lock") }, "\(folder.names)")
    // The lock of `poetry` would be another program's file.
    try put("[[package]]\nname = \"x\"\n" + String(repeating: "#", count: 200), "poetry.lock")
    try put("{}", "short.lock")
    for name in ["poetry", "short"] {
      let error = #expect(throws: NotebookError.self) { try book.open(folder(name)) }
      #expect(error?.diagnostic.message.contains("\(name).lock is not a lock file of cact") == true)
    }
    #expect(try text("poetry.lock").hasPrefix("[[package]]") && text("short.lock") == "{}")
    // `:export` writes over its own pages, until they are changed.
    for name in ["page.md", "script.cact"] {
      try Export.write(book.cells, to: folder(name))
      try Export.write(book.cells, to: folder(name))
      try put("mine", name)
      let error = #expect(throws: NotebookError.self) { try Export.write(book.cells, to: folder(name)) }
      #expect(error?.diagnostic.code == "C0605")
      #expect(try text(name) == "mine")
    }
    try put("mine", "other.md")
    #expect(throws: NotebookError.self) { try Export.write(book.cells, to: folder("other.md")) }
    #expect(try text("other.md") == "mine")
  }
}
