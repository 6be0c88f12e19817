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
    #expect(found[0]?.parses == true && found[2]?.parses == true, "\(name): \(found)")
    #expect(found[1]?.status == .fails || found[1]?.status == .endsEarly, "\(name): \(found)")
  }

  @Test func oneThatEndsTheParserEndsNoOther() throws {
    let deep = String(repeating: "(", count: 100_000)
    let found = try parse("python", "x = 1", deep, "x = (", "\u{0}", "y = 2")
    guard found[0] != nil else { return }
    #expect(found.map { $0?.parses } == [true, false, false, false, true], "\(found)")
  }

  @Test func aMissingHeaderIsNoError() throws {
    let found = try parse("c", "#include <no_such_header.h>\nint x;")
    if let finding = found[0] { #expect(finding.status == .unknown) }
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
      // What does not define what is asked for.
      ("def other(a, b):\n    return 3\n", "def check(candidate):\n    assert candidate(1, 2) == 3\n"),
    ] {
      let finding = try test(code, tests, entry: "add")
      #expect(isFailure(finding), "\(code) \(tests): \(String(describing: finding))")
    }
    #expect(try test("while True: pass", "", seconds: 1) == .timesOut)
    #expect(try test("while True: print('x' * 1000)", "") == .tooMuchOutput)
  }

  private static let sum = "assert add(1, 2) == 3"
  private static let unit =
    "import unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(add(1, 2), 3)\n"
  private static let check = "def check(f):\n    assert f(1, 2) == 3\n    assert f(3, 4) == 7"

  /// What code may do to be taken for right; none of it is.
  @Test(arguments: [
    ("leaves on the way in", "import os\nos._exit(0)", [Self.sum]),
    ("leaves when it is called", "import os\ndef add(a, b): os._exit(0)", [Self.sum]),
    (
      "leaves as who cannot say",
      "import sys\ndef add(a, b):\n    print('its tests need the module x')\n    sys.exit(3)",
      [Self.sum]
    ),
    ("leaves as if all were well", "def add(a, b): raise SystemExit(0)", [Self.sum, Self.unit]),
    (
      "is equal to everything", "class E:\n    def __eq__(self, other): return True\ndef add(a, b): return E()",
      [Self.sum, "assert 3 == add(1, 2)", Self.unit, "result = add(1, 2)\nassert result == 3", Self.check]
    ),
    (
      "is equal to what programs are made of",
      "class E(int):\n    def __eq__(self, other): return isinstance(other, (int, str, float))\n"
        + "    __hash__ = int.__hash__\ndef add(a, b): return E()", [Self.sum, "assert 3 == add(1, 2)", Self.unit]
    ),
    (
      "is equal to everything, in a list",
      "class E:\n    def __eq__(self, other): return True\nclass L(list):\n"
        + "    def __eq__(self, other): return isinstance(other, int)\ndef add(a, b): return L()", [Self.sum]
    ),
    (
      "differs by nothing",
      "class E:\n    def __sub__(self, other): return self\n    __rsub__ = __sub__\n    def __abs__(self): return 0\n"
        + "def add(a, b): return E()", ["assert abs(add(1, 2) - 3) < 1e-6"]
    ),
    (
      "is less and more than everything",
      "class E:\n    def __lt__(self, other): return True\n    __gt__ = __le__ = __ge__ = __lt__\ndef add(a, b): return E()",
      ["assert 2 < add(1, 2) < 4"]
    ),
    (
      "holds everything", "class E:\n    def __contains__(self, other): return True\ndef add(a, b): return E()",
      ["assert 3 in add(1, 2)"]
    ),
    (
      "patches builtins",
      "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda a, b: True\ndef add(a, b): return 0",
      ["assert isinstance(add(1, 2), float) and abs(add(1, 2) - 3) < 1e-6"]
    ),
    (
      "patches builtins late",
      "def add(a, b):\n    import builtins\n    builtins.abs = lambda x: 0\n    return 0",
      ["assert abs(add(1, 2) - 3) < 1e-6"]
    ),
    (
      "patches a module", "import math\nmath.isclose = lambda *a, **k: True\ndef add(a, b): return 0",
      ["import math\nassert math.isclose(add(1, 2), 3)"]
    ),
    (
      "patches its judge",
      "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\nunittest.TestCase.run = lambda *a: None\n"
        + "def add(a, b): return 0", [Self.unit]
    ),
    (
      "puts another judge in its place",
      "import sys, types\nm = types.ModuleType('unittest')\nm.TestCase = object\nsys.modules['unittest'] = m\ndef add(a, b): return 0",
      [Self.unit]
    ),
    (
      "prints what is in its command",
      "import sys\ndef add(a, b):\n    print(open('/proc/self/cmdline').read())\n    print(*sys.argv, sys.stdin.read())\n"
        + "    sys.stdout.flush()\n    import os\n    os._exit(0)", [Self.sum]
    ),
    (
      "prints what is in its folder",
      "import os\ndef add(a, b):\n    for name in os.listdir('.'): print(open(name).read())\n    for word in os.environ.values(): print(word)\n"
        + "    os._exit(0)", [Self.sum]
    ),
    (
      "reads what is expected",
      "import os, re\ntext = ''.join(open(n).read() for n in os.listdir('.'))\nfound = re.search(r'== (-?[0-9]+)$', text, re.M)\n"
        + "def add(a, b): return int(found.group(1)) if found else None", [Self.sum]
    ),
    ("speaks last", "import atexit\natexit.register(print, 'passes')\ndef add(a, b): return 0", [Self.sum]),
    ("raises as if interrupted", "def add(a, b): raise KeyboardInterrupt", [Self.sum, Self.unit]),
    ("never ends", "def add(a, b):\n    while True: pass", [Self.sum]),
  ])
  func whatIsNotRightDoesNotPass(_ name: String, _ code: String, _ tests: [String]) throws {
    for text in tests {
      // Its seconds are of the clock: the machine may have other work.
      let finding = try test(code, text, entry: "add", seconds: name == "never ends" ? 1 : 10)
      #expect(finding != nil && finding != .passes, "\(text)")
    }
  }

  /// Objects of the code's own classes are asked, and pass where they are right.
  @Test func ownClassesPass() throws {
    let code = """
      from fractions import Fraction
      from decimal import Decimal
      import collections, dataclasses, enum
      class Clock:
          def __init__(self, minutes): self.minutes = minutes % 1440
          def __eq__(self, other): return self.minutes == other.minutes
          def __sub__(self, minutes): self.minutes -= minutes; return self
      @dataclasses.dataclass
      class Point:
          x: float
          y: float
      class Colour(enum.Enum):
          red = 1
      def clock(minutes): return Clock(minutes)
      def many(): return [Fraction(1, 3), Decimal("Infinity"), Point(1, 2), collections.Counter("aab"), Colour.red, float("inf")]
      def steps(): yield from [1, 2, 3]
      """
    let tests = """
      from unittest.mock import ANY
      from decimal import Decimal
      from fractions import Fraction
      assert clock(61) == clock(61 + 1440) and clock(1) != clock(2)
      assert clock(61) - 1 == clock(60)
      assert many() == [Fraction(1, 3), Decimal("Infinity"), Point(1, 2), {"a": 2, "b": 1}, Colour.red, float("inf")]
      assert list(steps()) == [1, 2, 3] and 2 in steps() and many()[2] == ANY
      assert abs(many()[0] - Fraction(1, 3)) < 1e-9
      """
    guard let finding = try test(code, tests) else { return }
    #expect(finding == .passes)
  }

  /// What lacks a module is neither right nor wrong; code cannot say so of itself.
  @Test func whatCannotBeTriedIsUnknown() throws {
    func isFailure(_ finding: TestFinding?) -> Bool { if case .fails? = finding { true } else { false } }
    guard let finding = try test("import no_such_module\n", "assert True") else { return }
    #expect(finding == .unknown("it needs the module no_such_module"))
    let tests = "import no_such_module as n\nassert n.other(1) == 1"
    #expect(try test("def one(a): return a\n", tests) == .unknown("its tests need the module no_such_module"))
    #expect(isFailure(try test("import sys\nsys.exit(3)\n", "assert True")))
    // Of which function `check` is, somebody has to say.
    let check = "def check(candidate):\n    assert candidate(1) == 1\n"
    #expect(
      try test("def one(a): return a\n", check) == .unknown("its tests do not say which function they check"))
    #expect(try test("def one(a): return a\n", check + "check(one)\n") == .passes)
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
    // A page with a script in it is no program, nor is what a server makes pages with.
    let script = "function a() {\nvar b = 1;\n}\nconst c = 2;\n"
    for page in [
      "<!DOCTYPE html>\n<script>\n\(script)</script>", "\n <script>\n\(script)</script>", "<?php\n\(script)?>",
      "<?xml version=\"1.0\"?>\n\(script)", "<Grid>\n\(script)</Grid>",
    ] {
      #expect(detected(page) == nil, "\(page)")
    }
    #expect(detected(script) == "javascript" && detected("<name> is what is given:\n\(script)") == "javascript")
    #expect(CodeLanguages.named("c++")?.name == "cpp" && CodeLanguages.named("text") == nil)
    var names: [String] = []
    for language in CodeLanguages.all { names += [language.name] + language.words }
    #expect(Set(names).count == names.count)
  }
}
