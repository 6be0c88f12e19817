import Diagnostics
import Foundation
import Testing

/// Every character of the categories Cc, Cf, Zl and Zp, through every function that lets text out.
@Suite struct EscapingTests {
  static let hidden: [Unicode.Scalar] = (0...0x10FFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }.filter {
    switch $0.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private func hidden(in text: String) -> [Unicode.Scalar] { text.unicodeScalars.filter(DisplayText.isHidden) }

  @Test func theCategoriesAreWhole() {
    #expect(Self.hidden.count > 230)
    for scalar in Self.hidden { #expect(DisplayText.isHidden(scalar), "U+\(String(scalar.value, radix: 16))") }
    // Unseen, though of another category: a joiner, fillers, selectors, the reserved part of the tags.
    for value in [0x34F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x3164, 0xFFA0, 0xFE00, 0xE0100, 0xE01EF, 0xE0FFF] as [UInt32]
    {
      #expect(Unicode.Scalar(value).map(DisplayText.isHidden) == true, "U+\(String(value, radix: 16))")
    }
    for scalar in "aé語🎉 \u{A0}\u{3000}\u{FE0F}\u{FE0E}~".unicodeScalars { #expect(!DisplayText.isHidden(scalar)) }
  }

  @Test func noneReachesAScreen() {
    for scalar in Self.hidden {
      let text = "a\(scalar)b\(scalar)"
      let shown = DisplayText.escaped(text)
      #expect(hidden(in: shown).isEmpty && shown.hasPrefix("a\\") && shown.contains("b\\"), "\(shown.debugDescription)")
      #expect(DisplayText.escaped(shown) == shown)
      let lines = DisplayText.escaped(text, keepNewlines: true)
      #expect(hidden(in: lines).allSatisfy { $0 == "\n" } && (scalar == "\n") == lines.contains("\n"))
      let cells = DisplayText.cells(of: Array(text.utf8)[...])
      #expect(hidden(in: cells.map(\.text).joined()).allSatisfy { $0 == "\t" && scalar == "\t" })
      #expect(cells.reduce(0) { $0 + $1.byteCount } == text.utf8.count)
    }
  }

  @Test func noneReachesADiagnostic() {
    for scalar in Self.hidden {
      let source = SourceText(name: "f\(scalar).cact", text: "load \(scalar) x")
      let finding = Diagnostic(
        "C0203", "m\(scalar)", at: Span(5, 6), label: "l\(scalar)",
        secondary: [.init(span: Span(0, 4), text: "s\(scalar)")], notes: ["n\(scalar)"],
        helps: [.init("h\(scalar)", edits: [.init(Span(0, 4), "r\(scalar)")])])
      #expect(hidden(in: Renderer.plain.render(finding, in: source)).allSatisfy { $0 == "\n" })
      #expect(hidden(in: Renderer.json(finding, in: source)).isEmpty)
    }
  }

  @Test func jsonStaysJSONAndMeansTheSame() throws {
    for scalar in Self.hidden + ["é", "語", "🎉", "\u{10FFFF}", "\u{FFFE}"] {
      let text = ["a\(scalar)b": "\(scalar)\"\\"]
      let json = String(decoding: try JSONSerialization.data(withJSONObject: text), as: UTF8.self)
      let shown = DisplayText.escaped(json: json)
      #expect(hidden(in: shown).isEmpty)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: String])
      let (key, value) = try #require(object.first)
      #expect(Array(key.utf8) == Array("a\(scalar)b".utf8) && Array(value.utf8) == Array("\(scalar)\"\\".utf8))
    }
    #expect(DisplayText.escaped(json: "\"\u{E0041}\u{9B}\u{7F}\"") == "\"\\udb40\\udc41\\u009b\\u007f\"")
    #expect(DisplayText.escaped(json: "[\"plain\"]") == "[\"plain\"]")
  }

  @Test func marksHaveALetterAndAreFew() {
    #expect(DisplayText.escaped("e\u{301}") == "e\u{301}")
    #expect(DisplayText.escaped("\u{301}e") == "\\u{301}e")
    #expect(DisplayText.escaped("\u{200B}\u{301}") == "\\u{200b}\\u{301}")
    #expect(DisplayText.escaped("שָׁ ที่ नी 각") == "שָׁ ที่ नी 각")
    let flood = "e" + String(repeating: "\u{301}", count: 1_000) + "x"
    let shown = DisplayText.escaped(flood)
    #expect(shown.unicodeScalars.count { $0 == "\u{301}" } == 8 && shown.hasSuffix("\\u{301}x"))
    #expect(DisplayText.escaped(shown) == shown)
    let syllables = "\u{1100}" + String(repeating: "\u{1161}", count: 100)
    #expect(DisplayText.escaped(syllables).unicodeScalars.count { $0 == "\u{1161}" } == 8)
  }
}
