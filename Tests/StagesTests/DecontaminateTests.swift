import Diagnostics
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// `decontaminate`: rows that tell a problem go, and are told which.
@Suite("decontaminate") struct DecontaminateTests {
  private let task = "Write a function to find the shared elements from the given two lists, each of them once."
  private let code =
    "def similar(first, second):\n  found = set(first) & set(second)\n  return tuple(sorted(found)) if found else tuple()"

  private func rows() -> [[String: Any]] {
    Teaching.pairs(6) + [
      ["instruction": "Task. \(task.uppercased())", "output": "I do not know."],
      [
        "instruction": "What do these have in common?",
        "output": "```python\n\(code.replacing("found", with: "both").replacing("first", with: "a"))\n```",
      ],
    ]
  }

  /// The fields of HumanEval, of MBPP, and of rows to learn from.
  private func problems(_ kind: Int) -> [[String: Any]] {
    switch kind {
    case 0:
      let head = "def similar(first, second):\n"
      return [
        [
          "task_id": "Test/7", "prompt": "\(head)  \"\"\"\(task)\"\"\"\n",
          "canonical_solution": String(code.dropFirst(head.count)), "test": "assert similar([1], [1]) == (1,)",
          "entry_point": "similar",
        ]
      ]
    case 1: return [["text": task, "code": code, "task_id": 7, "test_list": ["assert similar([1], [1]) == (1,)"]]]
    default: return [["instruction": task, "output": code]]
    }
  }

  @Test(arguments: 0..<3) func namesTheFileAndTheProblem(kind: Int) throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", rows()))\""
    let file = try session.file("problems.jsonl", problems(kind))
    let name = ["Test/7", "7", "problem 1"][kind]
    let line = "\(load) | decontaminate \"\(file)\""
    let outcome = try session.run(line)
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [1, 2, 3, 4, 5, 6] && outcome.isBalanced)
    #expect(outcome.ledgerEntries("dropped") == ["with problems of problems.jsonl": 2])
    let reasons = try session.rows("\(line) | dropped reason \"problems.jsonl\"").texts("reason")
    #expect(
      reasons[0].hasPrefix("\(name) of problems.jsonl: ") && reasons[0].hasSuffix(" runs of 13 words"), "\(reasons)")
    #expect(reasons[1] == "\(name) of problems.jsonl: its solution", "\(reasons)")
    #expect(try session.report("\(line) | why 8").cells.last?[1] == "dropped: \(reasons[1])")
    #expect(try session.rows("\(line) | dropped reason \"its solution\"").rows.rowNumbers == [8])
  }

  @Test func severalFilesAndRowsOfAPipe() throws {
    let session = try Session(tiny: true)
    let load = "load \"\(try session.file("rows.jsonl", rows()))\""
    let (one, two) = (try session.file("one.jsonl", problems(0)), try session.file("two.jsonl", problems(1)))
    let outcome = try session.run("\(load) | decontaminate \"\(one)\" \"\(two)\" { \(load) | take 2 } words 20")
    // The row of other words has fewer than 20 of the first file's in a run; the second file's statement is shorter, and there.
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [3, 4, 5, 6])
    #expect(
      outcome.ledgerEntries("dropped") == [
        "with problems of one.jsonl": 1, "with problems of two.jsonl": 1, "with problems of rows.jsonl": 2,
      ])
    // Another content of a file is another key.
    let before = try session.rows("\(load) | decontaminate \"\(two)\"").rows.count
    _ = try session.file("two.jsonl", [["text": "Nothing that anybody asked for here.", "code": "pass", "task_id": 1]])
    #expect(try session.rows("\(load) | decontaminate \"\(two)\"").rows.count == 8 && before == 6)
    #expect(session.check("\(load) | decontaminate").hasErrors)
    #expect(session.check("\(load) | decontaminate \"\(one)\" words 2").hasErrors)
  }
}
