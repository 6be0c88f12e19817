import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

@Suite("load of several files") struct LoadSourceTests {
  private func session() throws -> Session {
    let session = try Session(tiny: true)
    try FileManager.default.createDirectory(atPath: session.folder("data/deep"), withIntermediateDirectories: true)
    for (name, numbers) in [("b.jsonl", 3...5), ("a.jsonl", 1...2), ("deep/c.jsonl", 6...6)] {
      try write(session, name, numbers.map { #"{"instruction": "q\#($0)", "output": "a\#($0)", "n": \#($0)}"# })
    }
    return session
  }

  private func write(_ session: Session, _ name: String, _ lines: [String]) throws {
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: session.folder("data/" + name))
  }

  private func load(_ session: Session, _ name: String) -> String { "load \"\(session.folder(name))\"" }

  @Test(arguments: ["data", "data/", "data/*.jsonl", "data/[ab].jsonl", "data/{b,a,none}.jsonl"])
  func rowsGoOnFromFileToFile(path: String) throws {
    let session = try session()
    let value = try session.rows(load(session, path))
    #expect(value.texts("question") == ["q1", "q2", "q3", "q4", "q5"] && value.numbers("row") == [1, 2, 3, 4, 5])
    #expect(value.numbers("n") == [1, 2, 3, 4, 5] && value.rows.source.path == session.folder(path))
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("2 files: a.jsonl to row 2, b.jsonl to row 5"), "\(text)")
    #expect(text.contains("5 in = 5 kept"), "\(text)")
  }

  @Test func aPatternLooksIntoFoldersAndMixesFormats() throws {
    let session = try session()
    let value = try session.rows(load(session, "data/*/*.jsonl"))
    #expect(value.texts("question") == ["q6"])
    // What is called otherwise, of another kind, or not there.
    try session.run("\(load(session, "data/a.jsonl")) | save \"\(session.folder("data/z.parquet"))\"")
    try write(session, "c.csv", ["prompt,completion,n,more", "q7,a7,x,=1", "q8,a8,2,"])
    try AtomicFile.write("no rows", to: session.folder("data/notes.md"))
    let all = try session.rows(load(session, "data"))
    #expect(all.texts("question") == ["q1", "q2", "q3", "q4", "q5", "q7", "q8", "q1", "q2"])
    #expect(all.numbers("row") == Array(1...9).map(Double.init) && all.rows.column("n")?.kind == .json)
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("c.csv: `prompt` is `instruction` here, `completion` is `output` here"), "\(text)")
    #expect(text.contains("not read, as no file of rows: deep, notes.md"), "\(text)")
  }

  @Test func failuresAndErrorsNameTheirFile() throws {
    let session = try session()
    try write(
      session, "b.jsonl", [#"{"instruction": "q3", "output": "a3"}"#, #"{"instruction": }"#, #"{"instruction": "q5"}"#])
    let value = try session.rows("set max_failed 50%\n" + load(session, "data/*.jsonl"))
    #expect(value.numbers("row") == [1, 2, 3])
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("b.jsonl:2: row 2") && text.contains("5 in = 3 kept"), "\(text)")
    try AtomicFile.write("[{\"instruction\": \"q\"", to: session.folder("data/c.json"))
    let error = session.failure(load(session, "data"))
    #expect(error?.code.name == "R0103" && error?.message.contains("c.json") == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func aLimitIsOneOfAllFiles() throws {
    let session = try session()
    for (limit, last) in [(1, 1), (2, 2), (3, 3), (5, 5), (6, 5)] {
      let value = try session.rows("\(load(session, "data")) limit \(limit)")
      #expect(value.numbers("row").last == Double(last), "\(limit)")
      #expect(session.heard.takeText().contains { $0.contains("more rows follow after row \(limit)") } == (limit < 5))
    }
  }

  @Test func whatIsNotThereIsSaid() throws {
    let session = try session()
    let none = session.failure(load(session, "data/*.json"))
    #expect(none?.code.name == "R0101" && none?.message.contains("no file matches") == true)
    try FileManager.default.createDirectory(atPath: session.folder("empty"), withIntermediateDirectories: true)
    #expect(session.failure(load(session, "empty"))?.code.name == "R0108")
    // A link in a circle, a link to nothing, a pipe: named, and never waited for.
    symlink(session.folder("data/l.jsonl"), session.folder("data/l.jsonl"))
    let link = session.failure(load(session, "data"))
    #expect(link?.message.contains("l.jsonl") == true)
    unlink(session.folder("data/l.jsonl"))
    mkfifo(session.folder("data/p.jsonl"), 0o600)
    let pipe = session.failure(load(session, "data/p*.jsonl"))
    #expect(pipe?.message.contains("p.jsonl") == true)
    unlink(session.folder("data/p.jsonl"))
    symlink(session.folder("data"), session.folder("data/again"))
    #expect(try session.rows(load(session, "data")).rows.count == 5)
  }

  @Test func anExistingFileWinsOverAPattern() throws {
    let session = try session()
    try write(session, "[ab].jsonl", [#"{"instruction": "own", "output": "x"}"#])
    #expect(try session.rows(load(session, "data/[ab].jsonl")).texts("question") == ["own"])
  }

  @Test func oneFileMoreIsAnotherLoadAndNoneIsReplaced() throws {
    let session = try session()
    let first = try session.rows(load(session, "data"))
    try write(session, "c.jsonl", [#"{"instruction": "q9", "output": "a9"}"#])
    let second = try session.rows(load(session, "data"))
    #expect(first.rows.count == 5 && second.rows.count == 6 && first.rows.source.digest != second.rows.source.digest)
    let error = session.failure("\(load(session, "data/*.jsonl")) | save \"\(session.folder("data/b.jsonl"))\" replace")
    #expect(error?.code.name == "C0403")
  }
}
