import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// `cact replay`: what a session came to is made again from nothing, or the first stage that differs is named.
  @Suite("Replay") struct Replays {
    private let cact: Cact
    init() throws {
      cact = try Cact()
      try cact.writeRows(20, to: "rows.jsonl")
      let cells = "let rows = load \"rows.jsonl\"\nrows | where tokens > 0 | sort tokens desc | take 3\nrows | count"
      let run = try cact.run(cells, ["--session", "s.json"])
      try #require(run.status == 0, "\(run.errors)")
    }

    @Test("what has not changed comes out as it was, with status 0; nothing of it is kept")
    func unchanged() throws {
      let session = try cact.bytes("s.json")
      let replay = try cact(["replay", "s.json"])
      #expect(replay.status == 0 && replay.output.contains("3 values as they were"), "\(replay)")
      // Nothing was taken from the usual store.
      #expect(replay.computed.count(where: { $0 == "load" }) == 1, "\(replay.errors)")
      #expect(try cact.bytes("s.json") == session)
    }

    @Test("a file that has changed: status 5, and the stage that reads it is named")
    func changedFile() throws {
      try cact.writeRows(20, to: "rows.jsonl") { $0 == 7 ? #"{"instruction": "Subtract.", "output": "x - 1"}"# : nil }
      let replay = try cact(["replay", "s.json"])
      #expect(replay.status == 5, "\(replay)")
      #expect(
        replay.output.contains("cell 1 differs at `load") && replay.output.contains("it reads something else now"))
      #expect(replay.output.contains("2 more cells not run"), "\(replay.output)")
    }
  }
}
