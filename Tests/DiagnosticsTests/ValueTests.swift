import Diagnostics
import Testing

@Suite struct ValueTests {
  @Test func linesAndPositions() {
    let source = SourceText(name: "t", text: "a\r\nbb\n\nc")
    #expect(source.lineStarts == [0, 3, 6, 7])
    #expect((0..<4).map { source.text(source.lineSpan($0)) } == ["a", "bb", "", "c"])
    #expect(source.position(of: 4) == .init(line: 2, column: 2))
    #expect(source.position(of: 99) == .init(line: 4, column: 2))
    #expect(source.position(of: -5) == .init(line: 1, column: 1))
  }

  @Test func editsApplyInOrderAndNeverOverlap() {
    let source = SourceText(name: "t", text: "0123456789")
    let help = Diagnostic.Help(
      "h",
      edits: [
        .init(Span(6, 8), "X"), .init(Span(1, 3), ""), .init(Span(2, 4), "lost"), .init(.empty(at: 9), "+"),
        .init(Span(8, 99), "lost"),
      ])
    #expect(String(decoding: help.applied(to: source), as: UTF8.self) == "0345X8+9")
  }

  private struct Finds: CodeTable {
    static let table = Self()
    let late = CodeBook.Entry("C0302", "late", "After.")
    let early = CodeBook.Entry("C0301", "early", "Before.")
  }

  @Test func theCodeBookFindsAndJoins() {
    let book = CodeBook(
      [.init("C0203", "unknown stage", "Why.", wrong: "loda", right: "load")],
      [.init("C0101", "bytes", "Because.")], Finds.entries)
    #expect(book.entries.map(\.code) == ["C0101", "C0203", "C0301", "C0302"])
    #expect([CodeNames<Finds>.late, CodeNames<Finds>.early] == ["C0302", "C0301"])
    #expect(book.entry(for: "0203") == book.entry(for: "c0203"))
    #expect(book.entry(for: "C9999") == nil)
    #expect(
      book.entry(for: "C0203")?.text == """
        C0203: unknown stage

        Why.

        Wrong:
            loda

        Right:
            load
        """)
  }

  @Test func widths() {
    #expect(DisplayText.width(of: "abc") == 3)
    #expect(DisplayText.width(of: "語é🎉") == 5)
    #expect(DisplayText.escaped("a\tb\n\u{1B}é") == "a\\tb\\n\\u{1b}é")
  }
}
