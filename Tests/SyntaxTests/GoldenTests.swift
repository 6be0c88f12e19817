import Diagnostics
import Foundation
import Syntax
import Testing

/// Golden files: source, tree, canonical text and diagnostics. `CACT_RECORD=1` writes them anew from their sources.
@Suite struct GoldenTests {
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: Place.goldens.path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func thereAreGoldens() {
    #expect(Self.names.count >= 8)
  }

  @Test(arguments: names) func golden(name: String) throws {
    let url = Place.goldens.appendingPathComponent(name)
    let text = try String(contentsOf: url, encoding: .utf8)
    let source = try #require(Self.section("Source", of: text))
    let mode: Parser.Mode = text.contains("Mode: prompt\n") ? .prompt : .script
    let sourceText = SourceText(name: mode == .prompt ? "cell[1]" : "golden.cact", text: source)
    let (program, diagnostics) = Parser.parse(sourceText, mode: mode)
    let canonical = Canonical.print(program)
    let title = text.prefix { $0 != "\n" }
    var now = "\(title)\n"
    if mode == .prompt { now += "\nMode: prompt\n" }
    now += Self.fenced("Source", source)
    now += Self.fenced("Tree", TreeDump.dump(program))
    if diagnostics.isEmpty {
      now += Self.fenced("Canonical", canonical)
      let again = Parser.parse(SourceText(name: "canonical", text: canonical))
      #expect(again.diagnostics.isEmpty)
      #expect(TreeDump.dump(again.program) == TreeDump.dump(program))
      #expect(Canonical.print(again.program) == canonical)
    } else {
      now += Self.fenced("Diagnostics", Renderer.plain.render(diagnostics, in: sourceText) + "\n")
    }
    if ProcessInfo.processInfo.environment["CACT_RECORD"] == "1" {
      try now.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(now == text, "\(name) differs; CACT_RECORD=1 records it")
    }
    #expect(diagnostics.isEmpty || name.hasPrefix("error"), "only files named error… may have diagnostics")
    #expect(!diagnostics.isEmpty || !name.hasPrefix("error"))
  }

  private static func fenced(_ title: String, _ body: String) -> String { "\n## \(title)\n\n~~~\n\(body)~~~\n" }

  private static func section(_ title: String, of text: String) -> String? {
    guard let start = text.range(of: "## \(title)\n\n~~~\n"),
      let end = text.range(of: "~~~\n", range: start.upperBound..<text.endIndex)
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
