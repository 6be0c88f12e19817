import Diagnostics
import Testing

@Suite struct RendererTests {
  /// The example of the language's page, to the letter.
  @Test func theExampleOfTheLanguagePage() {
    let source = SourceText(name: "cell[7]", text: "load | score complexity | sleect diverse 10%")
    let diagnostic = Diagnostic(
      "C0203", "no stage is named `sleect`", at: Span(26, 32), label: "unknown stage",
      helps: [.init("a stage with a similar name exists", edits: [.init(Span(26, 32), "select")])])
    #expect(
      Renderer.plain.render(diagnostic, in: source) == """
        error[C0203]: no stage is named `sleect`
         --> cell[7]:1:27
          |
        1 | load | score complexity | sleect diverse 10%
          |                           ^^^^^^ unknown stage
          |
        help: a stage with a similar name exists
          | load | score complexity | select diverse 10%
        """)
  }

  @Test func secondLabelNotesAndLinesApart() {
    let source = SourceText(
      name: "recipe.cact", text: "load \"a.json\"\n\n\n\n\n\n\n\n| describe\n| pack 4096\n")
    let diagnostic = Diagnostic(
      "C0301", "`pack` takes Rows", at: Span(34, 38), label: "expected Rows, found a Report",
      severity: .warning, secondary: [.init(span: Span(23, 31), text: "this makes a Report")],
      notes: ["a Report can be saved"])
    #expect(
      Renderer.plain.render(diagnostic, in: source) == """
        warning[C0301]: `pack` takes Rows
          --> recipe.cact:10:3
           |
         9 | | describe
           |   -------- this makes a Report
        10 | | pack 4096
           |   ^^^^ expected Rows, found a Report
           = note: a Report can be saved
        """)
    let far = Diagnostic("C0301", "far", at: Span(34, 38), secondary: [.init(span: Span(0, 4), text: "cause")])
    #expect(
      Renderer.plain.render(far, in: source) == """
        error[C0301]: far
          --> recipe.cact:10:3
           |
         1 | load "a.json"
           | ---- cause
        ...
        10 | | pack 4096
           |   ^^^^
        """)
  }

  @Test func aRepairOverTwoLinesShowsBoth() {
    let source = SourceText(name: "test", text: "set seed 7 && load\ndescribe")
    let diagnostic = Diagnostic(
      "C0110", "no", at: Span(11, 13), helps: [.init("begin a new line", edits: [.init(Span(10, 14), "\n")])])
    #expect(
      Renderer.plain.render(diagnostic, in: source) == """
        error[C0110]: no
         --> test:1:12
          |
        1 | set seed 7 && load
          |            ^^
          |
        help: begin a new line
          | set seed 7
          | load
        """)
  }

  /// Columns count characters as seen; carets count what they take on the screen.
  @Test(arguments: [
    ("abc x", 5, 4), ("é\u{301}é x", 4, 3), ("語語 x", 4, 5), ("👩‍👩‍👧 x", 3, 23), ("\tx", 2, 4), ("a\tx", 3, 4),
    ("\u{1B}[2J x", 6, 10), ("\u{202E}x", 2, 8), ("x", 1, 0),
  ])
  func columnsAndCarets(text: String, column: Int, blanks: Int) {
    let source = SourceText(name: "test", text: text)
    let offset = text.utf8.count - 1
    #expect(source.position(of: offset) == .init(line: 1, column: column))
    let lines = Renderer.plain.render(Diagnostic("C0000", "m", at: Span(offset, offset + 1)), in: source)
      .split(separator: "\n")
    #expect(lines.last.map(String.init) == "  | " + String(repeating: " ", count: blanks) + "^")
    #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
  }

  @Test func bytesThatAreNotTextAreShown() {
    let source = SourceText(name: "test", bytes: [0x61, 0xFF, 0x62])
    #expect(source.position(of: 2).column == 3)
    #expect(
      Renderer.plain.render(Diagnostic("C0101", "m", at: Span(1, 2)), in: source).contains("1 | a\\xFFb\n  |  ^^^^"))
  }

  @Test func aLongLineIsShownAroundTheCaret() {
    let text = String(repeating: "a", count: 5000) + " HERE " + String(repeating: "b", count: 5000)
    let lines = Renderer.plain.render(
      Diagnostic("C0000", "m", at: Span(5001, 5005)), in: SourceText(name: "test", text: text)
    ).split(separator: "\n").map(Array.init)
    let source = lines[lines.count - 2]
    let carets = lines[lines.count - 1]
    #expect(source.count < 140)
    let first = carets.firstIndex(of: "^") ?? 0
    #expect(String(source[first..<(first + 4)]) == "HERE")
    #expect(source.contains("…"))
  }

  /// Nothing of a snippet is left to the terminal to break: a label that has no room beside its underline stands below it,
  /// and a repair is shown where it repairs.
  @Test(arguments: [40, 60, 80, 100], [true, false])
  func aSnippetFitsTheScreen(width: Int, unicode: Bool) {
    let label = "must be at least 1 and no more than the rows that come in"
    let line =
      "load | score complexity | select diverse 10% | pack 4096 | tune epochs 3 lora rank 0 | save \"runs/first\""
    for place in 0...line.utf8.count {
      let span = Span(place, min(place + 1, line.utf8.count))
      let diagnostic = Diagnostic(
        "C0209", "m", at: span, label: label, secondary: [.init(span: Span(0, 4), text: "the first")],
        helps: [.init("write", edits: [.init(span, "HERE")])])
      let lines = Renderer(width: width, unicode: unicode).render(diagnostic, in: SourceText(name: "test", text: line))
        .split(separator: "\n").map(String.init)
      for line in lines { #expect(line.count <= width, "\(place): \(line)") }
      #expect(lines.joined().replacing(/\ +\| +|\^/, with: " ").replacing(/\ +/, with: " ").contains(label))
      #expect(lines.last?.contains("HERE") == true)
      let source = Array(lines[3])
      guard let caret = lines.lazy.compactMap({ Array($0).firstIndex(of: "^") }).first else {
        Issue.record("no caret for \(place)")
        continue
      }
      let character = Array(line.utf8).dropFirst(place).first.map { Character(Unicode.Scalar($0)) }
      #expect((caret < source.count ? source[caret] : " ") == character ?? " ")
    }
  }

  @Test func aLabelNearTheRightEdgeStandsBelow() {
    let source = SourceText(name: "cell[1]", text: "load | select random 10% | pack | tune lora rank 0")
    let diagnostic = Diagnostic(
      "C0208", "`rank` is out of range", at: Span(49, 50), label: "must be at least 1",
      secondary: [.init(span: Span(40, 44), text: "set here")])
    #expect(
      Renderer(width: 60).render(diagnostic, in: source) == """
        error[C0208]: `rank` is out of range
         --> cell[1]:1:50
          |
        1 | load | select random 10% | pack | tune lora rank 0
          |                                                  ^
          |                                       must be at least 1
          |                                         ---- set here
        """)
  }

  @Test func wordsAreBrokenOnATerminalAndNotInAFile() {
    let source = SourceText(name: "t", text: "load")
    let diagnostic = Diagnostic(
      "C0204", "`load` does not take so many words in one message", at: Span(0, 4),
      notes: ["usage: `load [PATH] [limit N] [folder]`"],
      helps: [.init("leave the words out that are not needed here")])
    #expect(
      Renderer(width: 40, wraps: true).render(diagnostic, in: source) == """
        error[C0204]: `load` does not take so
                      many words in one message
         --> t:1:1
          |
        1 | load
          | ^^^^
          = note: usage: `load [PATH] [limit N]
                  [folder]`
          |
        help: leave the words out that are not
              needed here
        """)
    #expect(
      Renderer(width: 40).renderWithoutPlace(diagnostic) == """
        error[C0204]: `load` does not take so many words in one message
          = note: usage: `load [PATH] [limit N] [folder]`
        help: leave the words out that are not needed here
        """)
  }

  @Test func theEndOfASourceCanBeMarked() {
    for text in ["", "load |", "load |\n"] {
      let end = text.utf8.count
      let rendered = Renderer.plain.render(
        Diagnostic("C0000", "m", at: .empty(at: end)), in: SourceText(name: "t", text: text))
      #expect(rendered.hasSuffix("^"))
    }
  }

  @Test func colourIsTheOnlyDifference() {
    let source = SourceText(name: "test", text: "load sleect")
    let diagnostic = Diagnostic(
      "C0203", "m", at: Span(5, 11), label: "here", secondary: [.init(span: Span(0, 4), text: "there")],
      notes: ["n"], helps: [.init("h", edits: [.init(Span(5, 11), "select")])])
    let colored = Renderer.terminal.render(diagnostic, in: source)
    #expect(colored.contains("\u{1B}["))
    let stripped = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(stripped == Renderer.plain.render(diagnostic, in: source))
  }

  @Test func messagesAreEscaped() {
    let source = SourceText(name: "a\u{1B}b", text: "x")
    let rendered = Renderer.plain.render(
      Diagnostic("C0000", "no `\u{7}`", at: Span(0, 1), label: "\u{8}", notes: ["\r"]), in: source)
    #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(rendered.contains("no `\\u{7}`"))
  }

  @Test func json() {
    let source = SourceText(name: "a\"b", text: "load\n é sleect")
    let diagnostic = Diagnostic(
      "C0203", "no `sleect`", at: Span(9, 15), label: "unknown", secondary: [.init(span: Span(0, 4), text: "after")],
      notes: ["one\ntwo"], helps: [.init("similar", edits: [.init(Span(9, 15), "select")])])
    #expect(
      Renderer.json(diagnostic, in: source) == #"""
        {"code":"C0203","severity":"error","message":"no `sleect`","file":"a\"b","line":2,"column":4,"end_line":2,\#
        "end_column":10,"byte_offset":9,"byte_length":6,"label":"unknown","labels":[{"line":1,"column":1,"end_line":1,\#
        "end_column":5,"byte_offset":0,"byte_length":4,"text":"after"}],"notes":["one\ntwo"],"helps":[{"message":"similar",\#
        "edits":[{"byte_offset":9,"byte_length":6,"replacement":"select"}],"patched":[" é select"]}]}
        """#)
  }
}
