import Diagnostics
import Documents
import Foundation
import Pipeline
import Plots
import Quantities
import Rows
import Sandbox
import Stages
import TestSupport
import Testing
import Work

/// `correlate`, `plot`, `clusters` and `view`: what rows are like, looked at.
@Suite("Looking at rows") struct SeeingTests {
  private func session(_ count: Int = 40) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\"")
  }

  private func items(_ report: ReportValue) -> [JSONValue] { report.data.array ?? [] }

  @Test func correlateComparesEachTwo() throws {
    let (session, load) = try session()
    let chain = "\(load) | derive n = tokens, back = 0 - tokens, flat = 7, odd = row % 2"
    let report = try session.report(chain + " | correlate")
    let pairs = items(report)
    #expect(report.title.contains("`flat`") && report.title.hasPrefix("\(pairs.count) pairs of "))
    func rho(_ a: String, _ b: String) -> Double? {
      pairs.first { $0["a"]?.string == a && $0["b"]?.string == b }?["rho"]?.double
    }
    #expect(rho("tokens", "n") == 1 && rho("tokens", "back") == -1)
    let rows = try session.rows(chain)
    #expect(rho("tokens", "odd") == Statistics.spearman(rows.numbers("tokens"), rows.numbers("odd")))
    // The strongest first, each interval around its value.
    let strengths = pairs.compactMap { $0["rho"]?.double.map(abs) }
    #expect(strengths == strengths.sorted(by: >) && strengths.count == pairs.count)
    for pair in pairs {
      let (low, rho, high) = (pair["low"]?.double ?? 9, pair["rho"]?.double ?? 0, pair["high"]?.double ?? -9)
      #expect(low <= rho && rho <= high && pair["rows"]?.int == 40)
    }
    let one = try session.report(chain + " | correlate tokens odd | where rows > 30")
    #expect(items(one).count == 1)
    // Rows that lack one of the two are left out of that pair alone.
    let gaps = try session.report(chain + " | derive part = tokens / (row % 2) | correlate tokens part odd n")
    let counted = items(gaps).map { ($0["a"]?.string == "part" || $0["b"]?.string == "part", $0["rows"]?.int) }
    #expect(counted.allSatisfy { $0.0 ? $0.1 == 20 : $0.1 == 40 }, "\(counted)")
    #expect(session.failure("\(load) | correlate tokens question")?.code == StageCodes.notNumbers)
    #expect(session.failure("\(load) | count by topic | correlate share topic")?.code == StageCodes.notNumbers)
    #expect(items(try session.report("\(load) | take 1 | correlate")).isEmpty)
  }

  @Test func plotsByKindOfColumn() throws {
    let (session, load) = try session()
    func form(_ text: String) throws -> Plot.Form { try #require(try session.report("\(load) | \(text)").plot).form }
    guard case .histogram(let histogram) = try form("plot tokens") else { Issue.record("no histogram"); return }
    #expect(histogram.counts.reduce(0, +) == 40)
    guard case .bars(let bars) = try form("plot topic") else { Issue.record("no bars"); return }
    #expect(bars.values.reduce(0, +) == 40 && bars.values == bars.values.sorted(by: >))
    guard case .scatter(let points) = try form("plot answer_tokens vs tokens by topic") else {
      Issue.record("no points"); return
    }
    #expect(points.total == 40 && points.groupNames.count == bars.names.count && points.xLabel == "tokens")
    guard case .scatter(let map) = try form("embed | plot embedding by topic") else { Issue.record("no map"); return }
    #expect(map.total == 40 && !map.hasMargins)
    #expect(try session.report("\(load) | count by topic | plot count").plot != nil)
    #expect(session.failure("\(load) | plot question vs tokens")?.code == StageCodes.notNumbers)
    #expect(session.failure("\(load) | plot tokens by topic")?.code == StageCodes.optionsClash)
    #expect(session.failure("\(load) | where tokens < 0 | plot tokens")?.code == StageCodes.nothingLeft)
  }

  @Test func aPlotIsWrittenByItsEnding() throws {
    let (session, load) = try session()
    let path = session.folder("tokens.svg")
    try session.run("\(load) | plot tokens to \"\(path)\"")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("<svg ") && text.contains("tokens"))
    // What cact wrote is replaced; what it did not write is not.
    try session.run("\(load) | plot answer_tokens to \"\(path)\"")
    #expect(try String(contentsOfFile: path, encoding: .utf8) != text)
    let own = session.folder("own.svg")
    try "mine".write(toFile: own, atomically: true, encoding: .utf8)
    #expect(session.failure("\(load) | plot tokens to \"\(own)\"")?.code == StageCodes.notOverwritten)
    #expect(try String(contentsOfFile: own, encoding: .utf8) == "mine")
    try session.run("\(load) | plot tokens to \"\(own)\" replace")
    #expect(session.failure("\(load) | plot tokens to \"x.jpg\"")?.code == StageCodes.wrongEnding)
    try session.run("\(load) | plot tokens | save \"\(session.folder("a.svg"))\"")
    #expect(
      session.failure("\(load) | count | save \"\(session.folder("b.svg"))\"")?.code == StageCodes.wrongEnding)
    try session.run("\(load) | plot topic | save \"\(session.folder("a.md"))\"")
    #expect(try String(contentsOfFile: session.folder("a.md"), encoding: .utf8).contains("█"))
  }

  /// Points across and down of a PNG.
  private func size(_ png: [UInt8]) -> [Int] {
    guard png.count > 24, png.starts(with: [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A]) else { return [] }
    return [16, 20].map { at in png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test func aPlotIsDrawnAsPoints() throws {
    let session = try Session(tiny: true)
    let rows = Teaching.pairs(12).enumerated().map { place, row in
      row.merging(["topic": place % 2 == 0 ? "<script>&amp;]]>\u{1B}[31m" : "b\u{0}c"]) { $1 }
    }
    let load = "load \"\(try session.file("rows.jsonl", rows))\""
    let path = session.folder("a 'b\" $(c).png".replacing("\"", with: ""))
    try session.run("\(load) | plot tokens to \"\(path)\"")
    let histogram = try AtomicFile.read(path)
    #expect(size(histogram) == [1440, 880])
    let blank = try PictureConverter.png(
      Array("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 440\"></svg>".utf8), work: .silent)
    #expect(
      size(blank) == [1440, 880] && histogram.count > 2 * blank.count, "\(histogram.count), blank \(blank.count)")
    // Its words are there: without them there is less.
    let plot = try #require(try session.report("\(load) | plot tokens").plot)
    let wordless = try PictureConverter.png(Array(plot.svg.replacing(/<text.*?<\/text>/, with: "").utf8), work: .silent)
    #expect(histogram.count > wordless.count + 1_000)
    // Written over like any file of cact's; names of rows are text.
    try session.run("\(load) | plot topic | save \"\(path)\"")
    let bars = try AtomicFile.read(path)
    #expect(size(bars).first == 1440 && bars != histogram)
    #expect(session.failure("\(load) | count | save \"\(session.folder("b.png"))\"")?.code == StageCodes.wrongEnding)
  }

  @Test func aPictureThatIsNotDrawnLeavesTheOldOne() throws {
    #expect(throws: SandboxError.self) { try PictureConverter.png(Array("no picture".utf8), work: .silent) }
    let stopped = Cancellation()
    stopped.cancel()
    let start = ContinuousClock.now
    #expect(throws: SandboxError.self) {
      try PictureConverter.png(Array("<svg viewBox=\"0 0 9 9\"/>".utf8), work: Work(cancellation: stopped))
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func clustersTellWhatWasTaken() throws {
    let (session, load) = try session()
    let chain = "\(load) | score complexity | select diverse 50% clusters 3"
    let lines = items(try session.report(chain + " | clusters"))
    let chosen = try session.rows(chain)
    #expect(lines.compactMap { $0["rows"]?.int }.reduce(0, +) == 40)
    #expect(lines.compactMap { $0["kept"]?.int }.reduce(0, +) == chosen.rows.count)
    for line in lines {
      let number = Double(line["cluster"]?.int ?? -1)
      #expect(line["kept"]?.int == chosen.numbers("cluster").count { $0 == number })
      #expect(line["words"]?.array?.count ?? 9 <= 5)
    }
    // Of rows that no selection stands behind, all are there.
    let path = session.folder("chosen.jsonl")
    try session.run(chain + " | save \"\(path)\"")
    let sorted = try session.report(chain + " | clusters | sort taken desc | take 1")
    #expect(items(sorted).count == 1)
    #expect(session.failure("\(load) | clusters")?.message.contains("cluster") == true)
  }

  @Test func viewShowsARowWhole() throws {
    let (session, load) = try session()
    let report = try session.report("\(load) | view 3")
    let row = try session.rows("\(load) | where row == 3")
    let question = row.texts("question")[0]
    #expect(report.lines.first == "row 3 of rows.jsonl")
    #expect(report.lines.contains("user") && report.lines.contains("assistant"))
    for line in question.split(separator: "\n") { #expect(report.lines.contains("  " + line)) }
    #expect(report.data["row"]?.int == 3)
    #expect(session.failure("\(load) | view 99")?.code == StageCodes.nothingLeft)
    #expect(try session.report("\(load) | view mask 3").lines == session.report("\(load) | view 3 mask").lines)
  }

  @Test func reportOfAModelStatesTheVerdict() throws {
    let (session, load) = try session(60)
    let path = session.folder("model.html")
    let chain =
      "\(load) | hold 20 | score complexity | select top 50% | pack 512 | tune epochs 1 batch 4 control 1"
    try session.run(chain)
    let said = session.heard.takeText().joined(separator: "\n")
    let verdict = try #require(
      said.split(separator: "\n").first {
        $0.contains(" 20 rows do not tell the two models apart") || $0.contains("the top model is")
      }, "\(said)")
    try session.run(chain + " | report \"\(path)\"")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let sentence = verdict.prefix { $0 != "." } + "."
    #expect(page.contains("<strong>\(sentence)"), "\(sentence)")
    for part in ["A model tuned on 20 rows", "top − random", "How it was tuned", "loss by step", "The way of the rows"]
    {
      #expect(page.contains(part), "\(part)")
    }
    // The control is the one that was made before.
    _ = session.heard.takeStages()
    try session.run("let tuned = \(chain)\ntuned | report \"\(session.folder("named.html"))\"")
    #expect(!session.heard.takeStages().contains { $0.name == "tune" && !$0.remembered })
    // Held-out rows are judged on, and not shown.
    let held = try #require(try session.model(chain).heldOut)
    for row in 0..<held.rows.count {
      let number = held.rows.rowNumbers[row]
      #expect(!page.contains("row \(number):"), "row \(number)")
    }
  }

  @Test func reportOfAComparisonHasItsSentences() throws {
    let (session, load) = try session(60)
    let path = session.folder("compared.html")
    let chain =
      "\(load) | hold 20 | compare { take 10 } { select random 25% } then { pack 512 | tune epochs 1 batch 4 } draws 2"
    let report = try session.report(chain)
    #expect(report.verdict.contains { $0.contains("random draw") } && report.verdict.allSatisfy(report.lines.contains))
    try session.run(chain + " | report \"\(path)\"")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    for sentence in report.verdict { #expect(page.contains("<strong>\(sentence)"), "\(sentence)") }
    #expect(page.contains("<h1>2 methods on 20 held-out rows") && page.contains("| compare {") && page.contains("▲"))
    // A table, and a plot.
    try session.run("\(load) | count by topic | report \"\(path)\"")
    let table = try String(contentsOfFile: path, encoding: .utf8)
    #expect(table.contains("<td>sort</td>") && !table.contains("<strong>"))
    try session.run("\(load) | plot tokens | report \"\(path)\"")
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("<svg "))
  }

  @Test func reportIsOnePageThatRunsNothing() throws {
    let session = try Session(tiny: true)
    var pairs = Teaching.pairs(40)
    pairs[3]["instruction"] = "<script>alert(1)</script> \u{1B}[2J & \"quoted\" <img src=x onerror=y>"
    pairs[4]["topic"] = "</style><b>\u{202E}"
    let load = "load \"\(try session.file("rows.jsonl", pairs))\""
    let path = session.folder("choice.html")
    let chain = "\(load) | where row > 2 | score complexity | select diverse 50% clusters 3"
    let chosen = try session.rows(chain)
    let passed = try session.rows(chain + " | report \"\(path)\"")
    #expect(passed.rows.rowNumbers == chosen.rows.rowNumbers)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    for part in [
      "The way of the rows", "3 clusters of", "A sample of what was chosen", "A sample of what was not", "What it cost",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains("\(chosen.rows.count) of 40 rows chosen") && page.contains("where it does not hold"))
    // All of a small choice is looked at: whatever is drawn, nothing of it is markup.
    for text in ["<script", "<img", "</style><b>", "\u{1B}", "\u{202E}", "javascript:", "src=", "href="] {
      #expect(!page.contains(text) || text == "src=" && page.contains("&lt;img src="), "\(text)")
    }
    #expect(
      page.components(separatedBy: "http").count - 1 == page.components(separatedBy: "http://www.w3.org/2000/svg").count
        - 1 + 1)
    for tag in ["section", "table", "svg", "details", "p", "pre", "div", "h2"] {
      let opened = page.components(separatedBy: "<\(tag) ").count + page.components(separatedBy: "<\(tag)>").count - 2
      #expect(opened == page.components(separatedBy: "</\(tag)>").count - 1, "\(tag)")
    }
    // The same rows and seed, the same page; and what cact did not write stays.
    try session.run(chain + " | report \"\(path)\"")
    let own = session.folder("own.html")
    try "mine".write(toFile: own, atomically: true, encoding: .utf8)
    #expect(session.failure("\(load) | report \"\(own)\"")?.code == StageCodes.notOverwritten)
    #expect(session.failure("\(load) | report \"x.txt\"")?.code == StageCodes.wrongEnding)
    // A median of whole numbers has no thousandths.
    #expect(page.contains("<td>tokens</td>") && !page.contains(/<td>tokens<\/td><td class="n">[0-9,]*\.[0-9]{3}</))
    try session.run("\(load) | where row > 90 | report \"\(session.folder("none.html"))\"")
    try session.run("\(load) | report \"\(session.folder("all.html"))\"")
  }
}
