import Curation
import Documents
import Testing

/// Problems in the layouts that benchmarks are published in: what is read of them, and that their references pass here while wrong ones fail.
@Suite("Layouts of problems") struct ProblemLayoutsTests {
  private func read(_ lines: JSONObject...) throws -> ReadProblems { try ProblemFixture.read(lines) }

  private func finding(_ code: [UInt8], _ problem: CodeProblem) throws -> TestTrial? {
    try ProblemFixture.finding(code, problem)
  }

  /// Its reference passes, and a planted wrong program does not.
  private func check(_ problem: CodeProblem) throws {
    let reference = try #require(problem.reference)
    let planted = try #require(problem.planted)
    guard let right = try finding(reference, problem) else { return }
    #expect(right.finding == .passes, "\(problem.name): \(right)")
    let wrong = try #require(try finding(planted, problem))
    #expect(wrong.finding != .passes, "\(problem.name): \(wrong)")
  }

  private let head = "def add(a: int, b: int) -> int:\n    \"\"\"The sum.\n    >>> add(1, 2)\n    3\n    \"\"\"\n"

  @Test func humanEvalAndItsPack() throws {
    let human: JSONObject = [
      "task_id": "HumanEval/7", "prompt": .string(head), "canonical_solution": "    return a + b\n",
      "entry_point": "add",
      "test": "\n\nMETADATA = {}\n\n\ndef check(candidate):\n    assert candidate(1, 2) == 3\n",
    ]
    let file = try read(human)
    let problem = try #require(file.problems.first)
    #expect(
      file.layout == "HumanEval" && problem.name == "HumanEval/7" && problem.form == .code && problem.word == "python")
    #expect(problem.continuation == head && problem.stops.contains("\nclass"))
    #expect(
      problem.question.contains("in one block of code.\n\n```python\ndef add") && problem.question.hasSuffix("\n```"))
    try check(problem)
    var pack = human
    pack["task_id"] = "JavaScript/7"
    pack["prompt"] = "const add = (a, b) => {\n"
    pack["canonical_solution"] = "  return a + b;\n}\n"
    pack["buggy_solution"] = "  return a - b;\n}\n"
    pack["test"] = "const testAdd = () => {\n  console.assert(add(1, 2) === 3)\n}\n\ntestAdd()\n"
    let other = try #require(try read(pack).problems.first)
    #expect(other.word == "javascript" && other.buggy != nil)
    try check(other)
  }

  /// The published tests stand on numpy, which is there or not.
  @Test func humanEvalPlusNeedsNoNumpy() throws {
    let test =
      "\n\nimport numpy as np\n\ndef assertion(out, exp, atol):\n    if atol == 0: atol = 1e-6\n    if out != exp:\n        assert np.allclose(out, exp, rtol=1e-07, atol=atol)\n\ndef check(candidate):\n    assertion(candidate(0.1, 0.2), 0.3, 0)\n    assertion([candidate(1, 2), 1.0], [3.0, 1.0000000001], 0)\n"
    let problem = try #require(
      try read([
        "task_id": "HumanEval/7", "prompt": .string(head), "canonical_solution": "    return a + b\n",
        "entry_point": "add",
        "test": .string(test),
      ]).problems.first)
    #expect(!String(decoding: problem.tests, as: UTF8.self).contains("import numpy"))
    try check(problem)
    // What wants more of it keeps it.
    let more = try read([
      "prompt": .string(head), "canonical_solution": "    return a + b\n", "entry_point": "add",
      "test": "import numpy as np\nassert np.array([1]).sum() == 1\n",
    ])
    #expect(String(decoding: try #require(more.problems.first).tests, as: UTF8.self).contains("import numpy"))
  }

  @Test func mbppAsksWithItsFirstTest() throws {
    let mbpp: JSONObject = [
      "text": "Write a function to add.",
      "code": "import math\r\ndef half(x):\r\n  return x\r\ndef add(a, b):\r\n  return a + b",
      "task_id": 11, "test_setup_code": "three = 3",
      "test_list": ["assert set([add(1, 2)]) == set([three])", "assert add(0, 0) == 0"],
      "challenge_test_list": [],
    ]
    let file = try read(mbpp)
    let problem = try #require(file.problems.first)
    #expect(file.layout == "MBPP" && problem.name == "11" && problem.entryPoint == "add")
    #expect(problem.question.contains("It must pass this test:\nassert set([add(1, 2)]) == set([three])"))
    #expect(problem.continuation.hasPrefix("\"\"\"\nWrite a function to add.\nassert set("))
    try check(problem)
    // Sanitized; the first call that is none of Python's, where the code does not say.
    let bare = try #require(
      try read([
        "prompt": "Add.", "code": "add = lambda a: a", "test_imports": ["import math"],
        "test_list": ["assert set(add(1)) == {1}"],
      ]).problems.first)
    #expect(bare.shownTest == "assert set(add(1)) == {1}")
    #expect(bare.entryPoint == "add")
    #expect(String(decoding: bare.tests, as: UTF8.self).hasPrefix("import math\n"))
  }

  @Test func evalPlusComparesWithItsReference() throws {
    let row: JSONObject = [
      "task_id": "Mbpp/2",
      "prompt": "\"\"\"\nThe shared elements of two tuples.\nassert similar_elements((3, 4),(5, 4)) == (4,)\n\"\"\"\n",
      "entry_point": "similar_elements",
      "canonical_solution":
        "\ndef similar_elements(a, b):\n  assert isinstance(a, tuple)\n  return tuple(set(a) & set(b))\n",
      "base_input": [[[3, 4], [5, 4]]], "atol": 0, "plus_input": [[[], []], [[1, 2, 3], [3, 1]]],
      "buggy_solution": "\ndef similar_elements(a, b):\n  return a\n", "contract": "",
      "assertion": "assert similar_elements((3, 4),(5, 4)) == (4,)",
    ]
    let file = try read(row)
    let problem = try #require(file.problems.first)
    #expect(file.layout == "EvalPlus" && problem.form == .words && problem.prompt.hasPrefix("The shared elements"))
    try check(problem)
    // In another order, it is the same set.
    let other = "def similar_elements(a, b): return [x for x in b if x in a]"
    #expect(try finding(Array(other.utf8), problem)?.finding ?? .passes == .passes)
    let wrong = try finding(Array("def similar_elements(a, b): return a".utf8), problem)
    #expect(wrong.map { $0.finding != .passes && $0.reachesAssertion } ?? true)
    // Floats are close; HumanEval's own rule for the root of a polynomial.
    var human: JSONObject = [
      "task_id": "HumanEval/32", "prompt": "def find_zero(xs: list):\n    \"\"\"A root.\"\"\"\n",
      "entry_point": "find_zero",
      "canonical_solution": "    return -xs[0] / xs[1]\n", "base_input": [[[1, 2]]], "plus_input": [[[3, -1]]],
      "atol": 0.0001,
    ]
    let zero = try #require(try read(human).problems.first)
    #expect(zero.form == .code)
    try check(zero)
    #expect(
      try finding(Array("def find_zero(xs): return -xs[0] / xs[1] + 1e-6".utf8), zero)?.finding ?? .passes == .passes)
    human["task_id"] = "HumanEval/4"
    human["prompt"] = "def mean(xs: list):\n    \"\"\"The mean.\"\"\"\n"
    human["entry_point"] = "mean"
    human["canonical_solution"] = "    return sum(xs) / len(xs)\n"
    human["atol"] = 0
    let mean = try #require(try read(human).problems.first)
    for (code, passes) in [
      ("sum(xs) / len(xs) + 1e-9", true), ("sum(xs) / len(xs) + 1e-3", false), ("str(sum(xs))", false),
    ] {
      let found = try finding(Array("def mean(xs): return \(code)".utf8), mean)
      #expect(found.map { ($0.finding == .passes) == passes } ?? true, "\(code)")
    }
  }

  @Test func rowsOfOnesOwn() throws {
    let file = try read(
      [
        "instruction": "Write `middle(xs)`.", "output": "def middle(xs):\n    return xs[len(xs) // 2]",
        "tests": ["assert middle([1, 2, 3]) == 2"], "topic": "lists",
      ],
      ["instruction": "Write `none(xs)`.", "output": "def none(xs):\n    return None", "tests": [], "topic": "lists"])
    #expect(file.layout == "rows with tests" && file.problems.count == 1 && file.without == 1)
    let problem = try #require(file.problems.first)
    #expect(
      problem.form == .words && problem.entryPoint == "middle" && problem.topic == "lists"
        && problem.name == "problem 1")
    #expect(problem.question == "Write `middle(xs)`.")
    try check(problem)
    // Code as a question is continued.
    let code = try #require(
      try read([
        "prompt": .string(head), "completion": "    return a + b\n", "entry_point": "add",
        "tests": "assert add(1, 2) == 3",
      ])
      .problems.first)
    #expect(code.form == .code)
    try check(code)
  }

  /// Heads, bodies and tests as MultiPL-E writes them, of each language a task; the tests of most close the function.
  @Test(arguments: [
    (
      "cpp", "#include<assert.h>\n#include<bits/stdc++.h>\nlong add(long a, long b) {\n", "    return a + b;", "add",
      "}\nint main() {\n    auto candidate = add;\n    assert(candidate((1), (2)) == (3));\n}\n"
    ),
    (
      "c", "#include <assert.h>\nint add(int a, int b) {\n", "    return a + b;", "add",
      "}\nint main() {\n    assert(add(1, 2) == 3);\n}\n"
    ),
    (
      "java", "import java.util.*;\nclass Problem {\n    public static long add(long a, long b) {\n",
      "        return a + b;", "add",
      "    }\n    public static void main(String[] args) {\n    assert(add((1l), (2l)) == (3l));\n    }\n\n}\n"
    ),
    (
      "js", "//The sum.\nfunction add(a, b){\n", "  return a + b;\n}", "add",
      "const assert = require('node:assert');\n\n\nfunction test() {\n  let candidate = add;\n  assert.deepEqual(candidate(1, 2), 3);\n}\n\ntest();"
    ),
    (
      "rs", "fn add(a: isize, b: isize) -> isize {\n", "    a + b", "add",
      "}\n\nfn main() {\n    let candidate = add;\n    assert_eq!(candidate(1, 2), 3);\n}\n"
    ),
    (
      "swift", "\nfunc add(a: Int, b: Int) -> Int {\n", "    return a + b", "add", "}\n\n\nassert(add(a: 1, b: 2) == 3)"
    ),
    (
      "go", "package add_test\n\nimport (\n    \"testing\"\n)\n\nfunc add(a int, b int) int {\n", "    return a + b",
      "add",
      "}\n\nfunc TestAdd(t *testing.T) {\n  if add(1, 2) != 3 { t.Errorf(\"wrong\") }\n}\n"
    ),
    (
      "sh", "#!/bin/bash\n#\n# $1 is an integer\nadd() {\n", "    echo $(($1 + $2))", "add",
      "}\n\ncandidate() {\n    add \"$@\"\n}\n\nset -e\nrun_test() {\n    [[ $(candidate \"1\" \"2\") = \"3\" ]]\n}\n\nrun_test\n"
    ),
  ])
  func multiPLE(language: String, head: String, body: String, name: String, tests: String) throws {
    let file = try read([
      "name": "HumanEval_53_add", "language": .string(language), "prompt": .string(head), "tests": .string(tests),
      "stop_tokens": ["\n}"],
    ])
    let problem = try #require(file.problems.first)
    #expect(file.layout == "MultiPL-E" && problem.entryPoint == name && problem.reference == nil)
    func program(_ answer: String, continues: Bool) throws -> [UInt8] {
      try ProblemFixture.program(answer, to: problem, continues: continues).program.code
    }
    let wrong = body.replacing("+", with: "-")
    let end = language == "js" ? "" : "\n}"
    let whole =
      "```\n" + head.split(separator: "\n").filter { !$0.hasPrefix("//") }.joined(separator: "\n") + "\n" + body + end
      + (language == "java" ? "\n}" : "") + "\n```\n"
    for (answer, continues, passes) in [(body, true, true), (whole, false, true), (wrong, true, false)] {
      guard let found = try finding(try program(answer, continues: continues), problem) else { return }
      #expect((found.finding == .passes) == passes, "\(language), \(answer): \(found)")
      if !passes { #expect(found.reachesAssertion, "\(language): \(found)") }
    }
    let trapped = try #require(problem.planted)
    let planted = try #require(try finding(trapped, problem))
    #expect(planted.finding != .passes)
    // What ends the program with a good status before its tests does not pass.
    let exits = [
      "cpp": "exit(0);", "c": "__builtin_exit(0);", "java": "System.exit(0); return 0;", "js": "process.exit(0); }",
      "sh": "exit 0", "rs": "std::process::exit(0)",
    ]
    if let exit = exits[language] {
      let left = try #require(try finding(try program("    \(exit)", continues: true), problem))
      #expect(left.finding != .passes, "\(language): \(left)")
    }
  }

  @Test func whatIsNoProblemIsCounted() throws {
    #expect(try read(["instruction": "Hello", "output": "Hi"]).problems.isEmpty)
    let lua = try read([
      "name": "a", "language": "lua", "prompt": "local function add(a, b)\n", "tests": "end\n",
      "stop_tokens": ["\nend"],
    ])
    #expect(lua.problems.first?.language == nil && lua.problems.first?.word == "lua")
  }
}
