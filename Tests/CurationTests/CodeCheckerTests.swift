import Curation
import Sandbox
import Testing
import Work

/// What parsers and tests say of code, and what code cannot make them say.
@Suite("Checked code")
struct CodeCheckerTests {
  private func parse(_ name: String, _ codes: String...) throws -> [ParseFinding?] {
    guard let language = CodeLanguages.named(name), CodeChecker.canParse(language) else {
      print("absent: the parser of \(name)")
      return codes.map { _ in nil }
    }
    return try CodeChecker(Sandbox.isolated()).parse(codes.map { Array($0.utf8) }, as: language)
  }

  @Test(arguments: [
    ("python", "def f():\n    return 1", "def f(:\n    return 1"), ("javascript", "const x = () => 1;", "const = 1;"),
    ("bash", "for x in 1 2; do echo $x; done", "for x in; do echo"),
    ("c", "int f(void) { return g(x) + 1; }", "int f(void) { return ; "),
    ("cpp", "std::vector<int> f() { return {}; }", "int f( { return 1; }"),
    ("java", "class A { void f() { Unknown x = new Unknown(); } }", "class A { void f() { int x = ; } }"),
    ("swift", "func f() -> Unknown { g() }", "func f( { }"),
    ("go", "package a\nfunc f() {}\n", "package a\nfunc f( {}\n"),
    ("rust", "fn f() -> Unknown { g() }\n", "fn f( { }\n"),
  ])
  func syntaxAlone(name: String, right: String, wrong: String) throws {
    let found = try parse(name, right, wrong, right)
    guard found[0] != nil else { return }
    #expect(found[0] == .parses && found[2] == .parses, "\(name): \(found)")
    if case .fails? = found[1] {} else { Issue.record("\(name): \(found)") }
  }

  @Test func oneThatEndsTheParserEndsNoOther() throws {
    let deep = String(repeating: "(", count: 100_000)
    let found = try parse("python", "x = 1", deep, "x = (", "\u{0}", "y = 2")
    guard found[0] != nil else { return }
    #expect(found[0] == .parses && found[4] == .parses, "\(found)")
    #expect(found[1] != .parses && found[2] != .parses && found[3] != .parses, "\(found)")
  }

  @Test func aMissingHeaderIsNoError() throws {
    let found = try parse("c", "#include <no_such_header.h>\nint x;")
    if let finding = found[0] {
      if case .unknown = finding {} else { Issue.record("\(finding)") }
    }
  }

  private func test(_ code: String, _ tests: String, entry: String? = nil, seconds: Int = 10) throws -> TestFinding? {
    guard let python = CodeLanguages.named("python"), CodeChecker.canParse(python) else { return nil }
    return try CodeChecker(Sandbox.isolated(), limits: SandboxLimits(seconds: seconds)).test(
      TestedCode(code: Array(code.utf8), tests: Array(tests.utf8), entryPoint: entry), as: python)
  }

  @Test func onlyWhatReachesTheLastAssertionPasses() throws {
    let code = "def add(a, b):\n    return a + b\n"
    guard let first = try test(code, "assert add(1, 2) == 3") else { return }
    #expect(first == .passes)
    let unit =
      "import unittest\nfrom adder import add\nclass T(unittest.TestCase):\n  def test_a(self): self.assertEqual(add(1, 2), 3)\n"
    #expect(try test(code, unit) == .passes)
    #expect(try test(code, "def check(candidate):\n    assert candidate(1, 2) == 3\n", entry: "add") == .passes)
    #expect(try test(code, "def test_it():\n    assert add(1, 2) == 3\n") == .passes)
    func isFailure(_ finding: TestFinding?) -> Bool { if case .fails? = finding { true } else { false } }
    for (code, tests) in [
      (code, "assert add(1, 2) == 4"), (code, unit.replacing("2), 3", with: "2), 4")),
      // What would end before its tests.
      ("import sys\nsys.exit(0)\n" + code, "assert add(1, 2) == 4"),
      ("import os\nos._exit(0)\n" + code, "assert add(1, 2) == 4"),
      ("import os\ndef add(a, b): os._exit(0)\n", "assert add(1, 2) == 4"),
      ("print('passes')\n" + code.replacing("+", with: "-"), "assert add(1, 2) == 3"),
      (code, "def check(candidate):\n    assert candidate(1, 2) == 4\n"),
    ] {
      let finding = try test(code, tests, entry: "add")
      #expect(isFailure(finding), "\(code) \(tests): \(String(describing: finding))")
    }
    #expect(try test("while True: pass", "", seconds: 1) == .timesOut)
    #expect(try test("while True: print('x' * 1000)", "") == .tooMuchOutput)
  }

  @Test func javaScriptIsTestedToo() throws {
    guard let language = CodeLanguages.named("js"), CodeChecker.canParse(language) else { return }
    let checker = CodeChecker(try Sandbox.isolated())
    func test(_ code: String, _ tests: String) throws -> TestFinding {
      try checker.test(TestedCode(code: Array(code.utf8), tests: Array(tests.utf8)), as: language)
    }
    #expect(try test("const add = (a, b) => a + b;", "console.assert(add(1, 2) === 3);") == .passes)
    let wrong = try test("const add = (a, b) => a - b;", "require('assert').strictEqual(add(1, 2), 3);")
    if case .fails = wrong {} else { Issue.record("\(wrong)") }
  }

  @Test func theLanguageOfCode() {
    func detected(_ code: String) -> String? { CodeLanguages.detected(Array(code.utf8)[...])?.name }
    #expect(detected("import os\n\ndef f(x):\n    return x\n") == "python")
    #expect(detected("#include <iostream>\nusing namespace std;\nint main() { cout << 1; }") == "cpp")
    #expect(detected("package main\n\nimport (\n\"fmt\"\n)\nfunc main() {\nfmt.Println(1)\n}") == "go")
    #expect(detected("To sort a list, go through it.\nThen return it.") == nil)
    #expect(CodeLanguages.named("c++")?.name == "cpp" && CodeLanguages.named("text") == nil)
    var names: [String] = []
    for language in CodeLanguages.all { names += [language.name] + language.words }
    #expect(Set(names).count == names.count)
  }
}
