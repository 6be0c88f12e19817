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
      "<?php\nfunction f($x) {\n  return $x;\n}\nvar $y;\n?>",
    ]
    let rows = answers.map { ["instruction": "Write it.", "output": $0] }
    let line = "load \"\(try session.file("rows.jsonl", rows))\" | verify"
    let outcome = try session.run(line)
    let value = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && value.rows.count == 8)
    #expect(
      value.texts("verdict") == [
        "parses", "does not parse", "parses", "parses", "no code", "not checked", "does not parse", "not checked",
      ])
    #expect(
      (0..<8).map { value.rows.cell($0, "code_language").isMissing } == [
        false, false, false, false, true, false, false, false,
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
      try session.rows("load \"\(human)\" | verify timeout 8s").texts("verdict") == [
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

  /// What ends too early is told from what is wrong, and each has its reason.
  @Test func endsAreSeen() throws {
    let session = try Session(tiny: true)
    let answers = [
      "So:\n```python\nx = 1\n", "def f(x):\n    for y in x:\n", "def f(x):\n    if x:\n        return 1\n    return",
      "def f(x):\n    total = 0\n    while x > 0 and total",
      "The list is sorted first, and then each of its values is compared with the on",
      "- one\n- two of the items of it",
      "def f(x:\n    return x\n", "def f(a, b):\n    while a < b:\n        c = a\n",
      "A function returns its last value.",
    ]
    let rows = answers.map { ["instruction": "Write it.", "output": $0] }
    let value = try session.rows("load \"\(try session.file("rows.jsonl", rows))\" | verify")
    #expect(
      value.texts("verdict") == [
        "cut short", "cut short", "cut short", "cut short", "cut short", "no code", "does not parse", "cut short",
        "no code",
      ])
    #expect(value.rows.cell(0, "problem").description == "its last fence is not closed")
    #expect(value.rows.cell(4, "problem").description == "it ends within a sentence")
    #expect(value.rows.cell(6, "problem").description.hasPrefix("line 1: "))
    #expect(
      (0..<9).map { value.rows.cell($0, "problem").isMissing }
        == [5, 8].reduce(into: [Bool](repeating: false, count: 9)) { $0[$1] = true })
  }

  @Test func functionsWithoutTestsAreCalled() throws {
    let session = try Session(tiny: true)
    let codes = [
      "def double(n):\n    return 2 * n\n", "import random\ndef draw(n):\n    return random.random()\n",
      "def pick(n):\n    return 'x' if n > 2 else 1\n", "def broken(n):\n    return undefined + n\n",
      "def walk(tree: 'Node'):\n    return tree.left.value\n", "def spin(n):\n    while True:\n        pass\n",
      "def words(text: str) -> list:\n    return text.split()\n",
      "def gen(numbers):\n    for n in numbers:\n        yield n\n",
      "print('no function here')\nx = 1\n", "def add(a, b):\n    return a - b\n",
    ]
    let rows = codes.enumerated().map { place, code in
      [
        "instruction": "Write it.", "output": "```python\n\(code)```",
        "tests": place == 9 ? "assert add(1, 2) == 3" : "",
      ]
    }
    let line = "load \"\(try session.file("rows.jsonl", rows))\" | verify generate timeout 8s"
    let value = try session.rows(line)
    #expect(
      value.texts("verdict") == [
        "runs", "fails", "fails", "fails", "parses", "times out", "runs", "runs", "runs", "fails",
      ])
    #expect(value.rows.cell(1, "problem").description.contains("differs from call to call"))
    #expect(value.rows.cell(2, "problem").description.contains("gives a number"))
    #expect(value.rows.cell(3, "problem").description.contains("NameError"))
    // Without the word no function is called.
    #expect(
      try session.rows(line.replacing(" generate", with: "")).texts("verdict").prefix(4) == [
        "parses", "parses", "parses", "parses",
      ])
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
