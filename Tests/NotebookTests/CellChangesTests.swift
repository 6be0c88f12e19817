import Foundation
import Notebook
import Pipeline
import Stages
import Store
import TestSupport
import Testing
import Work

/// Changing cells after the fact: names, steps back and forth, and what an interrupted cell leaves.
@Suite struct CellChangesTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func notebook() throws -> Notebook {
    let executor = Executor(
      registry: .standard, store: try ResultStore(directory: folder("store")), engine: .current)
    return try Notebook {
      let interpreter = Interpreter(executor: executor, cells: true)
      try interpreter.load(library: StandardLibrary.files)
      return interpreter
    }
  }

  private func run(_ notebook: Notebook, _ lines: String...) throws {
    for line in lines { _ = try notebook.run(line, observer: SilentObserver(), work: .silent) }
  }

  @Test func aNameIsGivenHereAndWhereItIsUsed() throws {
    let book = try notebook()
    try run(
      book, "load | take 9", "let few = _ | take 5", "few | diff { few | take 2 }",
      "load | derive few = tokens * 2 | where few > 10 | take 3", "let few = few | take 3", "few | take 1")
    let digests = book.cells.map(\.digest)
    try book.renameCell(1, to: "nine")
    #expect(book.cells[0].source == "let nine = load | take 9" && book.cells[1].source == "let few = _ | take 5")
    try book.renameCell(2, to: "five")
    #expect(
      book.cells.map(\.source) == [
        "let nine = load | take 9", "let five = _ | take 5", "five | diff { five | take 2 }",
        // A column is no name.
        "load | derive few = tokens * 2 | where few > 10 | take 3", "let few = five | take 3", "few | take 1",
      ])
    #expect(book.cells.map(\.digest) == digests && !book.cells.contains(where: \.isStale))
    try book.undo()
    #expect(book.cells[1].source == "let few = _ | take 5")
  }

  @Test(arguments: ["take", "let", "_3", "two words", "seed"]) func aNameThatCannotBeIsRefused(name: String) throws {
    let book = try notebook()
    try run(book, "load | take 9", "let few = _ | take 5", "few | take 1")
    let before = book.cells
    #expect(throws: NotebookError.self) { try book.renameCell(1, to: name) }
    #expect(book.cells == before)
  }

  @Test func whatEachCellReadsIsKnown() throws {
    let book = try notebook()
    try run(
      book, "load | take 9", "let few = _ | take 5", "def two() = take 2", "few | two", "few | diff { _4 }",
      "let few = few | take 3", "few | derive few = tokens | take 1", "set seed 5", "load | take 1")
    #expect(
      try book.dependencies() == [1: [], 2: [1], 3: [], 4: [2, 3], 5: [2, 4], 6: [2], 7: [6], 8: [], 9: []])
  }

  @Test func whatWasUndoneIsDoneAgain() throws {
    let book = try notebook()
    try run(book, "load | take 1", "load | take 2", "load | take 3")
    #expect(try book.undo(2) == 2 && book.cells.count == 1)
    #expect(try book.redo() == 1 && book.cells.count == 2)
    #expect(try book.redo(5) == 1 && book.cells.map(\.number) == [1, 2, 3])
    #expect(try book.redo() == 0)
    // A new cell is another future.
    #expect(try book.undo() == 1)
    try run(book, "load | take 4")
    #expect(try book.redo() == 0 && book.cells.count == 3)
  }

  /// Runs a line that is cancelled once a part of it is scored.
  private func interrupt(_ book: Notebook, _ line: String) throws {
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { if $0.label == "score", $0.done > 0 { cancellation.cancel() } }
    #expect(throws: Interrupted.self) { try book.run(line, observer: SilentObserver(), work: work) }
  }

  @Test(arguments: [
    "let scored = load | score complexity", "let scored = load | score loss",
    "load | score complexity | select diverse 10% | pack | tune", "load | cdas 10% | pack | tune",
  ]) func whatAnInterruptedScoreHasDoneIsAValue(line: String) throws {
    let book = try notebook()
    try book.open(folder("s.json"))
    try interrupt(book, line)
    let cell = try #require(book.cells.last)
    #expect(cell.status == .interrupted && cell.type == "Rows" && cell.hasValue)
    let rows = try #require(try book.interpreter.value(named: "_1")?.size.rows)
    #expect(rows > 0 && rows < 1_200, "\(rows)")
    if line.hasPrefix("let") { #expect(try book.interpreter.value(named: "scored")?.size.rows == rows) }
    // `_` is not the part: the same line, entered again, must not take it for the whole.
    #expect(try book.interpreter.value(named: "_") == nil)
    try run(book, "_1 | describe", "_1 | count")
    // It comes back with the session, and not as all there is.
    let path = try #require(book.path)
    try book.save(as: folder("t.json"))
    let again = try notebook()
    try again.open(path)
    #expect(again.cells.first?.status == .interrupted && again.cells.allSatisfy { !$0.isStale })
    #expect(try again.interpreter.value(named: "_1")?.size.rows == rows)
  }

  @Test func aPartOfWhatFollowsAnotherCellStays() throws {
    let book = try notebook()
    try run(book, "load")
    try interrupt(book, "_ | score complexity | select diverse 10%")
    let rows = try book.interpreter.value(named: "_2")?.size.rows
    #expect(book.cells[1].part == "_ | score complexity")
    try book.rebind()
    #expect(book.cells.allSatisfy { !$0.isStale })
    #expect(try rows != nil && book.interpreter.value(named: "_2")?.size.rows == rows)
    #expect(try book.interpreter.value(named: "_")?.size.rows == 1_200)
    // It has no name of its own: its line would give one to the whole.
    #expect(throws: NotebookError.self) { try book.renameCell(2, to: "scored") }
    try book.renameCell(1, to: "all")
    #expect(book.cells[1].part == "_ | score complexity" && !book.cells[1].isStale)
  }

  @Test func whatHasNoValueHasNoName() throws {
    let book = try notebook()
    try run(book, "set seed 7", "def few() = take 5")
    #expect(throws: (any Error).self) { try self.run(book, "load \"\(folder("none.jsonl"))\"") }
    for number in 1...book.cells.count {
      #expect(throws: NotebookError.self, "\(number)") { try book.renameCell(number, to: "x") }
    }
  }

  @Test func beforeAnythingIsScoredThereIsNoValue() throws {
    let book = try notebook()
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { if $0.label == "score" { cancellation.cancel() } }
    #expect(throws: Interrupted.self) {
      try book.run("load | score complexity", observer: SilentObserver(), work: work)
    }
    #expect(book.cells.last?.hasValue == false)
  }
}
