import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing
import Work

/// `flips`: which problems one of two models solves and the other does not, and what may be said of it.
@Suite("flips") struct FlipsTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/evalplus/"

  private func line(_ more: String = "") -> String {
    "load \"\(Self.folder)a_eval_results.json\" | flips \"\(Self.folder)b_eval_results.json\"\(more)"
  }

  private func texts(_ report: ReportValue, _ column: String) throws -> [String] {
    try #require(report.data.array).map { $0[column]?.string ?? "" }
  }

  @Test("EvalPlus's files: pass@1, intervals and McNemar are those of EvalPlus and SciPy", arguments: ["base", "plus"])
  func figures(tests: String) throws {
    let session = try Session(tiny: true)
    let expected = try #require(try JSONValue.read(Self.folder + "expected.json")[tests])
    let outcome = try session.run(line(tests == "base" ? " by passes" : ""))
    let found = try #require(outcome.record["ledger"]?["problems"])
    func number(_ value: JSONValue?) -> Double { value?.double ?? .nan }
    for side in ["a", "b"] {
      #expect(abs(number(found[side]?["pass@1"]) - number(expected[side]?["pass@1"])) < 1e-12)
      for end in 0..<2 {
        let interval = found[side]?["pass@1_interval"]?.array?[end]
        #expect(abs(number(interval) - number(expected[side]?["wilson"]?.array?[end])) < 1e-9)
      }
    }
    for count in ["both", "only_a", "only_b", "neither"] { #expect(found[count]?.int == expected[count]?.int) }
    #expect(abs(number(found["mcnemar_p"]) / number(expected["p"]) - 1) < 1e-9)
    #expect(abs(number(found["difference"]) - number(expected["difference"])) < 1e-12)
    for end in 0..<2 {
      // Of other draws: a problem more or less.
      let (own, other) = (found["difference_interval"]?.array?[end], expected["interval"]?.array?[end])
      #expect(abs(number(own) - number(other)) <= 1.0 / 40 + 1e-9)
    }
    let report = try #require(outcome.value as? ReportValue)
    #expect(report.cells.count == (expected["only_a"]?.int ?? 0) + (expected["only_b"]?.int ?? 0))
    let sentence = try #require(report.verdict.first)
    #expect(
      sentence
        == (tests == "base"
          ? "a solves 15 that b does not, b 5 that a does not: exact McNemar p = 0.041: on these 40 problems a passes more than b."
          : "a solves 23 that b does not, b 4 that a does not: exact McNemar p is below 0.001: on these 40 problems a passes more than b.")
    )
    #expect(report.lines.first == "a  a_eval_results.json, by `\(tests == "base" ? "passes" : "verdict")`")
  }

  @Test func theTableIsOfTheProblemsThatOneSolves() throws {
    let session = try Session(tiny: true)
    let report = try session.report(line())
    #expect(report.columnNames == ["problem", "solved_by", "a_verdict", "b_verdict", "change"])
    #expect(try texts(report, "solved_by").count { $0 == "b" } == 4)
    for place in try #require(report.data.array) {
      let byA = place["solved_by"]?.string == "a"
      #expect((place["a_verdict"]?.string == "passes") == byA && (place["b_verdict"]?.string == "passes") != byA)
      #expect(place["a_answer"]?.string != place["b_answer"]?.string)
    }
    #expect(try session.report(line(" | where solved_by == \"b\" | show problem a_answer")).cells.count == 4)
    // The other way round it is the same, and the other's.
    let turned = try session.report(
      "load \"\(Self.folder)b_eval_results.json\" | flips \"\(Self.folder)a_eval_results.json\"")
    #expect(
      turned.verdict[0].contains("a solves 4 that b does not, b 23")
        && turned.verdict[0].hasSuffix("b passes more than a."))
  }

  @Test func resultsOfDifferentProblemsAreRefused() throws {
    let session = try Session(tiny: true)
    let failure = session.failure(
      "load \"\(Self.folder)a_eval_results.json\" | flips { load \"\(Self.folder)b_eval_results.json\" | where problem != \"HumanEval/7\" }"
    )
    #expect(failure?.code.name == "C0523" && failure?.notes.contains("1 in a alone: HumanEval/7") == true)
    let old = session.failure(
      "load \"\(Self.folder)old_eval_results.json\" | flips \"\(Self.folder)b_eval_results.json\"")
    #expect(old?.notes.contains { $0.hasPrefix("34 in b alone: HumanEval/6, HumanEval/7") } == true)
    #expect(old?.notes.contains { $0.hasSuffix("HumanEval/13 and 26 more") } == true)
    let plain = try session.file("plain.jsonl", Teaching.pairs(3))
    let none = session.failure("load \"\(plain)\" | flips \"\(plain)\"")
    #expect(none?.code.name == "C0524" && none?.message.contains("has no column `problem`") == true)
    let unsaid = try session.file("unsaid.jsonl", [["problem": "x", "text": "y"]])
    #expect(
      session.failure("load \"\(unsaid)\" | flips \"\(unsaid)\"")?.message.contains("`verdict` or `passes`") == true)
    let b = "\(Self.folder)b_eval_results.json"
    #expect(
      session.failure("load \"\(b)\" | flips { load \"\(b)\" | show problem verdict } by passes")?.code.name == "C0524")
  }

  @Test func whatDoesNotGoTogetherIsSaidBeforeAnythingRuns() throws {
    let session = try Session(tiny: true)
    let model = "load | sample 8 | pack 512 | tune steps 2 control 0"
    let problems = "problems { load | take 2 }"
    for (text, code) in [
      ("\(model) | flips { load | take 2 } \(problems)", "C0351"), ("load | flips { \(model) } \(problems)", "C0351"),
      ("\(model) | flips { \(model) }", "C0522"), (line(" \(problems)"), "C0351"), (line(" samples 4"), "C0351"),
      ("\(model) | flips { \(model) } by verdict \(problems)", "C0351"), ("load | flips", "C0302"),
    ] {
      let found = session.check(text).filter(\.isError)
      #expect(
        !found.isEmpty && (code == "C0302" || found.contains { $0.code.name == code }),
        "\(text): \(found.map(\.code.name))")
    }
    #expect(
      session.check("load | flips { load | pack 512 }").contains {
        $0.message.contains("Rows, a Model or a Report") || $0.message.contains("a Model, Rows or a Report")
      })
  }

  @Test func severalAnswersAreComparedByTheirShares() throws {
    let session = try Session(tiny: true)
    func results(_ name: String, _ passing: (Int) -> Int) throws -> String {
      try session.file(
        name,
        (0..<40).flatMap { problem in
          (0..<4).map { sample in
            [
              "problem": "p\(problem)", "sample": sample + 1, "topic": "t\(problem / 2)",
              "verdict": sample < passing(problem) ? "passes" : sample == 3 ? "not checked" : "fails",
              "step": sample < passing(problem) ? "passes" : "parses",
            ] as [String: Any]
          }
        })
    }
    let a = try results("a.jsonl") { 1 + $0 % 3 }
    let b = try results("b.jsonl") { $0 % 2 == 0 ? 1 : $0 % 3 }
    let report = try session.report("load \"\(a)\" | flips \"\(b)\"")
    let lines = report.lines.joined(separator: "\n")
    #expect(lines.contains("a: 40 answers were not checked: they count as not passed"), "\(lines)")
    #expect(lines.contains("(bootstrap over topics)") && !lines.contains("McNemar"), "\(lines)")
    #expect(report.verdict[0].hasSuffix("by several answers each: on these 40 problems a passes more than b."))
    #expect(try texts(report, "a_verdict").allSatisfy { $0.hasSuffix("of 4 pass") })
    #expect(try texts(report, "change").contains("passes → parses"))
  }

  @Test func resultsThatWereSavedAreTheSame() throws {
    let session = try Session(tiny: true)
    let file = session.folder("judged.json")
    // A tiny model says nothing that ends well, and some of it is no text at all.
    let line = "eval problems { load | take 4 } max 2"
    try session.run("\(line) | save \"\(file)\"")
    let rows = try session.rows("load \"\(file)\"").rows
    #expect(rows.count == 4)
    let report = try session.report("\(line) | flips \"\(file)\"")
    #expect(report.cells.isEmpty && report.columnNames.count == 5)
    #expect(
      report.verdict
        == [
          "a solves 0 that b does not, b 0 that a does not: exact McNemar p = 1.000: on these 4 problems no difference is shown."
        ])
    #expect(report.lines[0] == "a  a report, by `verdict`" && report.lines[1] == "b  judged.json, by `verdict`")
  }

  @Test func twoModelsAreAskedTheSameProblems() throws {
    let session = try Session(tiny: true)
    let model = "load | sample 8 | pack 512 | tune steps 2 control 0"
    let report = try session.report(
      "\(model) | flips { load | sample 8 | pack 512 | tune steps 3 control 0 } problems { load | take 3 } max 6")
    let lines = report.lines.joined(separator: "\n")
    for words in [
      "3 problems: 3 of ", "references pass", "a  model of", "2 steps on 8 rows: ", "3 steps on 8 rows: ",
      "pass@1  a  ", "pass@1  b  ", "a − b  ", "both solve 0, neither 3", "on these 3 problems no difference is shown.",
    ] {
      #expect(lines.contains(words), "\(words): \(lines)")
    }
    #expect(
      session.check("\(model) | flips { \(model) } problems { load | take 3 } samples 3").contains {
        $0.code.name == "C0351"
      })
  }

  @Test func theNearestRowsOfAProblemAreFoundByWords() throws {
    let session = try Session(tiny: true)
    let file = try session.file(
      "learned.jsonl",
      [
        ["instruction": "Reverse the words of a sentence.", "output": "\" \".join(reversed(text.split()))"],
        ["instruction": "\nAdd the numbers of a list.\nAll of them.", "output": "sum(numbers)"],
        ["instruction": "Say hello.", "output": "hello"],
      ])
    let rows = try session.rows("load \"\(file)\"").rows
    let found = try NearestLearned(
      [("sum", "def total(numbers):\n  # Add the numbers of the list"), ("other", "zzz qqq"), ("empty", "")], in: rows,
      .silent)
    let lesson = try #require(found["sum"])
    #expect(found.learned == 3 && lesson.row == 2 && lesson.head == "Add the numbers of a list.")
    #expect(lesson.likeness > 0.3 && lesson.likeness < 1 && lesson.words.hasPrefix("row 2 (0."))
    #expect(found["other"] == nil && found["empty"] == nil && found["absent"] == nil)
    let none = try NearestLearned([("a", "b")], in: rows.taking([]), .silent)
    #expect(none["a"] == nil && none.learned == 0)
  }
}
