import Foundation
import Pipeline
import Rows
import Stages
import Testing

/// `repair`: what is mended, what was there before, and what stays as it is.
@Suite("repair") struct RepairTests {
  private func fenced(_ code: String) -> String { "So:\n```python\n\(code)\n```\nThat is all." }

  @Test func answersAreMendedAndTheirOriginalsKept() throws {
    let session = try Session(tiny: true)
    let answers = [
      fenced("def f(x):\n    return x"), fenced("def f(x)\n    return x"),
      "  - So:\n  ```py\n  x = “1”\n  y = 2\n  ```",
      "So:\n```python\ndef f(x):\n    print(x)\n    if x",
      "First it is sorted. Then the values are compared with each oth",
      fenced("def f(x):\n    return np.sqrt(x) + Counter(x)[1]"), fenced("]]] x x x (((\n= = ="), "There is no code.",
      "So:\n```python\nprint(1)",
    ]
    let rows = answers.map { ["instruction": "Write it.", "output": $0] }
    let line = "load \"\(try session.file("rows.jsonl", rows))\" | repair"
    let outcome = try session.run(line)
    let value = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && value.rows.count == rows.count)
    let mended = value.texts("output")
    #expect(mended[0] == answers[0] && mended[6] == answers[6] && mended[7] == answers[7])
    #expect(mended[1] == answers[1].replacing("f(x)\n", with: "f(x):\n"))
    #expect(mended[2] == answers[2].replacing("“1”", with: "\"1\""))
    #expect(mended[3] == "So:\n```python\ndef f(x):\n    print(x)\n```")
    #expect(mended[4] == "First it is sorted.")
    #expect(mended[5] == answers[5].replacing("def", with: "import numpy as np\nfrom collections import Counter\ndef"))
    #expect(mended[8] == answers[8] + "\n```")
    let changed = [1, 2, 3, 4, 5, 8]
    for row in rows.indices {
      let isChanged = changed.contains(row)
      #expect(value.rows.cell(row, "repaired").isMissing != isChanged, "\(row)")
      #expect(value.rows.cell(row, "original_answer").isMissing != isChanged, "\(row)")
      if isChanged { #expect(value.rows.cell(row, "original_answer").description == answers[row]) }
    }
    #expect(value.rows.cell(6, "verdict").description == "does not parse")
    // Counted anew.
    let again = try session.rows(
      "load \"\(try session.file("again.jsonl", mended.map { ["instruction": "Write it.", "output": $0] }))\"")
    #expect(value.rows.column("tokens")?.doubles == again.rows.column("tokens")?.doubles)
    // Mended, it is as it is.
    #expect(try session.rows("\(line) | derive was = repaired | repair").texts("output") == mended)
  }

  @Test func ofSeveralRepairsTheOneThatPassesIsTaken() throws {
    let session = try Session(tiny: true)
    let row: [String: Any] = [
      "instruction": "Add.", "output": "def add(a, b):\n    return sum((a, b)\n", "tests": ["assert add(1, 2) == 3"],
    ]
    let value = try session.rows("load \"\(try session.file("rows.jsonl", [row]))\" | repair")
    #expect(
      value.texts("verdict") == ["passes"] && value.texts("output") == ["def add(a, b):\n    return sum((a, b))\n"])
  }

  /// The last learned answer of a conversation is mended; its other turns stay.
  @Test func conversationsStayConversations() throws {
    let session = try Session(tiny: true)
    func message(_ role: String, _ text: String) -> [String: Any] { ["role": role, "content": text] }
    let rows: [[String: Any]] = [
      [
        "messages": [
          message("user", "One?"), message("assistant", "1"), message("user", "Code?"),
          message("assistant", fenced("def f(x)\n    return x")),
        ]
      ],
      ["messages": [message("user", "Two?"), message("assistant", "2")]],
    ]
    let load = "load \"\(try session.file("rows.jsonl", rows))\""
    let (before, after) = (try session.rows(load).rows, try session.rows("\(load) | repair").rows)
    let (old, new) = (try #require(before.conversation(0)), try #require(after.conversation(0)))
    #expect(new.turns.dropLast() == old.turns.dropLast() && new.learnedTurns == old.learnedTurns)
    #expect(new.turns.last?.text.map { String(decoding: $0, as: UTF8.self) } == fenced("def f(x):\n    return x"))
    #expect(after.answer(0).map { String(decoding: $0, as: UTF8.self) } == fenced("def f(x):\n    return x"))
    #expect(after.contentKey(of: 1) == before.contentKey(of: 1))
    // The file's own column, which a trainer reads, has it too.
    let messages = after.cell(0, "messages").description
    #expect(messages.contains("def f(x):") && !messages.contains("def f(x)\\n") && messages.contains("One?"))
    #expect(after.cell(1, "messages") == before.cell(1, "messages"))
  }
}
