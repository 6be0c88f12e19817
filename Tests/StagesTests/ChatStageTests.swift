import Diagnostics
import Documents
import Foundation
import Packing
import Pipeline
import Rows
import Stages
import Testing

/// Conversations through the stages: what is learned of them is what `view` shows and `pack` counts.
@Suite("Conversations in a pipe")
struct ChatStageTests {
  private let session: Session
  private let path: String

  init() throws {
    session = try Session(tiny: true)
    func talk(_ turns: [(String, String)]) -> [String: Any] {
      ["messages": turns.map { ["role": $0.0, "content": $0.1] }]
    }
    path = try session.file(
      "talks.jsonl",
      [
        talk([("system", "Be brief."), ("user", "Q1?"), ("assistant", "A1."), ("user", "Q2?"), ("assistant", "A2.")]),
        talk([("user", "Q3?"), ("assistant", "A3.")]),
        talk([("user", "Q4?"), ("assistant", "A4."), ("tool", "R."), ("assistant", "A5.")]),
        talk([("user", "Q5?"), ("assistant", "A6."), ("user", "Q6?"), ("assistant", "A7.\nA8.")]),
      ])
  }

  private func view(_ line: String) throws -> ReportValue {
    try #require(try session.run("load \"\(path)\" \(line)").value as? ReportValue)
  }

  @Test("view mask marks the answers and their ends, and its data adds up")
  func mask() throws {
    let report = try view("| view 1 mask")
    #expect(report.lines.filter { $0.hasPrefix("┃ ") } == ["┃ A1.<|endoftext|>", "┃ A2.<|endoftext|>"])
    #expect(report.lines.contains("  Be brief.") || report.lines.contains("  <|endoftext|>Be brief."))
    let parts = try #require(report.data["parts"]?.array)
    #expect(parts.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) } == report.data["tokens"]?.int)
    let learned = parts.filter { $0["learned"]?.bool == true }
    #expect(learned.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) } == report.data["learned"]?.int)
    // Of the last answer alone only that is marked; lines of one answer each have a bar.
    #expect(try view("turns last | view 1 mask").lines.filter { $0.hasPrefix("┃ ") } == ["┃ A2.<|endoftext|>"])
    #expect(try view("turns last | view 4 mask").lines.suffix(2) == ["┃ A7.", "┃ A8.<|endoftext|>"])
    #expect(try view("| view 2 mask").lines.filter { $0.hasPrefix("┃ ") } == ["┃ A3.<|endoftext|>"])
  }

  @Test("a row that is not there, or not trained on, is an error at its number")
  func refused() throws {
    #expect(session.failure("load \"\(path)\" | view 9 mask")?.message == "no row here has the number 9")
    let refusal = session.failure("load \"\(path)\" | view 3 mask")?.message
    #expect(refusal == "row 3 is not trained on: with results of tools, which the template leaves out")
  }

  @Test("pack counts what is learned and what the template refuses; turns beyond a limit are named")
  func packed() throws {
    let line = "set max_failed 100%\nload \"\(path)\" | pack 128"
    let outcome = try session.run(line)
    #expect(outcome.ledger("kept") == 3)
    #expect(outcome.ledgerEntries("dropped") == ["with results of tools, which the template leaves out": 1])
    let packs = try #require(outcome.value as? PacksValue)
    #expect(packs.packs.learnedTurns == 5)
    #expect(session.heard.takeText().contains { $0.contains("5 turns learned") })
    let short = try session.run("load \"\(path)\" turns all | take 1 | pack 32")
    let reduced = short.ledgerEntries("reduced")
    #expect(reduced == ["without 2 turns beyond 32 tokens": 1], "\(reduced)")
  }

  @Test("a conversation is scored by its learned answers; a changed answer makes it a pair, and that is said")
  func scored() throws {
    let scored = try session.rows("load \"\(path)\" | take 2 | score complexity")
    #expect(scored.rows.count == 2 && scored.rows.conversation(0) != nil)
    let all = try #require(scored.rows.cell(0, "answer_tokens").double)
    let last = try session.rows("load \"\(path)\" turns last | take 2 | score complexity")
    let one = try #require(last.rows.cell(0, "answer_tokens").double)
    #expect(one < all && scored.rows.cell(0, "ifd") != last.rows.cell(0, "ifd"))
    #expect(scored.rows.cell(1, "ifd") == last.rows.cell(1, "ifd"))
    let changed = try session.run("load \"\(path)\" | derive answer = lower(answer)")
    #expect(changed.isBalanced)
    #expect(
      changed.ledgerEntries("reduced") == [
        "without their other turns, as the question or the answer is another now": 3
      ])
  }
}
