import Diagnostics
import Foundation
import Pipeline
import Rows
import Stages
import Testing

/// `dedup`: one row of each group that says the same, and what stood for what.
@Suite("dedup") struct DedupTests {
  /// Rows of which some say what an earlier one says: 4 what row 1 does but for white space, 5 and 6 what row 2 does but for a
  /// word.
  private func rows() -> [[String: Any]] {
    let tasks = [
      "Write a function that sorts a list of numbers from the smallest to the largest and returns a new list of them.",
      "Write a function that counts the words of a text, where a word is a run of letters, and returns a dictionary.",
      "Write a class for a stack that has the methods push, pop and peek, and raises an error where it is empty.",
    ]
    let answer =
      "def solve(values):\n    result = []\n    for value in values:\n        result.append(value)\n    return result"
    var rows: [[String: Any]] = tasks.enumerated().map {
      ["instruction": $1, "output": answer, "source": $0 == 2 ? "two" : "one"]
    }
    rows.append(["instruction": tasks[0] + " ", "output": answer.replacing("\n", with: "\r\n"), "source": "one"])
    rows.append(["instruction": tasks[1] + " Please.", "output": answer, "source": "three"])
    rows.append(["instruction": tasks[1].replacing("text", with: "string"), "output": answer, "source": "three"])
    return rows
  }

  @Test func theRowsThatGoAreToldWhatStaysForThem() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", rows()))\""
    let outcome = try session.run("\(load) | dedup threshold 0.7")
    let value = try #require(outcome.value as? RowsValue)
    #expect(value.rows.rowNumbers == [1, 2, 3] && outcome.isBalanced)
    #expect(outcome.ledgerEntries("dropped") == ["near twins of rows that stay": 3])
    #expect(
      session.heard.takeText().contains {
        $0.contains("No row of the source \"three\" is left: all 2 are twins of earlier rows.")
      })
    let dropped = try session.rows("\(load) | dedup threshold 0.7 | dropped reason \"near twin\"")
    #expect(dropped.texts("reason") == ["near twin of row 1", "near twin of row 2", "near twin of row 2"])
    let some = try session.rows("\(load) | dedup threshold 0.7 | dropped reason \"twin of row 2\"")
    #expect(some.rows.rowNumbers == [5, 6])
    #expect(
      try session.report("\(load) | dedup threshold 0.7 | why 5").cells.last?[1] == "dropped: near twin of row 2")
    // Another process, which finds it in the store.
    let other = try Session(sharing: session, tiny: true)
    #expect(
      try other.report("\(load) | dedup threshold 0.7 | why 4").cells.last?[1] == "dropped: near twin of row 1")
  }

  @Test func exactlyTheSame() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", rows()))\""
    let outcome = try session.run("\(load) | dedup exact")
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [1, 2, 3, 5, 6] && outcome.isBalanced)
    #expect(
      try session.report("\(load) | dedup exact | why 4").cells.last?[1] == "dropped: exact twin of row 1")
  }

  @Test func theWholeRowCountsWithItsInputAndItsTurns() throws {
    let session = try Session(tiny: true)
    let same = ["instruction": "Does it hold?", "output": "yes"]
    let rows = [same.merging(["input": "a"]) { $1 }, same.merging(["input": "b"]) { $1 }, same, same]
    #expect(
      try session.rows("load \"\(try session.file("inputs.jsonl", rows))\" | dedup exact").rows.rowNumbers == [1, 2, 3])
    func chat(_ first: String) -> [String: Any] {
      [
        "messages": [
          ["role": "user", "content": first], ["role": "assistant", "content": "Hello."],
          ["role": "user", "content": "And now?"], ["role": "assistant", "content": "Still here."],
        ]
      ]
    }
    let chats = try session.file("chats.jsonl", [chat("Hi."), chat("Good day."), chat("Hi.")])
    for kind in ["exact", "near"] {
      #expect(try session.rows("load \"\(chats)\" | dedup \(kind)").rows.rowNumbers == [1, 2], "\(kind)")
    }
  }

  @Test func embeddingsAreCompared() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(12) + Teaching.pairs(3)))\""
    let kept = try session.rows("\(load) | embed | dedup embedding threshold 0.9999").rows.rowNumbers
    #expect(kept.allSatisfy { $0 <= 12 } && kept.first == 1)
    #expect(session.check("load | dedup embedding").contains { $0.message.contains("embedding") })
  }

  @Test func whatAKindDoesNotTakeIsRefused() throws {
    let session = try Session(tiny: true)
    for line in ["load | dedup exact threshold 0.9", "load | embed | dedup embedding threshold 0.6"] {
      #expect(session.check(line).contains { $0.code.name == "C0351" }, "\(line)")
    }
    #expect(session.check("load | dedup threshold 0.2").hasErrors)
    #expect(session.check("load | dedup near threshold 1").isEmpty)
  }

  @Test func noRowsAndRowsThatAreAllTheSame() throws {
    let session = try Session(tiny: true)
    let same = (0..<150).map { _ in ["instruction": "Say hello to the whole wide world.", "output": "hello"] }
    let load = "load \"\(try session.file("same.jsonl", same))\""
    for kind in ["near", "exact"] {
      #expect(try session.rows("\(load) | dedup \(kind)").rows.rowNumbers == [1], "\(kind)")
      #expect(try session.rows("\(load) | take 0 | dedup \(kind)").rows.isEmpty, "\(kind)")
    }
  }
}
