import Diagnostics
import Foundation
import Pipeline
import Rows
import Stages
import Testing

/// `hold` leaves rows on both sides, and no row on one side that nearly stands on the other.
@Suite("hold") struct HoldTests {
  /// One instruction over other inputs, the same few answers: rows that differ in their input alone.
  private func labels(_ count: Int) -> [[String: Any]] {
    let words = ["list", "dict", "tuple", "set", "loop", "index", "value", "key", "node", "tree", "graph", "stack"]
    return (0..<count).map { n in
      let input = (0..<30).map { words[(n * 31 + $0 * $0 * (n + 7)) % 12] + ($0 % 5 == 0 ? "\(n)" : "") }
      return [
        "instruction": "Does this Python snippet contain an error? Answer yes or no.",
        "input": input.joined(separator: " "), "output": n % 3 == 0 ? "yes" : "no",
      ]
    }
  }

  @Test func rowsOfOneInstructionAreNoTwins() throws {
    let session = try Session(tiny: true)
    let path = try session.file("labels.jsonl", labels(60))
    let outcome = try session.run("load \"\(path)\" | hold 20")
    #expect(outcome.value?.size.rows == 40 && outcome.isBalanced)
    // The same input twice is the same row.
    let twice = try session.file("twice.jsonl", labels(60) + labels(60))
    let again = try session.run("load \"\(twice)\" | hold 20")
    let value = try #require(again.value as? RowsValue)
    let held = try #require(value.heldOut)
    #expect(Set(value.texts("input")).isDisjoint(with: (0..<20).map { held.rows.cell($0, "input").description }))
    #expect(again.ledger("kept") == 120 - 20 - (again.ledgerEntries("dropped")["near twins of held-out rows"] ?? 0))
  }

  @Test func aTemplateMakesNoTwinsAndIsSaid() throws {
    let session = try Session(tiny: true)
    let template = "You are a careful programmer. Read the task, think it through, then answer with one function only."
    let rows = (0..<200).map { ["instruction": "\(template) Task number \($0).", "output": "pass"] }
    let outcome = try session.run("load \"\(try session.file("boiler.jsonl", rows))\" | hold 20")
    #expect(outcome.value?.size.rows == 180)
    #expect(session.heard.takeText().contains { $0.contains("such as a template, is not compared") })
  }

  @Test func leavesRowsOnBothSidesOrSaysWhyNot() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(30)))\""
    func failure(_ line: String) -> (String, [String]) {
      let found = session.failure(line)
      #expect(found?.code.name == "C0511", "\(line)")
      return (found?.message ?? "", found?.notes ?? [])
    }
    #expect(failure("\(load) | sample 20 | hold 40").0 == "`hold 40` leaves no row to train on")
    #expect(failure("\(load) | hold 100%").1.contains("30 held out"))
    #expect(failure("\(load) | take 1 | hold 1").0 == "`hold 1` leaves no row to train on")
    #expect(failure("\(load) | take 0 | hold 3").0 == "no rows came in, so none can be held out")
    #expect(failure("\(load) | hold 1 tokens").0.contains("holds out nothing"))
    // Twenty rows that are all nearly the same.
    let same = (0..<20).map {
      [
        "instruction": "Sort the list of numbers that you are given, number \($0).",
        "output": "def f(xs):\n    return sorted(xs)",
      ]
    }
    let (message, notes) = failure("load \"\(try session.file("same.jsonl", same))\" | hold 2")
    #expect(message == "`hold 2` leaves no row to train on" && notes.contains("18 near twins of held-out rows"))
  }
}
