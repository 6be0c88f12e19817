import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// A file of more text than is counted at once.
@Suite("Tokens of large files") struct DeferredTokensTests {
  private static let count = 12_000

  /// Rows of some 800 bytes, and the same rows in a small file's place to compare with.
  private func large(_ session: Session) throws -> String {
    let body = String(repeating: "    total = total + value * weight\\n", count: 22)
    let lines = (0..<Self.count).map { row in
      let answer = "def f\(row)():\\n" + body + String(repeating: "    pass\\n", count: row % 7)
      return "{\"question\": \"Write task \(row)\", \"answer\": \"\(answer)\", \"level\": \(row % 5)}"
    }
    let path = session.folder("large.jsonl")
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What the first rows' tokens are when they are counted at once.
  private func known(_ session: Session, _ path: String, rows: Int) throws -> [Double] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let some = session.folder("some.jsonl")
    try text.split(separator: "\n").prefix(rows).joined(separator: "\n").write(
      toFile: some, atomically: true, encoding: .utf8)
    return try session.rows("load \"\(some)\"").numbers("tokens")
  }

  @Test func countedWhenAskedForAndThenRemembered() throws {
    let session = try Session(tiny: true)
    let path = try large(session)
    let expected = try known(session, path, rows: 200)
    _ = session.heard.takeText()

    let loaded = try session.rows("load \"\(path)\"")
    #expect(loaded.rows.deferredColumns == ["language", "tokens", "answer_tokens"] && loaded.size.tokens == nil)
    let line = try #require(session.heard.takeText().first { $0.contains("12,000 in = 12,000 kept") })
    let about = try #require(line.firstMatch(of: /about ([0-9,]+) tokens/))
    // A few rows are shown, and no others counted.
    #expect(try session.rows("load \"\(path)\" | take 5").numbers("tokens") == Array(expected.prefix(5)))
    let some = try session.rows("load \"\(path)\" | where level == 2 | take 3").numbers("tokens")
    #expect(some == [2, 7, 12].map { expected[$0] })
    #expect(loaded.rows.deferredColumns.count == 3)

    let long = try session.rows("load \"\(path)\" | where tokens > \(Int(expected[3]))")
    let tokens = loaded.numbers("tokens")
    #expect(Array(tokens.prefix(200)) == expected && long.rows.deferredColumns == ["language"])
    #expect(long.rows.count == tokens.count { $0 > expected[3] })
    let total = tokens.reduce(0, +)
    let guess = try #require(Double(about.1.replacing(",", with: "")))
    #expect(abs(guess - total) < 0.06 * total)
  }

  @Test func anotherProcessCountsTheSameFromTheStore() throws {
    let first = try Session(tiny: true)
    let path = try large(first)
    let expected = try known(first, path, rows: 50)
    try first.run("load \"\(path)\" | where level < 4 | derive twice = level * 2")
    let second = try Session(sharing: first, tiny: true)
    _ = second.heard.takeStages()
    let value = try second.rows("load \"\(path)\" | where level < 4 | derive twice = level * 2")
    let ran = second.heard.takeStages().filter { !$0.remembered }
    #expect(ran.isEmpty)
    #expect(value.rows.names == ["question", "answer", "level", "language", "tokens", "answer_tokens", "twice"])
    #expect(value.rows.deferredColumns == ["language", "tokens", "answer_tokens"])
    let kept = (0..<50).filter { $0 % 5 < 4 }.map { expected[$0] }
    #expect(Array(value.numbers("tokens").prefix(kept.count)) == kept)
    // Counts, once made, are there for a third.
    let report = try first.report("load \"\(path)\" | describe").jsonLines()
    let third = try Session(sharing: first, tiny: true)
    #expect(try third.report("load \"\(path)\" | describe").jsonLines() == report)
  }

  /// Tokens are those of the texts as loaded, whether the rows were kept in memory or read back.
  @Test func aTextThatIsChangedLaterChangesNoCounts() throws {
    let first = try Session(tiny: true)
    let path = try large(first)
    let expected = try known(first, path, rows: 50)
    let line = "load \"\(path)\" | derive answer = lower(question)"
    #expect(try Array(first.rows(line).numbers("tokens").prefix(50)) == expected)
    let second = try Session(sharing: first, tiny: true)
    let value = try second.rows(line)
    #expect(second.heard.takeStages().filter { !$0.remembered } == [])
    #expect(Array(value.numbers("tokens").prefix(50)) == expected)
    // Nor are the counts of one taken for those of the other.
    #expect(try Array(second.rows("load \"\(path)\" | where tokens > 0").numbers("tokens").prefix(50)) == expected)
  }
}
