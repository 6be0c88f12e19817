import Diagnostics
import Foundation
import Pipeline
import Rows
import Sandbox
import Stages
import Testing

/// `verify`: what a row's code is, whether it parses, and what its tests say.
@Suite("verify") struct VerifyTests {
  @Test func everyRowHasItsVerdict() throws {
    let session = try Session(tiny: true)
    func fenced(_ word: String, _ code: String) -> String { "So:\n```\(word)\n\(code)\n```\nThat is all." }
    let answers = [
      fenced("python", "def f(x):\n    return x"), fenced("py", "def f(x:\n    return x"),
      fenced("", "import os\ndef f(x):\n    return x"),
      "def f(x):\n    return x\n\nprint(f(1))", "There is no code for that.", fenced("cobol", "STOP RUN."),
      fenced("python", "x = 1") + fenced("python", "x = "),
    ]
    let rows = answers.map { ["instruction": "Write it.", "output": $0] }
    let line = "load \"\(try session.file("rows.jsonl", rows))\" | verify"
    let outcome = try session.run(line)
    let value = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && value.rows.count == 7)
    #expect(
      value.texts("verdict") == [
        "parses", "does not parse", "parses", "parses", "no code", "not checked", "does not parse",
      ])
    #expect(
      (0..<7).map { value.rows.cell($0, "code_language").isMissing } == [
        false, false, false, false, true, false, false,
      ])
    #expect(value.rows.cell(5, "code_language").description == "cobol" && value.rows.cell(4, "parses").isMissing)
    #expect(try session.rows("\(line) | where parses").rows.rowNumbers == [1, 3, 4])
    #expect(!session.heard.takeText().contains { $0.contains("Without a sandbox") })
  }

  @Test func testsOfTheUsualFieldsAreRun() throws {
    let session = try Session(tiny: true)
    let right = "    return a + b\n"
    let head = "def add(a, b):\n    \"\"\"The sum.\"\"\"\n"
    func row(_ body: String) -> [String: Any] {
      [
        "prompt": head, "canonical_solution": body, "entry_point": "add",
        "test": "def check(candidate):\n    assert candidate(1, 2) == 3\n",
      ]
    }
    let human = try session.file(
      "human.jsonl", [row(right), row("    return a - b\n"), row("    while True: pass\n"), row("\n\n" + right)])
    #expect(
      try session.rows("load \"\(human)\" | verify timeout 2s").texts("verdict") == [
        "passes", "fails", "times out", "passes",
      ])
    let mbpp = try session.file(
      "mbpp.jsonl",
      [
        ["text": "Add.", "code": head + right, "test_list": ["assert add(1, 2) == 3", "assert add(0, 0) == 0"]],
        ["text": "Add.", "code": head + right, "test_list": ["assert add(1, 2) == 3", "assert add(0, 0) == 1"]],
      ])
    #expect(try session.rows("load \"\(mbpp)\" | verify").texts("verdict") == ["passes", "fails"])
  }

  @Test func withoutASandboxItIsSaid() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(3))
    try session.run("set sandbox off\nload \"\(file)\" | verify")
    #expect(session.heard.takeText().contains { $0.contains("Without a sandbox, by `set sandbox off`") })
    // Again, from what is remembered.
    try session.run("load \"\(file)\" | verify")
    #expect(session.heard.takeText().contains { $0.contains("Without a sandbox, by `set sandbox off`") })
  }
}
