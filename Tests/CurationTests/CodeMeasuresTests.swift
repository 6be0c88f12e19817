import Curation
import Documents
import TestSupport
import Testing

/// What is counted of code.
@Suite("Measures of code")
struct CodeMeasuresTests {
  private func measures(_ code: String, _ name: String = "python") throws -> CodeMeasures {
    let language = try #require(CodeLanguages.named(name))
    return try #require(CodeMeasures([Array(code.utf8)], language))
  }

  /// Programs in seven languages, counted by lizard.
  @Test func complexityIsThatOfLizard() throws {
    let programs = try #require(JSONValue.read(PackageRoot.path + "/Tests/Fixtures/code-measures.json").array)
    #expect(programs.count >= 10)
    for program in programs {
      let name = try #require(program["language"]?.string)
      let code = try #require(program["code"]?.string)
      #expect(try measures(code, name).cyclomatic == program["cyclomatic"]?.int, "\(name): \(code)")
    }
  }

  @Test func nestingIsHowDeepBlocksStand() throws {
    #expect(try measures("x = 1").nesting == 0)
    #expect(try measures("def f(x):\n    return x").nesting == 0)
    let python =
      "def f(x):\n    for a in x:\n        if a:\n            with a:\n                pass\n        else:\n            pass\n    while x:\n        pass"
    #expect(try measures(python).nesting == 3)
    #expect(try measures("async def f():\n    async for a in b:\n        if a: pass").nesting == 2)
    let c =
      "int f(int a) { if (a) { for (int i = 0; i < 3; i++) { while (a) { a--; } } } else { a = 1; } struct { int b; } c = {1}; return a; }"
    #expect(try measures(c, "c").nesting == 3)
    #expect(try measures("const o = {a: {b: {c: 1}}};", "js").nesting == 0)
  }

  @Test func commentsAndLines() throws {
    let code = "# abc\ndef f():\n    \"\"\"doc\"\"\"\n\n    return 1  # d\n"
    let measured = try measures(code)
    #expect(measured.lines == 4)
    // `#abc`, `doc` and `#d` of all that is not blank.
    let visible = code.utf8.count { $0 > 0x20 }
    #expect(measured.commentShare == Double(4 + 3 + 2) / Double(visible))
    #expect(try measures("int a; /* b\n c */ // d", "c").commentShare == Double(9) / Double(14))
    #expect(try measures("x = 'a # b'").commentShare == 0)
    #expect(try measures("x /* open", "c").commentShare == Double(6) / Double(7))
  }

  @Test func whatRepeatsItselfIsCompressed() throws {
    let once = "total += values[index] * weights[index]\n"
    let (one, many) = (try measures(once), try measures(String(repeating: once, count: 50)))
    #expect(many.compression < 0.1 && one.compression > 0.5 && one.compression <= 1.2)
  }

  @Test func whatIsNoCodeHasNone() throws {
    let python = try #require(CodeLanguages.named("python"))
    #expect(CodeMeasures([[]], python) == nil && CodeMeasures([Array("# only a comment".utf8)], python) == nil)
    // Any bytes are taken.
    for seed in 0..<50 {
      var state = UInt64(seed)
      let bytes = (0..<200).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      if let measured = CodeMeasures([bytes], python) { #expect((0...1).contains(measured.commentShare)) }
    }
  }
}
