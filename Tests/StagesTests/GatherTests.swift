import Diagnostics
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// What `gather` says of shards that are missing, and of files that do not go together.
@Suite("gather") struct GatherTests {
  private let jobs: JobArray
  init() throws { jobs = try JobArray() }

  // MARK: - What is missing or does not go together

  @Test("a shard that is missing is named, with its rows and the line that makes it; partial goes on")
  func missing() throws {
    try jobs.array(4)
    try FileManager.default.removeItem(atPath: jobs.home("rows-3.jsonl"))
    let session = try jobs.job()
    let gather = "gather \"\(jobs.home("rows-*.jsonl"))\""
    let error = try #require(session.failure(gather))
    #expect(error.code.name == "C0409")
    #expect(error.message.hasPrefix("shard 3 of 4 is missing: 3 of the 12 rows of "), "\(error.message)")
    let help = try #require(error.helps.first?.message)
    let line = try #require(help.split(separator: "`").dropFirst().first.map(String.init))
    #expect(line.contains("shard 3 of 4 | score loss | save \"\(jobs.home("rows-3.jsonl"))\""), "\(line)")

    let part = try session.run("\(gather) partial")
    #expect(part.isBalanced && part.ledger("kept") == 9)
    #expect(part.ledgerEntries("dropped") == ["in shards that are missing": 3])
    #expect(session.heard.takeText().contains { $0.contains("without shard 3 of 4: 3 rows") })

    try jobs.job().run(line)
    #expect(try session.rows(gather).rows.rowNumbers == Array(1...12))
    for number in 1...3 { try FileManager.default.removeItem(atPath: jobs.home("rows-\(number).jsonl")) }
    let more = try #require(session.failure(gather))
    #expect(more.message.hasPrefix("3 of 4 shards are missing: 9 of the 12 rows of "), "\(more.message)")
    #expect(more.notes == ["shard 1 of 4: 3 rows", "shard 2 of 4: 3 rows", "shard 3 of 4: 3 rows"])
  }

  @Test("the same shard twice is passed over, and refused where the two differ")
  func twice() throws {
    try jobs.array(2)
    func copy(_ name: String, to other: String) throws {
      for (a, b) in [(name, other), (".\(name).cact.json", ".\(other).cact.json")] {
        try FileManager.default.copyItem(atPath: jobs.home(a), toPath: jobs.home(b))
      }
    }
    try copy("rows-2.jsonl", to: "rows-2b.jsonl")
    let session = try jobs.job()
    let gather = "gather \"\(jobs.home("rows-*.jsonl"))\""
    #expect(try session.rows(gather).rows.rowNumbers == Array(1...12))
    #expect(session.heard.takeText().contains { $0.contains("rows-2b.jsonl is ") && $0.contains("again: passed over") })
    // Another template gives other losses of the same rows; one that is scored in another way does not go with the rest.
    try jobs.job().run(
      "set template chatml\nload \"\(jobs.home("rows.jsonl"))\" shard 2 of 2 | score loss | save \"\(jobs.home("rows-2b.jsonl"))\""
    )
    let error = try #require(session.failure(gather))
    #expect(
      error.code.name == "C0409" && error.message.contains("another template: chatml here, plain there"),
      "\(error.message)")
    // By nothing but its content.
    try jobs.job().run(
      "load \"\(jobs.home("rows.jsonl"))\" shard 2 of 2 | derive x = row | score loss | save \"\(jobs.home("a.jsonl"))\""
    )
    try jobs.job().run(
      "load \"\(jobs.home("rows.jsonl"))\" shard 2 of 2 | derive x = row | score loss | where row > 3 | save \"\(jobs.home("b.jsonl"))\""
    )
    let steps = try #require(session.failure("gather \"\(jobs.home("a.jsonl"))\" \"\(jobs.home("b.jsonl"))\""))
    #expect(
      steps.message.contains("here `derive x = row | score loss | where row > 3` was done, there "), "\(steps.message)")
  }

  @Test("files of another pool, another number of shards, another model, or none at all are named with what differs")
  func different() throws {
    try jobs.array(2)
    try jobs.array(2, of: "other", rows: 13)
    try jobs.array(3, of: "three")
    let session = try jobs.job()
    func message(_ names: String...) -> String {
      session.failure("gather " + names.map { "\"\(jobs.home($0))\"" }.joined(separator: " "))?.message ?? ""
    }
    #expect(message("rows-1.jsonl", "other-2.jsonl").contains("other-2.jsonl does not go with"))
    #expect(
      message("rows-1.jsonl", "other-2.jsonl").contains(
        "it is of the 13 rows of \(jobs.home("other.jsonl")), the other of the 12"))
    // The same rows under another name are the same pool.
    #expect(message("rows-1.jsonl", "three-2.jsonl").contains("it is shard 2 of 3, the other shard 1 of 2"))
    // One that was loaded in another way is not.
    try jobs.job().run(
      "load \"\(jobs.home("rows.jsonl"))\" question \"topic\" answer \"output\" shard 2 of 2 | score loss | save \"\(jobs.home("asked.jsonl"))\""
    )
    #expect(message("rows-1.jsonl", "asked.jsonl").contains("had another content, or was read in another way"))
    let model = try TinyModel.make(in: jobs.home("model"), seed: 9)
    try jobs.job().run(
      "set model \"\(model)\"\nload \"\(jobs.home("rows.jsonl"))\" shard 2 of 2 | score loss | save \"\(jobs.home("model.jsonl"))\""
    )
    #expect(message("rows-1.jsonl", "model.jsonl").contains("`loss` was scored under another model: "))
    #expect(
      message("rows-1.jsonl", "rows.jsonl").contains(
        "rows.jsonl is no shard: nothing of `load … shard` is noted beside it"))
    try session.run("load \"\(jobs.home("rows.jsonl"))\" | save \"\(jobs.home("whole.jsonl"))\"")
    #expect(message("rows-1.jsonl", "whole.jsonl").contains("whole.jsonl is no shard"))
    #expect(message("rows-9.jsonl").contains("there is no such file"))
    #expect(message("none-*.jsonl").contains("no file matches"))
    // Seeds that draw other rows.
    for (number, seed) in [(1, 3), (2, 4)] {
      try jobs.job().run(
        "set seed \(seed)\nload \"\(jobs.home("rows.jsonl"))\" shard \(number) of 2 | hold 2 | save \"\(jobs.home("seed-\(number).jsonl"))\""
      )
    }
    #expect(message("seed-1.jsonl", "seed-2.jsonl").contains("here `hold` drew by seed 4, there by 3"))
  }

  @Test("a file that is cut short or changed says what was written and what is there")
  func damaged() throws {
    try jobs.array(2)
    let session = try jobs.job()
    let gather = "gather \"\(jobs.home("rows-*.jsonl"))\""
    let whole = try jobs.bytes("rows-2.jsonl")
    let lines = String(decoding: whole, as: UTF8.self).split(separator: "\n")
    try AtomicFile.write(lines.prefix(4).joined(separator: "\n") + "\n", to: jobs.home("rows-2.jsonl"))
    var error = try #require(session.failure(gather))
    #expect(error.code.name == "R0113", "\(error.message)")
    #expect(
      error.message.hasSuffix(
        "rows-2.jsonl: not as it was saved: 6 rows of shard 2 of 2 were written, and 4 are there"), "\(error.message)")
    #expect(error.helps.contains { $0.message.contains("shard 2 of 2 | score loss | save") })
    try AtomicFile.write([UInt8](), to: jobs.home("rows-2.jsonl"))
    error = try #require(session.failure(gather))
    #expect(error.message.hasSuffix("and none is there"), "\(error.message)")
    try AtomicFile.write(
      lines.joined(separator: "\n").replacing("sort", with: "sart") + "\n", to: jobs.home("rows-2.jsonl"))
    error = try #require(session.failure(gather))
    #expect(error.message.hasSuffix("and as many are there, of another content"), "\(error.message)")
    try AtomicFile.write(Array(whole.prefix(whole.count / 2)), to: jobs.home("rows-2.jsonl"))
    #expect(session.failure(gather)?.code.name == "R0113")
    // With its content it is whole again; a note that is not whole is none.
    try AtomicFile.write(whole, to: jobs.home("rows-2.jsonl"))
    #expect(try session.rows(gather).rows.count == 12)
    let note = jobs.home(".rows-2.jsonl.cact.json")
    let text = try String(contentsOfFile: note, encoding: .utf8)
    for (old, new) in [
      ("\"numbers\": \"", "\"numbers\": \"-"), ("\"of\": 2", "\"of\": 0"), ("\"pool_rows\": 12", "\"pool_rows\": 1"),
    ] {
      #expect(text.contains(old), "\(old)")
      try AtomicFile.write(text.replacing(old, with: new), to: note)
      #expect(session.failure(gather)?.message.contains("is no shard") == true, "\(new)")
    }
    // Rows that another shard has.
    let numbers = try #require(text.firstMatch(of: #/"numbers": "([0-9,]+)"/#)?.1)
    try AtomicFile.write(text.replacing(numbers, with: "1,1,1,1,1,1"), to: note)
    #expect(session.failure(gather)?.message.contains("gives a row to two of them") == true)
  }

  @Test("a file of one shard says so where it is loaded alone")
  func alone() throws {
    try jobs.array(2)
    let session = try jobs.job()
    #expect(try session.rows("load \"\(jobs.home("rows-2.jsonl"))\"").rows.count == 6)
    #expect(
      session.heard.takeText().contains {
        $0.contains("shard 2 of 2: 6 of 12 rows of ") && $0.contains("`gather` joins them")
      })
  }
}
