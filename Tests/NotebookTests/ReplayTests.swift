import Diagnostics
import Foundation
import Notebook
import Pipeline
import Stages
import Store
import TestSupport
import Testing
import Work

/// A session that is run again: it finds what is the same, and the first stage that is not.
@Suite struct ReplayTests {
  let folder: TemporaryDirectory
  private let session: String
  private let rows: String

  init() throws {
    folder = try TemporaryDirectory()
    session = folder("session.json")
    rows = folder("rows.jsonl")
    try write(6)
  }

  private func write(_ count: Int) throws {
    let lines = (1...count).map { "{\"instruction\": \"ask \($0)\", \"output\": \"say \($0) \($0)\"}\n" }
    try lines.joined().write(toFile: rows, atomically: true, encoding: .utf8)
  }

  private func executor(_ store: String) throws -> Executor {
    Executor(registry: .standard, store: try ResultStore(directory: folder(store)), engine: .current)
  }

  private func interpreter(_ store: String) throws -> Interpreter {
    let interpreter = Interpreter(executor: try executor(store), cells: true)
    try interpreter.load(library: StandardLibrary.files)
    return interpreter
  }

  /// Runs these lines as a session, in the store `then`.
  private func made(_ lines: String...) throws -> SessionDocument {
    let book = try Notebook { try interpreter("then") }
    try book.open(session)
    for line in lines { _ = try? book.run(line, observer: SilentObserver(), work: .silent) }
    return try SessionFile.read(session)
  }

  private func findings(
    _ document: SessionDocument, then: String = "then", change: (Interpreter) throws -> Void = { _ in }
  ) throws -> [Replay.Finding] {
    let interpreter = try interpreter("now\(UUID().uuidString)")
    try change(interpreter)
    let replay = Replay(document, interpreter: interpreter, then: try executor(then))
    return try document.cells.map { try replay.run($0, observer: SilentObserver(), work: .silent) }
  }

  @Test func whatIsMadeAgainIsTheSame() throws {
    let saved = folder("saved.jsonl")
    let document = try made(
      "let all = load \"\(rows)\"", "set seed 7", "all | sample 3", "_3 | sort instruction desc | show instruction",
      "all | derive n = len(output) | save \"\(saved)\"", "load \"absent.jsonl\"", "all | describe")
    try FileManager.default.removeItem(atPath: saved)
    let before = try Data(contentsOf: URL(fileURLWithPath: session))
    let found = try findings(document)
    // Of stages that only look, as `show` and `describe` do, no value is kept.
    #expect(
      found == [
        .sameValues, .noValue, .sameValues, .sameFigures, .sameValues, .left("it failed"), .sameFigures,
      ], "\(found)")
    // No file is written, the session's own least of all.
    #expect(!FileManager.default.fileExists(atPath: saved))
    #expect(try Data(contentsOf: URL(fileURLWithPath: session)) == before)
    // Where the store is gone, what was printed is compared.
    #expect(try findings(document, then: "other").allSatisfy { $0 != .sameValues })
    #expect(try findings(document, then: "other").contains(.sameFigures))
  }

  @Test func nothingIsWrittenAndNobodyTold() throws {
    let (inner, log, alert) = (folder("inner.jsonl"), folder("log.jsonl"), folder("alert"))
    let document = try made(
      "set log \"\(log)\"", "set alert \"touch \(alert)\"", "let all = load \"\(rows)\"",
      "all | diff { all | take 2 | save \"\(inner)\" }", "let few = all | take 3", "_4 | take 1", "few | count")
    for path in [inner, log] { try? FileManager.default.removeItem(atPath: path) }
    let found = try findings(document)
    #expect(
      found[0] == .left("`set log` tells others of a run") && found[1] == .left("`set alert` tells others of a run"))
    #expect(found[3] == .left("it writes files") && found[5] == .left("it reads cell 4, which was not run"), "\(found)")
    #expect(found[4] == .sameValues)
    for path in [inner, log, alert] { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
  }

  @Test func whatReadsAnInterruptedCellIsLeft() throws {
    var document = try made("load \"\(rows)\"", "_1 | take 2", "load \"\(rows)\" | take 1")
    document.cells[0].status = .interrupted
    let found = try findings(document)
    #expect(found[1] == .left("it reads cell 1, which was not run") && found[2] == .sameValues, "\(found)")
  }

  @Test func anotherFileIsNamedAtItsStage() throws {
    let document = try made("let all = load \"\(rows)\"", "all | take 2")
    try write(7)
    #expect(try findings(document).first == .differs(stage: "load \"\(rows)\"", .inputs))
  }

  @Test func anotherSettingIsNamedAtTheFirstStageThatReadsIt() throws {
    let document = try made("load \"\(rows)\" | sort instruction | sample 3 | take 2")
    let found = try findings(document) { try $0.fix(setting: "seed", text: "8") }
    #expect(found == [.differs(stage: "sample 3", .inputs)])
  }

  @Test func anotherValueIsNamedThoughItsInputsAreTheSame() throws {
    var document = try made("load \"\(rows)\" | take 4 | derive n = len(output)")
    // As if an older program had kept fewer rows.
    document.cells[0].blocks[1].lines[0].first = "the first 5 rows"
    guard case .differs(let stage, .printed(let then, let now))? = try findings(document, then: "none").first else {
      Issue.record("no difference was found")
      return
    }
    #expect(stage == "take 4" && then.contains("first 5") && now.contains("first 4"))
  }

  @Test func aFileThatIsGoneIsSaidAtItsCell() throws {
    let document = try made("load \"\(rows)\" | take 4")
    try FileManager.default.removeItem(atPath: rows)
    guard case .differs(_, .failed)? = try findings(document).first else {
      Issue.record("\(try findings(document))")
      return
    }
  }
}
