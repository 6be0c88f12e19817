import Diagnostics
import Testing

import Syntax

/// The pieces of a text that is being written.
@Suite struct SourceWordsTests {
  private func kinds(_ text: String) -> [String] {
    SourceWord.words(of: text).map { word in
      switch word.kind {
      case .argument(let stage): "\(word.text):\(stage)"
      case .head: "\(word.text):head"
      case .statement: "\(word.text):statement"
      case .comment: "\(word.text):comment"
      default: word.text
      }
    }
  }

  @Test func wordsAreWhatTheGrammarMakesOfThem() {
    #expect(kinds("load | take 5 # a | b") == ["load:head", "|", "take:head", "5", "# a | b:comment"])
    #expect(kinds("let x = load \"f\" | sort tokens desc")[0...3] == ["let:statement", "x", "=", "load:head"])
    #expect(kinds("explain load")[...] == ["explain:statement", "load:head"])
    #expect(
      kinds("load | compare { take 1 } draws 3").suffix(6) == ["{", "take:head", "1", "}", "draws:compare", "3"])
    #expect(kinds("set seed 7\nload") == ["set:statement", "seed", "7", "load:head"])
    #expect(kinds("def few(n = 3) = take $n").suffix(3) == ["=", "take:head", "$n"])
    #expect(kinds("load | where not (a == 1)").suffix(7) == ["where:head", "not", "(", "a:where", "==", "1", ")"])
    #expect(kinds("load\n# why\n| show x").suffix(4) == ["# why:comment", "|", "show:head", "x:show"])
  }

  /// Whatever the text, spans follow each other and lie in it.
  @Test(arguments: [
    "", "\"open", "}}} |", "é | 日本 🎈", "`", "\u{0}\u{1B}[A", "# x", "a;b && c", "load |", "compare { a; b",
    "where (x; y", "{ a && b", "{ a; } x", "({ a \u{2028} b )}; }",
  ])
  func spansLieInTheText(text: String) {
    var end = 0
    for word in SourceWord.words(of: text) {
      #expect(word.span.lower >= end && word.span.upper <= text.utf8.count)
      end = word.span.upper
    }
  }
}
