import Diagnostics
import Documents
import Digests
import Foundation
import GRDB
import Numerics
import Pipeline
import Rows
import Stages
import Store
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Forty stores, each damaged in its own way by a seed: no crash, the answers of an empty store, and a store that is whole
/// again afterwards. `scripts/soak/damage_store.py` does the same to the built program, in more ways and without end.
@Suite("Answers from damaged stores") struct DamagedStoreTests {
  @Test func fortyWays() throws {
    let whole = try Session(tiny: true)
    let file = try whole.file("rows.jsonl", Teaching.pairs(16))
    let line =
      "load \"\(file)\" | hold 4 | score complexity | select top 50% by loss_cond | pack 256 | tune epochs 1 steps 2 control 0"
    let model = try whole.model(line).digest
    let rows = try whole.rows("load \"\(file)\" | embed").rows.digest()
    let store = whole.folder("store")
    // Everything in the database itself, nothing left to a log.
    try sql(store, "PRAGMA wal_checkpoint(TRUNCATE)")

    for seed in 0..<40 {
      var random = SeededGenerator(seed: UInt64(seed), stream: "damage")
      let folder = try TemporaryDirectory()
      try FileManager.default.copyItem(atPath: store, toPath: folder("store"))
      let done = try damage(folder("store"), way: seed % Self.ways, &random)
      for isFirst in [true, false] {
        let session = try Session(in: folder)
        let heard = Named()
        func value(_ text: String) throws -> (any Value)? { try session.run(text, observer: heard).value }
        #expect(try (value(line) as? ModelValue)?.digest == model, "seed \(seed): \(done)")
        #expect(try (value("load \"\(file)\" | embed") as? RowsValue)?.rows.digest() == rows, "seed \(seed): \(done)")
        // The second finds what the first has made anew, and nothing more to name.
        let named = session.executor.store.warnings.count + heard.count
        if !isFirst { #expect(named == 0 && heard.computed == [], "seed \(seed): \(done)") }
        if isFirst, done.hasSuffix("!") { #expect(named > 0, "seed \(seed): \(done)") }
      }
    }
  }

  private static let ways = 13

  /// - Returns: what was done, with "!" where it must be noticed.
  private func damage(_ store: String, way: Int, _ random: inout SeededGenerator) throws -> String {
    let database = store + "/store.sqlite"
    let files = try FileManager.default.subpathsOfDirectory(atPath: store + "/files").sorted()
      .map { store + "/files/" + $0 }.filter { (try? FileIdentity(ofFile: $0)) != nil }
    let large = try #require(files.randomElement(using: &random))
    let table = try #require(
      ["engine", "file", "value", "row_kind", "row_value", "file_digest", "rate", "look", "pin"].randomElement(
        using: &random))
    switch way {
    case 0, 1, 2:
      let count = [1, 12, 300][way]
      try change(database) { bytes in
        for _ in 0..<count {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
      }
      return "\(count) bytes of the database"
    case 3:
      try change(database) { $0 = $0.prefix(Int.random(in: 1..<$0.count, using: &random)) }
      return "database cut!"
    case 4:
      let start = Int.random(in: 1...20, using: &random) * 4_096
      try change(database) { bytes in
        for place in start..<min(bytes.count, start + 4_096) {
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
      return "a page of the database"
    case 5:
      try change(large) { $0[Int.random(in: 0..<$0.count, using: &random)] ^= 1 }
      return "a bit of \(large)!"
    case 6:
      try change(large) { $0 = $0.prefix(Int.random(in: 0..<$0.count, using: &random)) }
      return "\(large) cut!"
    case 7:
      unlink(large)
      return "\(large) removed!"
    case 8:
      unlink(large)
      mkdir(large, 0o700)
      return "\(large) made a directory!"
    case 9:
      try sql(store, "DROP TABLE \(table)")
      return "table \(table) dropped!"
    case 10:
      try sql(store, "UPDATE value SET metadata = replace(metadata, '0', '1')")
      return "metadata of every value!"
    case 11:
      try sql(store, "UPDATE row_value SET bytes = zeroblob(length(bytes)); DELETE FROM value")
      return "bytes of every row!"
    default:
      unlink(database)
      if Bool.random(using: &random) { mkdir(database, 0o700) } else { mkfifo(database, 0o600) }
      return "something else in the database's place!"
    }
  }

  private func change(_ path: String, _ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    body(&bytes)
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  private func sql(_ store: String, _ text: String) throws {
    let queue = try DatabaseQueue(path: store + "/store.sqlite")
    try queue.writeWithoutTransaction { try $0.execute(sql: text) }
    try queue.close()
  }
}

/// Warnings, and the stages that were not remembered.
private final class Named: RunObserver, @unchecked Sendable {
  // Unchecked: called on the one thread of a test.
  var count = 0
  var computed: [String] = []
  func warning(_ diagnostic: Diagnostic, in source: SourceText) { count += 1 }
  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    if !remembered { computed.append(call.stage) }
  }
}
