import Diagnostics
import Documents
import Foundation
import GRDB
import Pipeline
import Store
import Syntax
import TestSupport
import Testing
import Work

/// Whatever becomes of the store, a line answers as it does on an empty one, and what was found is said once.
@Suite("Damaged stores") struct StoreDamageTests {
  private static let line = "load | take 12 | score complexity | select top 50% | pack 512 | tune epochs 2"
  private static let answer = "tuned on 6 rows in 512, 2 epochs"

  private func change(_ session: ToySession, _ sql: String) throws {
    let queue = try DatabaseQueue(path: session.folder("store/store.sqlite"))
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test(arguments: ["engine", "file", "value", "row_kind", "row_value", "file_digest", "rate", "look", "pin"])
  func aTableThatVanishesWhileASessionRuns(_ table: String) throws {
    let session = try ToySession()
    #expect(try session.run(Self.line) == Self.answer)
    try change(session, "DROP TABLE \(table)")
    // Nothing in memory is shared: this one reads all of it from the store.
    let other = Interpreter(
      executor: Executor(registry: Toy.registry(), store: session.executor.store, engine: Toy.engine))
    let heard = Warnings()
    for _ in 0..<2 {
      let source = SourceText(name: "test", text: Self.line)
      let statement = try #require(Parser.parse(source).program.statements.first)
      #expect(try other.run(statement, in: source, observer: heard).value?.summary == Self.answer)
    }
    if ["engine", "value"].contains(table) {
      #expect(heard.warnings.map(\.code) == [Codes.storeDamaged])
      #expect(heard.warnings.first?.isError == false && heard.warnings.first?.message.contains("moved to") == true)
    }
  }

  /// Columns of each stage's record in turn: that stage is made again, none after it, and all say what they said.
  @Test(arguments: ["metadata = '{}'", "bytes = x'00'", "sum = x''", "metadata = x'00ff'", "engine = 0"])
  func aDamagedRecord(_ damage: String) throws {
    let first = try ToySession()
    let before = Warnings()
    try run(first, before)
    for stage in ["load", "take", "score", "select", "pack"] {
      try change(first, "UPDATE value SET \(damage) WHERE metadata LIKE '%\"stage\":\"\(stage)\"%'")
      let session = try ToySession(sharing: first)
      let heard = Warnings()
      try run(session, heard)
      #expect(session.runs.take() == [stage: 1], "\(stage)")
      #expect(heard.stages == before.stages, "\(stage)")
      #expect(heard.warnings.map(\.code) == [Codes.storeDamaged], "\(stage)")
      let again = try ToySession(sharing: first)
      let healed = Warnings()
      try run(again, healed)
      #expect(again.runs.take() == [:] && healed.warnings.isEmpty && healed.stages == before.stages, "\(stage)")
    }
  }

  @Test(arguments: ["another byte", "gone", "a directory less"]) func aDamagedModel(_ what: String) throws {
    let first = try ToySession()
    try run(first, Warnings())
    let files = first.folder("store/files")
    let names = try FileManager.default.subpathsOfDirectory(atPath: files).filter { $0.hasSuffix("/weights") }
    let path = files + "/" + (try #require(names.first))
    switch what {
    case "another byte": try AtomicFile.write("tuned on 6 rows in 512, 3 epochs", to: path)
    case "gone": try FileManager.default.removeItem(atPath: path)
    default: try FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    for expected in [["tune": 1], [:]] {
      let session = try ToySession(sharing: first)
      let heard = Warnings()
      try run(session, heard)
      #expect(session.runs.take() == expected)
      #expect(heard.warnings.isEmpty == (expected.isEmpty || what == "a directory less"))
    }
  }

  private func run(
    _ session: ToySession, _ heard: Warnings, location: SourceLocation = #_sourceLocation
  ) throws {
    let source = SourceText(name: "test", text: Self.line)
    let statement = try #require(Parser.parse(source).program.statements.first)
    let outcome = try session.interpreter.run(statement, in: source, observer: heard)
    #expect(outcome.value?.summary == Self.answer, sourceLocation: location)
  }

  private final class Warnings: RunObserver, @unchecked Sendable {
    // Unchecked: called on the one thread of a test.
    var warnings: [Diagnostic] = []
    var stages: [String] = []
    func warning(_ diagnostic: Diagnostic, in source: SourceText) { warnings.append(diagnostic) }
    func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
      stages.append(call.stage + blocks.flatMap(\.lines).map(\.first).joined(separator: "; "))
    }
  }
}
