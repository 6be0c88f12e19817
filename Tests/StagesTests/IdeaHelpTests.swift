import Diagnostics
import Pipeline
import Stages
import Testing

/// Words that appear on the screen have a page each, and the lines on it run.
@Suite struct IdeaHelpTests {
  @Test(arguments: ["ifd", "verdict", "shares", "functions", "expressions", "models", "cdas", "control"])
  func aWordOnTheScreenHasAPage(name: String) throws {
    let session = try Session(tiny: true)
    let page = try #require(try session.run("help \(name)").message)
    #expect(page.hasPrefix("\(name): "), "\(page)")
    for line in page.split(separator: "\n") where line.hasPrefix("    load") {
      #expect(session.check(String(line)).isEmpty, "\(line): \(session.check(String(line)).map(\.message))")
    }
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
