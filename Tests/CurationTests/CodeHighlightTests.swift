import Curation
import Numerics
import TestSupport
import Testing

@Suite("Code in colours") struct CodeHighlightTests {
  /// Kind and text of each part.
  private func parts(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return CodeHighlight.inFences(of: bytes[...]).map {
      "\($0.kind.rawValue.prefix(1)):" + String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test func keywordsStringsNumbersAndComments() {
    #expect(
      parts("So: def is 1.\n```python\ndef f(x):  # it's \"x\"\n  return 'a\\'b' + 12\n```\nreturn 3")
        == ["k:def", "c:# it's \"x\"", "k:return", "s:'a\\'b'", "n:12"])
    #expect(
      parts("```js\nconst a = `x\ny`; // 1 'b'\n/* let\n2 */ f(0x1F)\n```")
        == ["k:const", "s:`x\n", "s:y`", "c:// 1 'b'", "c:/* let\n", "c:2 */", "n:0x1F"])
    #expect(
      parts("```bash\nif [ 1 ]; then echo \"a\"; fi # no\n```")
        == ["k:if", "n:1", "k:then", "s:\"a\"", "k:fi", "c:# no"])
  }

  @Test func theTextOutsideAndWhatIsNoLanguageHaveNone() {
    #expect(parts("def f(): return 1") == [])
    #expect(parts("```\ndon't return 1\n```\n```sql\nSELECT 'a'\n```") == [])
    // Nobody says what it is, and it looks like Python.
    #expect(parts("~~~\nimport os\ndef f(): pass\n~~~") == ["k:import", "k:def", "k:pass"])
    // A lifetime, and what is never closed, are no strings.
    #expect(parts("```rust\nfn f<'a>(x: &'a str) {}\n```").first == "k:fn")
    #expect(parts("```c\nx = \"open\nint y;\n```") == ["k:int"])
  }

  @Test func indentedFencesCountFromTheText() {
    #expect(
      parts("- a\n  ```py\n  x = 1\n    return '''a\n  b'''\n  ```") == ["n:1", "k:return", "s:'''a\n", "s:b'''"])
  }

  /// Whatever bytes: in order, apart, inside, each on one line.
  @Test(arguments: 0..<4) func hostileBytes(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed), stream: "highlights")
    let pieces = [
      "```python\n", "```c\r\n", "```\n", "\n", "'", "\"\"\"", "`", "/*", "*/", "#", "\\", "\u{0}", "é", "return ", "9",
      "  ",
    ]
    for _ in 0..<300 {
      let bytes =
        (0..<Int(generator.next() % 40)).flatMap { _ in
          Array(pieces[Int(generator.next() % UInt64(pieces.count))].utf8)
        } + [UInt8(truncatingIfNeeded: generator.next())]
      var end = 0
      for highlight in CodeHighlight.inFences(of: bytes[...]) {
        let range = highlight.range
        #expect(range.lowerBound >= end && range.upperBound <= bytes.count && !range.isEmpty)
        #expect(!bytes[range].dropLast().contains(0x0A))
        end = range.upperBound
      }
    }
  }
}
