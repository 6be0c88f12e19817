import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import Store
import Synchronization
import TestSupport
import Testing
import Work

/// `eval problems`: what a model writes is run, and said as counts, intervals and transcripts.
@Suite("eval problems") struct ProblemsTests {
  private static let names = ["add", "twice", "last", "joined", "largest"]

  /// Five problems in the layout of HumanEval.
  private func human(_ session: Session, _ name: String = "human.jsonl") throws -> String {
    let bodies = [
      ("a, b", "return a + b", "candidate(1, 2) == 3"), ("a", "return 2 * a", "candidate(4) == 8"),
      ("xs", "return xs[-1]", "candidate([1, 2]) == 2"), ("xs", "return ''.join(xs)", "candidate(['a', 'b']) == 'ab'"),
      ("xs", "return max(xs)", "candidate([1, 3, 2]) == 3"),
    ]
    return try session.file(
      name,
      zip(Self.names, bodies).enumerated().map { place, item in
        [
          "task_id": "Test/\(place)", "prompt": "def \(item.0)(\(item.1.0)):\n    \"\"\"It is \(item.0).\"\"\"\n",
          "canonical_solution": "    \(item.1.1)\n", "entry_point": item.0,
          "test": "def check(candidate):\n    assert \(item.1.2)\n", "topic": place < 3 ? "numbers" : "texts",
        ]
      })
  }

  private func value(_ report: ReportValue, _ column: String) throws -> [String] {
    try #require(report.data.array).map { $0[column]?.string ?? "" }
  }

  @Test func theModelOfTheSettingsIsJudgedAlone() throws {
    let session = try Session(tiny: true)
    let line = "eval problems \"\(try human(session))\" max 12"
    let noted = Noted()
    let outcome = try session.run(line, observer: noted)
    let report = try #require(outcome.value as? ReportValue)
    #expect(report.title == "pass@1 0.0% on 5 problems")
    #expect(try value(report, "problem") == (0..<5).map { "Test/\($0)" })
    // A tiny model goes on with code under its own plain template.
    #expect(try value(report, "extraction").allSatisfy { $0 == "prompt continued" || $0 == "nothing" })
    #expect(Set(try value(report, "verdict")).isSubset(of: ["fails", "does not parse", "no code", "times out"]))
    #expect(report.columnNames == ["problem", "verdict", "step", "extraction", "why"])
    let lines = report.lines.joined(separator: "\n")
    for words in [
      "5 problems: 5 of human.jsonl (HumanEval)", "greedy, at most 12 tokens",
      "Self-check: 5 of 5 references pass, 5 of 5 planted wrong programs fail.",
      "has code  parses  defines the name  runs  passes",
      "pass@1  model  0.0%   95% interval 0.0% to", "(Wilson)",
    ] {
      #expect(lines.contains(words), "\(words): \(lines)")
    }
    #expect(noted.sentences.count == 1 && lines.contains(noted.sentences[0]))
    let figures = try #require(outcome.record["ledger"]?["problems"])
    #expect(figures["model"]?["pass@1"]?.double == 0 && figures["model"]?["answers"]?.int == 5)
    #expect(figures["model"]?["defines_the_name"]?.int != nil && figures["problems"]?.int == 5)
    // Lines of it are sifted and looked at like rows.
    #expect(try session.report("\(line) | where problem == \"Test/3\"").cells.count == 1)
    #expect(try session.report("\(line) | show problem answer").columnNames == ["problem", "answer"])
    let view = try session.report("\(line) | view 2").lines.joined(separator: "\n")
    #expect(view.contains("Test/1") && view.contains("It is twice."))
  }

  @Test func aTunedModelIsComparedWithItsBase() throws {
    let session = try Session(tiny: true)
    let file = try human(session)
    let line = "load | sample 8 | pack 512 | tune steps 2 control 0 | eval problems \"\(file)\" max 8"
    let report = try session.report(line)
    let lines = report.lines.joined(separator: "\n")
    for words in [
      "on other topics", "tuned − base", "only tuned solves 0, only base 0: exact McNemar p = 1.000",
      "These 5 problems do not tell the two models apart.",
    ] {
      #expect(lines.contains(words), "\(words): \(lines)")
    }
    let verdicts = try value(report, "base_verdict")
    #expect(report.columnNames.contains("base_verdict") && verdicts.allSatisfy { !$0.isEmpty })
    #expect(report.verdict.count == 2, "\(report.verdict)")
    // Without held-out rows the problems are enough.
    let rows = try session.file("rows.jsonl", Teaching.pairs(30))
    let alone = "load \"\(rows)\" | pack 512 | tune steps 2 control 0 | eval"
    #expect(session.failure(alone)?.code.name == "C0513")
    #expect(try session.report("\(alone) problems \"\(file)\" max 4").title.hasPrefix("pass@1"))
  }

  @Test func whatWasDoneIsRemembered() throws {
    let session = try Session(tiny: true)
    let line = "eval problems \"\(try human(session))\" samples 3 temperature 0.8 max 6"
    let report = try session.report(line)
    #expect(report.cells.count == 15 && report.columnNames.contains("sample"))
    #expect(report.lines.contains { $0.contains("3 answers each, drawn at temperature 0.8") })
    // More samples: the first three are there.
    let more = try session.report(line.replacing("samples 3", with: "samples 5"))
    let old = try value(report, "answer")
    let new = try value(more, "answer")
    for problem in 0..<5 {
      #expect(Array(old[problem * 3..<problem * 3 + 3]) == Array(new[problem * 5..<problem * 5 + 3]))
    }
    #expect(more.lines.contains { $0.contains("pass@5") })
  }

  @Test func anInterruptionLosesABatchAtMost() throws {
    let session = try Session(tiny: true)
    let line = "eval problems \"\(try human(session))\" max 12"
    for label in ["self-check", "model answers"] {
      let cancellation = Cancellation()
      let work = Work(cancellation: cancellation) { if $0.label == label { cancellation.cancel() } }
      #expect(throws: Interrupted.self, "\(label)") { try session.run(line, work: work) }
    }
    let other = try Session(sharing: session, tiny: true)
    let labels = Mutex<[String]>([])
    try other.run(line, work: Work { progress in labels.withLock { $0.append(progress.label) } })
    // The references were run before.
    #expect(!labels.withLock { $0.contains("self-check") })
  }

  @Test func problemsThatDoNotHoldAreNamed() throws {
    let session = try Session(tiny: true)
    func row(_ id: String, _ body: String, _ test: String) -> [String: Any] {
      [
        "task_id": id, "prompt": "def f(x):\n    \"\"\"One more.\"\"\"\n", "canonical_solution": body,
        "entry_point": "f",
        "test": "def check(candidate):\n    \(test)\n",
      ]
    }
    let right = "assert candidate(1) == 2"
    let first = try session.file(
      "first.jsonl",
      [
        row("a", "    return x + 1\n", right), row("bad", "    return x\n", right),
        row("blind", "    return x + 1\n", "pass"),
        row("a", "    return 1 + x\n", right), row("slow", "    while True: pass\n", right),
        ["task_id": "none", "prompt": "def f(x):\n", "canonical_solution": "    pass", "entry_point": "f", "test": ""],
      ])
    let second = try session.file(
      "second.jsonl",
      [
        ["name": "lua", "language": "lua", "prompt": "function f(x)\n", "tests": "end\n", "stop_tokens": ["\nend"]],
        [
          "name": "sh", "language": "sh", "prompt": "f() {\n", "tests": "}\n[[ $(f 1) = 2 ]]\n", "stop_tokens": ["\n}"],
        ],
      ])
    let report = try session.report("eval problems \"\(first)\" \"\(second)\" max 4 timeout 8s")
    #expect(try value(report, "problem") == ["a", "a (2)", "sh"])
    let lines = report.lines.joined(separator: "\n")
    for words in [
      "5 of first.jsonl (HumanEval), 2 of second.jsonl (MultiPL-E)",
      "1 row of first.jsonl has no question or no tests",
      "1 problem of lua not checked: it is not known here",
      "2 left out, whose own reference does not pass: bad (AssertionError), slow (takes too long)",
      "1 left out, whose tests a wrong program passes: blind", "1 problem has the name of one before",
      "1 problem has no reference",
    ] {
      #expect(lines.contains(words), "\(words): \(lines)")
    }
    #expect(session.failure("eval problems { load \"\(second)\" | where name == \"lua\" }")?.code.name == "C0522")
    let plain = try session.file("plain.jsonl", Teaching.pairs(3))
    let failure = session.failure("eval problems \"\(plain)\"")
    #expect(failure?.code.name == "C0522" && failure?.message.contains("plain.jsonl") == true)
  }

  @Test func rowsOfOnesOwnAreAskedAsTheyStand() throws {
    let session = try Session()
    let report = try session.report("eval problems { load | where family == \"dict_diff\" | take 2 } max 24")
    let lines = report.lines.joined(separator: "\n")
    #expect(
      lines.contains("asked in the template plain, as they stand") || lines.contains(", as they stand"), "\(lines)")
    #expect(report.data.array?.first?["topic"]?.string == "dictionaries")
    #expect(report.data.array?.first?["question"]?.string?.isEmpty == false)
  }

  @Test func whatCannotBeIsRefused() throws {
    let session = try Session(tiny: true)
    let file = try human(session)
    for (options, words) in [
      ("samples 5", "all 5 answers to a problem are the same"),
      ("samples 5 temperature 0", "all 5 answers to a problem are the same"),
      ("samples 5 beams 4", "`beams` finds one answer"), ("beams 4 temperature 1", "samples one"),
      ("length_penalty 2", "`beams`"),
      ("samples 0", "samples"), ("max 0", "max"),
    ] {
      let found = session.check("eval problems \"\(file)\" \(options)").filter(\.isError)
      #expect(found.contains { $0.message.contains(words) }, "\(options): \(found.map(\.message))")
    }
    #expect(session.check("eval").contains { $0.code.name == "C0353" })
    #expect(session.check("load | pack 512 | tune steps 2 | eval samples 5").contains { $0.code.name == "C0351" })
    let off = try session.report("set sandbox off\neval problems \"\(file)\" max 4")
    #expect(off.lines.contains { $0.contains("Without a sandbox") })
  }

  private final class Noted: RunObserver {
    private let list = Mutex<[String]>([])
    var sentences: [String] { list.withLock { $0 } }
    func noted(_ sentence: String) { list.withLock { $0.append(sentence) } }
  }
}
