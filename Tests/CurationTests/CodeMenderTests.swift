import Curation
import Sandbox
import Testing
import Work

/// Slips that people and models make, each undone.
@Suite("Mended code")
struct CodeMenderTests {
  private func mended(_ code: String, as name: String = "python", mayBeCut: Bool = false) throws -> MendedCode? {
    guard let language = CodeLanguages.named(name), CodeChecker.canParse(language) else {
      print("absent: the parser of \(name)")
      return nil
    }
    let checker = try CodeChecker(Sandbox.isolated())
    let finding = try #require(try checker.parse([Array(code.utf8)], as: language).first)
    let broken = CodeMender.Broken(code: Array(code.utf8), finding: finding, mayBeCut: mayBeCut)
    return try CodeMender(checker, language).mend([broken], passes: { _, _ in nil }, work: .silent).first
  }

  private static let right = """
    def total(values, start=0):
        result = start
        for value in values:
            if value > 0 and value != start:
                result += value  # the sum
        print(result, "total:")
        return result
    """

  /// Each slip changes a part of the code into another; the repair gives the code back.
  @Test(arguments: [
    ("a colon", "values:\n", "values\n"), ("a colon before a comment", "start:\n", "start  # why\n"),
    ("a closing bracket", "start=0):", "start=0:"), ("one bracket too many", "start=0):", "start=0)):"),
    ("a doubled opening bracket", "total(values", "total((values"),
    ("a bracket of a call", "\"total:\")\n", "\"total:\"\n"),
    ("a quote", "\"total:\"", "\"total:"), ("an opening quote", "\"total:\"", "total:\""),
    ("typographic quotes", "\"total:\"", "“total:”"), ("an entity", "value > 0", "value &gt; 0"),
    ("a blank of another kind", "result = start", "result\u{A0}=\u{A0}start"),
    ("a character without width", "result = start", "result\u{200B} = start"), ("a dash", "start=0", "start=–0"),
    ("too little indentation", "    result = start", "  result = start"),
    ("too much indentation", "    for value", "     for value"), ("a tab", "    for value", "\tfor value"),
    ("Python 2", "print(result, \"total:\")", "print result, \"total:\""),
    ("a stray word", "return result", "return result indeed"),
    ("a line of prose", "    for value", "Then we go through the values.\n    for value"),
    ("a fence within", "    return result", "```\n    return result"), ("!=", "!= start", "<> start"),
  ])
  func oneSlip(_ name: String, _ part: String, _ slip: String) throws {
    let broken = Self.right.replacing(part, with: slip, maxReplacements: 1)
    #expect(broken != Self.right)
    guard let result = try mended(broken) else { return }
    #expect(result.finding.parses && !result.done.isEmpty)
    // A word that is only a comment's, a dash that is a sign, do not come back.
    let expected =
      name == "a colon before a comment"
      ? Self.right.replacing("start:\n", with: "start:  # why\n")
      : name == "a dash" ? Self.right.replacing("start=0", with: "start=-0") : Self.right
    #expect(String(decoding: result.code, as: UTF8.self) == expected, "\(result.done)")
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: @Sendable ([String]) -> [String]

    init(_ name: String, _ lines: @escaping @Sendable ([String]) -> [String]) {
      (testDescription, self.lines) = (name, lines)
    }
  }

  private static let changes = [
    Change("prompts") { $0.enumerated().map { ($0.offset == 0 ? ">>> " : "... ") + $0.element } },
    Change("line numbers") { $0.enumerated().map { "\($0.offset + 1)  \($0.element)" } },
    Change("numbers with a sign") { $0.enumerated().map { "\($0.offset + 1): \($0.element)" } },
    Change("a patch") { $0.map { "+" + $0 } },
    Change("prose around") { ["Sure! Here it is:", ""] + $0 + ["", "It's linear in the values."] },
    Change("two slips") {
      $0.map { $0.replacing("values:", with: "values").replacing("\"total:\"", with: "“total:”") }
    },
  ]

  @Test(arguments: changes) func allLines(_ change: Change) throws {
    let lines = Self.right.split(separator: "\n").map(String.init)
    guard let result = try mended(change.lines(lines).joined(separator: "\n")) else { return }
    #expect(result.finding.parses)
    let words = { (text: String) in text.split(whereSeparator: \.isWhitespace) }
    #expect(words(String(decoding: result.code, as: UTF8.self)) == words(Self.right), "\(result.done)")
  }

  /// Nothing is made up where an answer ends too early: what is left is a beginning of it.
  @Test(arguments: Array(stride(from: 40, to: Self.right.count, by: 13))) func aCutEndIsCutFurther(_ length: Int) throws
  {
    let cut = String(Self.right.prefix(length))
    guard let result = try mended(cut, mayBeCut: true) else { return }
    let text = String(decoding: result.code, as: UTF8.self)
    #expect(cut.hasPrefix(text), "\(text)")
    #expect(result.finding.parses || text == cut)
  }

  @Test func whatCannotBeMendedStays() throws {
    for code in [
      "def f(:\n  ]]] [[[ = = =\n x x x\n y y y\n z z z", "", "\u{0}\u{1}\u{2}", "(((((((((((((((((((((((((((((((((",
    ] {
      guard let result = try mended(code) else { return }
      #expect(result.finding.parses ? result.done.isEmpty == code.isEmpty : Array(code.utf8) == result.code)
    }
  }

  @Test(arguments: [
    ("javascript", "function f(a) {\n  return g(a;\n}\n", "function f(a) {\n  return g(a);\n}\n"),
    ("cpp", "int f(int a) {\n  return g(a;\n}\n", "int f(int a) {\n  return g(a);\n}\n"),
    ("bash", "echo hi)\n", "echo hi\n"),
  ])
  func otherLanguages(_ name: String, _ broken: String, _ right: String) throws {
    guard let result = try mended(broken, as: name) else { return }
    #expect(String(decoding: result.code, as: UTF8.self) == right && result.finding.parses, "\(result)")
  }

  @Test func aTailInBraces() throws {
    guard
      let result = try mended(
        "function f(a) {\n  const b = a;\n  if (b) {\n    retu(", as: "javascript", mayBeCut: true)
    else { return }
    #expect(result.finding.parses)
    #expect(
      String(decoding: result.code, as: UTF8.self) == "function f(a) {\n  const b = a;\n  if (b) {\n}\n}", "\(result)")
  }

  @Test func importsOfKnownNames() {
    let (code, lines) =
      MissingImports.adding(["np", "sqrt", "List", "Counter", "unknown", "re"], to: Array("x = 1".utf8)) ?? ([], [])
    #expect(
      lines == [
        "import numpy as np", "import re", "from collections import Counter", "from math import sqrt",
        "from typing import List",
      ])
    #expect(String(decoding: code, as: UTF8.self).hasSuffix("\nx = 1"))
    #expect(MissingImports.adding(["unknown"], to: []) == nil)
    let first = MissingImports.adding(["re"], to: Array("#!/usr/bin/env python3\nx = 1".utf8))
    #expect(first.map { String(decoding: $0.code, as: UTF8.self) } == "#!/usr/bin/env python3\nimport re\nx = 1")
  }
}
