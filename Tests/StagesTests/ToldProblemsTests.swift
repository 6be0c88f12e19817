import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// Rows that tell the problems which a model is judged by: what is passed of these is said apart, and `hold` keeps them out of the pool.
@Suite("told problems") struct ToldProblemsTests {
  /// Solutions, each long enough to be known again, and what they are asked by.
  private static let bodies = [
    (
      "shared", "first, second",
      "found = set(first) & set(second)\n    return tuple(sorted(found)) if found else tuple()"
    ),
    (
      "counts", "words, least",
      "seen = {w: words.count(w) for w in words}\n    return [w for w in seen if seen[w] >= least]"
    ),
    (
      "spaced", "text, width",
      "parts = [text[i:i + width] for i in range(0, len(text), width)]\n    return ' '.join(parts)"
    ),
    (
      "weighed", "values, weights",
      "total = sum(v * w for v, w in zip(values, weights))\n    return total / sum(weights) if weights else 0"
    ),
  ]
  private static let told = [
    "Gives every element that two lists have in common, each of them once and in ascending order, as a tuple.",
    "Says which of the words stand in the list at least so many times, in the order of first appearance.",
    "Cuts a text into pieces of a given width and writes one blank between each of them and the next.",
    "Computes the mean of the values in which each of them counts as much as its own weight says.",
  ]
  private static let checks = [
    "candidate([3, 1, 2], [2, 3]) == (2, 3)", "candidate(['a', 'b', 'a'], 2) == ['a']",
    "candidate('abcde', 2) == 'ab cd e'", "candidate([1, 3], [1, 3]) == 2.5",
  ]

  /// Four problems whose body a model has to write, and four whose prompt has it already: what goes on is a comment, and these pass.
  private func problems(_ session: Session) throws -> String {
    try session.file(
      "human.jsonl",
      (0..<8).map { place in
        let (name, head, body) = Self.bodies[place % 4]
        let isSolved = place >= 4
        let words =
          isSolved
          ? String(Self.told[place % 4].split(separator: " ").reversed().joined(separator: " ")) : Self.told[place % 4]
        let prompt = "def \(name)\(place)(\(head)):\n    \"\"\"\(words)\"\"\"\n"
        return [
          "task_id": "Test/\(place)", "prompt": isSolved ? "\(prompt)    \(other(body))\n# " : prompt,
          "canonical_solution": isSolved ? "done\n" : "    \(body)\n", "entry_point": "\(name)\(place)",
          "test": "def check(candidate):\n    assert \(Self.checks[place % 4])\n",
        ]
      })
  }

  /// The same in another form, so that a solution of one problem is none of another's.
  private func other(_ body: String) -> String { "pass\n    \(body)" }

  /// Rows to learn from, with three copies: a solution renamed and laid out anew, a statement in capitals, and a statement of a solved problem.
  private func rows(_ session: Session) throws -> String {
    let renamed =
      "def common(a, b):\n\n  both = (set(a) & set(b))  # of both\n  return (tuple(sorted(both)) if both else tuple())"
    let solved = Self.told[2].split(separator: " ").reversed().joined(separator: "\n")
    return try session.file(
      "rows.jsonl",
      Teaching.pairs(12) + [
        ["instruction": "What have these two in common?", "output": "```python\n\(renamed)\n```"],
        ["instruction": "TASK: \(Self.told[3].uppercased())", "output": "I do not know."],
      ] + Teaching.pairs(20).suffix(8) + [
        ["instruction": "Please: \(solved)", "output": "As you like."],
        ["instruction": "Again, please: \(solved)", "output": "As you like it."],
      ])
  }

  @Test func whatIsPassedOfThemIsSaidApart() throws {
    let session = try Session(tiny: true)
    let (rows, file) = (try rows(session), try problems(session))
    let line =
      "let tuned = load \"\(rows)\" | pack 512 | tune steps 2 control 0\ntuned | eval problems \"\(file)\" max 2"
    let outcome = try session.run(line)
    let report = try #require(outcome.value as? ReportValue)
    let lines = report.lines.joined(separator: "\n")
    let data = try #require(report.data.array)
    #expect(data.map { $0["told_by"]?.int } == [13, nil, nil, 14, nil, nil, 23, nil])
    // As they were made: the last four pass, whoever writes the comment.
    #expect(data.map { $0["verdict"]?.string == "passes" } == (0..<8).map { $0 >= 4 }, "\(lines)")
    for words in [
      "4 of the 24 rows that made tuned tell 3 of these problems (13 words in a row, or a solution): "
        + "Test/0 (row 13), Test/3 (row 14), Test/6 (row 23 and 1 more).",
      "Of what base learned nothing is known.",
      "pass@1  tuned  60.0% of 5 clean", "pass@1  base   60.0% of 5 clean",
      "pass@1  tuned  33.3% of 3 contaminated", "pass@1  base   33.3% of 3 contaminated",
      "These 5 clean problems do not tell the two models apart. Problems that its rows tell have no part in this.",
    ] {
      #expect(lines.contains(words), "\(words): \(lines)")
    }
    let figures = try #require(outcome.record["ledger"]?["problems"]?["contamination"])
    #expect(figures["rows"]?.int == 24 && figures["telling_rows"]?.int == 4 && figures["told_problems"]?.int == 3)
    #expect(figures["clean"]?["problems"]?.int == 5 && figures["contaminated"]?["problems"]?.int == 3)
    #expect(figures["clean"]?["tuned"]?["pass@1"]?.double == 0.6)
    #expect(abs((figures["contaminated"]?["base"]?["pass@1"]?.double ?? 0) - 1.0 / 3) < 1e-12)
    // Another session finds them by the recipe, and needs no tuning for it.
    let other = try Session(sharing: session, tiny: true)
    let again = try other.report(line.replacing("max 2", with: "max 3"))
    #expect(again.data.array?.map { $0["told_by"]?.int } == [13, nil, nil, 14, nil, nil, 23, nil])
    // All are told: nothing is claimed. None is: nothing is said apart.
    let all = try session.report("tuned | eval problems { load \"\(file)\" | take 1 } max 2")
    #expect(all.verdict.last?.hasPrefix("Rows that made the tuned model tell all of these problems") == true)
    let none = try session.report("tuned | eval problems { load \"\(file)\" | where task_id == \"Test/1\" } max 2")
    let said = none.lines.joined(separator: "\n")
    #expect(said.contains("None of the 24 rows that made tuned tells one of these problems") && !said.contains("clean"))
    // Of a model from elsewhere nothing is known, and nothing is claimed.
    let alone = try session.report("eval problems \"\(file)\" max 2")
    #expect(alone.lines.contains { $0.contains("The rows that made it are not known here") })
    #expect(!alone.columnNames.contains("told_by"))
  }

  @Test func heldOutTasksInTheTeachingSetAreFound() throws {
    let session = try Session(tiny: true)
    let all = try session.rows("load").rows
    let planted = (0..<all.count).filter { all.cell($0, "defect").description == "heldout_copy" }
    let numbers = planted.map { all.rowNumbers[$0] }
    let held = "load \"\(PackageRoot.path)/share/teaching/heldout.jsonl\""
    // `hold` takes them out of the pool, with their reason.
    let outcome = try session.run("load | hold from { \(held) }")
    let left = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && Set(left.rows.rowNumbers).isDisjoint(with: numbers))
    let dropped = outcome.ledgerEntries("dropped")
    #expect(dropped.values.reduce(0, +) == numbers.count, "\(dropped)")
    // Of a few rows with all the planted ones, a model tells just these.
    let task = try planted.map { try #require(Int(all.cell($0, "of").description.split(separator: ":")[1])) }
    let asked = task.map { "row == \($0)" }.joined(separator: " or ")
    let report = try session.report(
      "load | where defect == \"heldout_copy\" or row % 40 == 0 | pack 512 | tune steps 1 control 0 "
        + "| eval problems { \(held) | where \(asked) or row % 40 == 0 } max 1")
    var told: [String: Int] = [:]
    for line in report.data.array ?? [] { told[line["problem"]?.string ?? ""] = line["told_by"]?.int }
    // Two problems begin with the same 13 words: who copies one of them has said that of both.
    var expected = Dictionary(zip(task.map { "problem \($0)" }, numbers), uniquingKeysWith: min)
    expected["problem 200"] = expected["problem 74"]
    #expect(told == expected)
  }

  @Test func aHoldKeepsTheirTellersOut() throws {
    let session = try Session(tiny: true)
    let (rows, file) = (try rows(session), try problems(session))
    let line = "load \"\(rows)\" | hold from { load \"\(file)\" }"
    let outcome = try session.run(line)
    #expect(outcome.ledgerEntries("dropped") == ["that tell held-out problems": 4] && outcome.isBalanced)
    #expect((outcome.value as? RowsValue)?.rows.count == 20)
    let reasons = try session.rows("\(line) | dropped reason \"held-out problems\"").texts("reason")
    #expect(reasons.first == "Test/0: its solution" && reasons.count == 4, "\(reasons)")
    // A problem that is not held out bars nothing.
    let few = try session.run("load \"\(rows)\" | hold from { load \"\(file)\" | where task_id == \"Test/0\" }")
    #expect(few.ledgerEntries("dropped") == ["that tell held-out problems": 1])
  }
}
