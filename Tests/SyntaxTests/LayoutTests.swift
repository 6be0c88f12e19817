import Diagnostics
import Syntax
import Testing

@Suite struct LayoutTests {
  private func layout(_ text: String, mode: Parser.Mode = .script) -> String {
    let (program, diagnostics) = Parser.parse(SourceText(name: "t", text: text), mode: mode)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return Canonical.print(program)
  }

  @Test(arguments: [
    ("load|take   5", "load | take 5\n"), ("where a<1 and(b==2)", "where a < 1 and (b == 2)\n"),
    ("where len( a )+-1>- b", "where len(a) + -1 > -b\n"), ("where a %3==1", "where a % 3 == 1\n"),
    ("compare{a}{b} then{c|d}draws 5", "compare { a } { b } then { c | d } draws 5\n"),
    ("def f( n:number=3 ,m ) = take $n", "def f(n: number = 3, m) = take $n\n"),
    ("tune price 2.10/h", "tune price 2.10/h\n"),
    ("sort -ifd , row desc", "sort -ifd, row desc\n"), ("\n\n\nload\n\n\n\ntake 5\n\n", "load\n\ntake 5\n"),
    ("load # all  \n# own\n\ntake 5", "load  # all\n# own\n\ntake 5\n"),
    ("set x \"a\\u0041$n\\u0062\"", "set x \"aA$n\\u0062\"\n"),
    ("load |\n  take 5", "load | take 5\n"), ("{load|take 5}|describe", "{ load | take 5 } | describe\n"), ("", ""),
    ("where (a # first\n < 1) | take 5", "# first\nwhere (a < 1) | take 5\n"),
    ("load # one\n# two\n| take 5 # three", "load  # one\n  # two\n  | take 5  # three\n"),
  ])
  func canonical(text: String, expected: String) {
    #expect(layout(text) == expected)
    #expect(layout(expected) == expected)
  }

  @Test func longPipelinesAreBrokenBeforeThePipe() {
    let stage = "select diverse 10% clusters 10 by ifd"
    let text = "let chosen = load | " + [String](repeating: stage, count: 3).joined(separator: " | ")
    let expected = "let chosen = load\n" + String(repeating: "  | \(stage)\n", count: 3)
    #expect(layout(text) == expected)
    #expect(layout(expected) == expected)
    let fits = "load | where question == \"" + String(repeating: "x", count: 100 - 27) + "\""
    #expect(fits.count == 100)
    #expect(layout(fits) == fits + "\n")
    #expect(layout(fits.replacing("x\"", with: "xx\"")).hasPrefix("load\n  | where"))
  }

  @Test func aCellThatBeginsWithAPipeGoesOnFromTheLast() {
    #expect(layout("| take 5", mode: .prompt) == "_ | take 5\n")
    #expect(layout("# comment\n| take 5", mode: .prompt) == "# comment\n_ | take 5\n")
  }

  /// The text of a stage goes into store keys: layout and comments are not in it, and it is one line.
  @Test func theTextOfAStage() {
    func text(_ source: String) -> String {
      guard case .pipeline(let pipeline) = Parser.parse(SourceText(name: "t", text: source)).program.statements.first
      else { return "" }
      return pipeline.stages.map { Canonical.text(of: $0) }.joined(separator: " | ")
    }
    #expect(text("select   diverse 10%  by(  ifd )") == "select diverse 10% by(ifd)")
    #expect(text("where (a # why\n< 1)") == text("where ( a<1 )"))
    #expect(text("x \"\"\"\na\nb\"\"\"") == text("x \"a\\nb\""))
    #expect(text("where len (a)") != text("where len(a)"))
  }

  @Test(arguments: [
    ("load |", true), ("load |  # more", true), ("load", false), ("", false), ("diff {", true), ("where (a", true),
    ("set x \"\"\"", true), ("set x \"\"\"\n\"\"\"", false), ("load \"abc", false), ("diff { a | b }", false),
    ("where (a\n< 1)", false), ("load\n|", true), ("load )", false), ("# {", false), ("load \"{ |\"", false),
  ])
  func incomplete(text: String, expected: Bool) {
    #expect(Parser.isIncomplete(text) == expected)
  }

  @Test func continuation() {
    func count(_ text: String) -> Int { Parser.parse(SourceText(name: "t", text: text)).program.statements.count }
    #expect(count("load\n| take 5") == 1)
    #expect(count("load |\ntake 5") == 1)
    #expect(count("load\n\n# between\n\n  | take 5") == 1)
    #expect(count("load |\n\n# between\n\n take 5") == 1)
    #expect(count("load\ntake 5") == 2)
    #expect(count("load\r\n| take 5\r\ndescribe\r\n") == 2)
    #expect(count("diff {\n load\n | take 5\n}") == 1)
    #expect(count("where (\na\n==\n1\n)\nload") == 2)
  }
}
