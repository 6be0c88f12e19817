import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// What is computed once is answered from the store, and what changes the world always runs.
@Suite("Remembered results of real stages") struct RememberedTests {
  private func heard(_ session: Session) -> [String] {
    session.heard.takeStages().map { $0.name + ($0.remembered ? " remembered" : "") }
  }

  @Test func anotherShareRunsFromSelectOnly() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(80))
    func line(_ share: String) -> String {
      "load \"\(file)\" | score complexity | select diverse \(share) | pack 512 | tune epochs 1"
    }
    try session.run(line("10%"))
    #expect(heard(session) == ["load", "score", "select", "pack", "tune"])
    try session.run(line("10%"))
    #expect(heard(session) == ["load", "score", "select", "pack", "tune"].map { $0 + " remembered" })
    try session.run(line("20%"))
    #expect(heard(session) == ["load remembered", "score remembered", "select", "pack", "tune"])

    // In a new process on the same store.
    let other = try Session(sharing: session, tiny: true)
    try other.run(line("20%"))
    #expect(heard(other) == ["load", "score", "select", "pack", "tune"].map { $0 + " remembered" })
    let third = try Session(sharing: session, tiny: true)
    try third.run(line("30%"))
    #expect(heard(third) == ["load remembered", "score remembered", "select", "pack", "tune"])
    // The value is the same, read back.
    let here = try session.rows("load \"\(file)\" | score complexity")
    let there = try third.rows("load \"\(file)\" | score complexity")
    #expect(here.rows.digest() == there.rows.digest() && here.scoring == there.scoring)
  }

  @Test func settingsFilesAndModelsThatAStageReadsAreInItsKey() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(30))
    let line = "load \"\(file)\" | sample 20 | score complexity"
    try session.run(line)
    _ = heard(session)
    // `load` does not read the seed; `sample` does.
    try session.run("set seed 7\n\(line)")
    #expect(heard(session) == ["load remembered", "sample", "score"])
    try session.run("set seed 42\n\(line)")
    #expect(heard(session) == ["load remembered", "sample remembered", "score remembered"])
    // Another model under another name.
    let other = try TinyModel.make(in: session.folder("other"), seed: 9)
    try session.run("set model \"\(other)\"\n\(line)")
    #expect(heard(session) == ["load", "sample", "score"])
    // Another model in the same place.
    try FileManager.default.removeItem(atPath: other)
    _ = try TinyModel.make(in: other, seed: 10)
    try session.run(line)
    #expect(heard(session) == ["load", "sample", "score"])
    // The file changes.
    _ = try session.file("rows.jsonl", Teaching.pairs(31))
    try session.run(line)
    #expect(heard(session) == ["load", "sample", "score"])
    #expect(session.heard.takeText().contains { $0.contains("rows were scored before") })
  }

  @Test func newRowsCostNewRows() throws {
    let session = try Session(tiny: true)
    let first = try session.file("first.jsonl", Teaching.pairs(40))
    let more = try session.file("more.jsonl", Teaching.pairs(50))
    try session.run("load \"\(first)\" | score complexity")
    _ = session.heard.takeText()
    try session.run("load \"\(more)\" | score complexity")
    #expect(session.heard.takeText().contains { $0.contains("40 rows were scored before") })
  }

  @Test func saveAlwaysRunsAndChangesNoKey() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(30))
    let out = session.folder("out.jsonl")
    let line = "load \"\(file)\" | sample 10 | save \"\(out)\" | sort tokens"
    try session.run(line)
    #expect(heard(session) == ["load", "sample", "save", "sort"])
    try FileManager.default.removeItem(atPath: out)
    try session.run(line)
    #expect(heard(session) == ["load remembered", "sample remembered", "save", "sort remembered"])
    #expect(FileManager.default.fileExists(atPath: out))
    // With or without it, what follows is the same value.
    try session.run("load \"\(file)\" | sample 10 | sort tokens")
    #expect(heard(session).last == "sort remembered")
  }

  @Test func explainRunsNothingAndKnowsWhatIsRemembered() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(60))
    let line = "load \"\(file)\" | score complexity | select diverse 20% | pack 512 | tune epochs 1"
    let before = try #require(try session.run("explain \(line)").plan)
    #expect(heard(session).isEmpty)
    #expect(before.stages.map(\.isRemembered) == [false, false, false, false, false])
    #expect(before.stages.map(\.name) == ["load", "score", "select", "pack", "tune"])
    #expect(before.stages[0].estimate.rows == 60 && before.stages[2].estimate.rows == 12)
    #expect(before.seconds ?? 0 > 0)
    #expect(before.notes.contains { $0.hasPrefix("Choosing costs about") })
    try session.run("load \"\(file)\" | score complexity")
    let after = try #require(try session.run("explain \(line)").plan)
    #expect(after.stages.map(\.isRemembered) == [true, true, false, false, false])
  }
}
