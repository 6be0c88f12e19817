import Diagnostics
import Pipeline
import Rows
import Stages
import Testing

/// Words that appear on the screen have a page each, and the lines on it run.
@Suite struct IdeaHelpTests {
  @Test(arguments: [
    "ifd", "verdict", "shares", "nats", "interval", "density", "bill", "parts", "functions", "expressions", "models",
    "cdas", "control",
    // What the demo prints.
    "load", "score", "complexity", "lexical", "select", "diverse", "random", "top", "pack", "tune", "template", "seed",
    "threads", "hold", "compare", "optimize",
  ])
  func aWordOnTheScreenHasAPage(name: String) throws {
    let session = try Session(tiny: true)
    let page = try #require(try session.run("help \(name)").message)
    #expect(page.hasPrefix("\(name): "), "\(page)")
    // (A stage's usage is no line to run.)
    for line in page.split(separator: "\n") where line.hasPrefix("    load") && !line.hasPrefix("    load [") {
      #expect(session.check(String(line)).isEmpty, "\(line): \(session.check(String(line)).map(\.message))")
    }
  }

  @Test func aWordThatAStageTakesIsExplainedWithTheStage() throws {
    let session = try Session(tiny: true)
    let page = try #require(try session.run("help diverse").message)
    #expect(page.contains("\n  select diverse  ") && page.hasSuffix("More in `help select`."), "\(page)")
    #expect(session.check("help diverze").first?.code.name == "C0218")
  }

  @Test func aDefinitionSaysWhatItsAuthorWroteAboveIt() throws {
    let session = try Session(tiny: true)
    #expect(try session.run("help cdas").message?.contains("Complexity and Diversity Aware Sampling") == true)
    #expect(try session.run("help by_contrast").message?.contains("#") == false)
  }

  @Test func aLongUsageIsFolded() throws {
    let session = try Session(tiny: true)
    for line in ["load | pack | tune 1 2 3", "load | select", "load | hold 5 nonsense"] {
      let found = try #require(session.check(line).first, "\(line)")
      #expect(found.notes.allSatisfy { $0.count <= 120 }, "\(found.notes)")
      #expect(found.notes.contains { $0.hasPrefix("usage: ") }, "\(found.notes)")
    }
  }

  @Test func histogramsBeginAtZero() {
    #expect(Figures.histogram([100, 101, 99, 100]) == "████")
    #expect(Figures.histogram([0, 1, 4, 8]) == "▁▁▄█")
    #expect(Figures.histogram([0, 0]) == "")
  }

  @Test func coursesGoFromTheirSmallestValueToTheirLargest() {
    #expect(Figures.spark([2.4, 2.3, 2.0, 1.7]) == "█▇▄▁")
    #expect(Figures.spark([100, 101, 99, 100]) == "▅█▁▅")
    #expect(Figures.spark([3, 3]) == "▁▁" && Figures.spark([]) == "")
  }

  /// As many rows of each length: nothing is seen but bars of one height.
  @Test func evenScoresAreNoValley() throws {
    let session = try Session(tiny: true)
    let rows = (0..<110).map { count in
      [
        "instruction": "Count.",
        "output": "def count(x):\n" + String(repeating: "    if x: x = x - 1\n", count: count) + "    return x\n",
      ]
    }
    _ = session.heard.takeText()
    try session.run("load \"\(try session.file("even.jsonl", rows))\" | score code")
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("cyclomatic 1.00 ███████████ 110.00"), "\(text)")
  }

  @Test func oneOfAKindIsNoPlural() throws {
    let rows = try RowReader.read(bytes: Array("{\"instruction\": \"a\"}\n".utf8), name: "one.jsonl").0
    #expect(RowsValue(rows).summary == "1 row, 1 column")
    #expect(RowsValue(rows.keeping([])).summary == "1 row, 0 columns")
  }

  @Test func quantilesOfAColumnHaveAsManyDecimals() throws {
    let session = try Session(tiny: true)
    let report = try #require(
      try session.run("load | derive x = tokens * 1.25 | describe").value as? ReportValue)
    for cells in report.cells {
      let figures = cells[4...8].filter { !$0.isEmpty }
      let decimals = Set(figures.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 })
      #expect(decimals.count <= 1, "\(cells)")
    }
  }

  @Test func showShowsWhatWasAskedFor() throws {
    let session = try Session(tiny: true)
    func heads(_ line: String) throws -> [String] {
      let value = try #require(try session.run(line).value as? RowsValue)
      guard case .table(let table) = value.presentation(limit: 3) else { return [] }
      return table.columns.map(\.name)
    }
    #expect(try heads("load | show level topic") == ["level", "topic"])
    #expect(try heads("load | show topic row") == ["topic", "row"])
    #expect(try heads("load | take 3").first == "row")
  }
}
