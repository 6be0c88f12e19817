import Diagnostics
import Numerics
import Rows
import Stages
import Terminal
import Testing

@Suite struct TableTests {
  init() { _ = isLocaleReady }

  let table = Table(
    columns: [
      .init("row", alignRight: true, cells: ["1", "12"]),
      .init("question", cells: ["Write a function that reverses a string.", "日本語の文字列を\n逆にする"]),
      .init("ifd", alignRight: true, cells: ["0.87", ""], spark: "▁▃█"),
    ], totalRows: 10_000)

  @Test func fitsTheWidthAndCountsTheRest() {
    #expect(
      table.rendered(on: Screen(width: 40)) == """
        row  question                        ifd
                                             ▁▃█
          1  Write a functi…rses a string.  0.87
         12  日本語の文字列を\\n逆にする
        … 9,998 more rows

        """)
  }

  @Test func everyLineFits() {
    for width in 12...120 {
      for line in table.rendered(on: Screen(width: width)).split(separator: "\n").dropLast() {
        #expect(Text.width(line) <= width, "\(width): \(line)")
      }
    }
  }

  @Test func middleColumnsAreLeftOutAndNamed() {
    let wide = Table(columns: (1...9).map { .init("column\($0)", cells: ["value \($0)"]) })
    #expect(
      wide.rendered(on: Screen(width: 40)) == """
        column1  column2  …  column8  column9
        value 1  value 2  …  value 8  value 9
        … 5 more columns: column3, column4, colu

        """)
  }

  @Test(arguments: [12, 40, 80, 120]) func whatWrapsIsWhole(width: Int) {
    let help = "A Hugging Face directory, a GGUF file, or org/name in the local hub cache; the embedded one"
    let table = Table(columns: [
      .init("setting", cells: ["model", "seed"]), .init("value", cells: ["", "42"]),
      .init("", cells: [help, "Start of every draw"], wraps: true),
    ])
    let text = table.rendered(on: Screen(width: width))
    for line in text.split(separator: "\n") { #expect(Text.width(line) <= width, "\(line)") }
    guard width > 12 else { return }
    #expect(!text.contains("…"))
    let words = text.split(whereSeparator: \.isWhitespace)
    #expect(help.split(separator: " ").allSatisfy { words.contains($0) })
    // What stands beside it stands once.
    #expect(words.filter { $0 == "model" }.count == 1 && words.filter { $0 == "42" }.count == 1)
  }

  @Test(arguments: [40, 80, 120]) func whatFoldsLeavesNoColumnOut(width: Int) {
    let heads = ["kind", "count", "missing", "min", "q1", "median", "q3", "max"]
    let table = Table(
      columns: [.init("column", cells: ["instruction", "output"])]
        + heads.map { .init($0, alignRight: $0 != "kind", cells: ["1,\($0)", "2,\($0)"]) }
        + [.init("shape", cells: ["▁▂▃▄▅▆▇█", "█▇▆▅▄▃▂▁"])], totalRows: 7, folds: true)
    let lines = table.rendered(on: Screen(width: width)).split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(Text.width(line) <= width, "\(line)") }
    let parts = lines.dropLast().split(separator: "")
    for part in parts { #expect(part.dropFirst().map { $0.prefix(6) }.starts(with: ["instru", "output"])) }
    let words = lines.flatMap { $0.split(separator: " ") }
    for text in heads + heads.flatMap({ ["1,\($0)", "2,\($0)"] }) + ["shape", "▁▂▃▄▅▆▇█"] {
      #expect(words.filter { $0 == text }.count == 1, "\(text)")
    }
    #expect((parts.count == 1) == (width == 120), "\(parts.count) parts")
    #expect(lines.filter { $0.contains("5 more rows") }.count == 1)
  }

  @Test func plainScreensGetAscii() {
    let text = table.rendered(on: Screen(width: 40, unicode: false))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("... 9,998 more rows"))
  }
}

/// What `compare` draws.
@Suite struct MarkedAxisTests {
  private let axis = MarkedAxis(rows: [
    .init(label: "score lexical", figure: "2.241", values: [2.241], mark: "▲"),
    .init(label: "random, 19 draws", figure: "2.167", values: [2.1, 2.15, 2.2, 2.25, .nan], mark: "·"),
  ])

  @Test(arguments: [40, 80, 100, 120]) func everyLineFits(width: Int) {
    let lines = axis.lines(columns: width)
    for line in lines { #expect(Text.width(line) <= width, "\(line)") }
    // Beside the labels, or each below its own.
    #expect(lines.count == (width == 40 ? 5 : 3), "\(lines)")
    #expect(lines.joined().filter { $0 == "▲" }.count == 1 && lines.joined().filter { $0 == "·" }.count == 4)
    for text in ["2.10", "2.25", "score lexical", "2.241", "random, 19 draws", "2.167"] {
      #expect(lines.contains { $0.contains(text) }, "\(text) in \(lines)")
    }
    // A mark stands under the place of its value: the highest draw is the last but for labels.
    let marks = lines.map { line in line.firstIndex(of: "▲").map { line.distance(from: line.startIndex, to: $0) } }
    let dots = lines.map { line in line.lastIndex(of: "·").map { line.distance(from: line.startIndex, to: $0) } }
    let triangle = marks.compactMap(\.self).first ?? 0
    #expect((dots.compactMap(\.self).first ?? 0) > triangle && triangle > 0)
  }

  @Test func withoutAValueThereIsNoAxis() {
    #expect(MarkedAxis(rows: []).lines(columns: 80).isEmpty)
    #expect(MarkedAxis(rows: [.init(label: "a", figure: "nan", values: [.nan], mark: "·")]).lines(columns: 80).isEmpty)
  }
}

/// A table of very many columns is laid out in the time of those that are shown.
@Suite struct WideTableTests {
  init() { _ = isLocaleReady }

  /// The rule in its plainest form: the middle column goes until the rest fits.
  private func kept(_ least: [Int], to width: Int) -> [Int] {
    var kept = Array(least.indices)
    func total() -> Int {
      kept.map { least[$0] }.reduce(0, +) + 2 * (kept.count - 1) + (kept.count < least.count ? 3 : 0)
    }
    while kept.count > 1, total() > width { kept.remove(at: kept.count / 2) }
    return kept
  }

  @Test func asManyColumnsAsFitFromBothEnds() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let least = (0..<Int.random(in: 1...30, using: &generator)).map { _ in Int.random(in: 1...20, using: &generator) }
      let width = Int.random(in: 1...120, using: &generator)
      let (shown, widths) = Table.fitted(least.count, to: width) { (least[$0] + 5, least[$0]) }
      let expected = kept(least, to: width)
      #expect(shown.compactMap(\.self) == expected, "seed \(seed): \(least) in \(width)")
      #expect(widths.keys.sorted() == expected && shown.count { $0 == nil } == (expected.count < least.count ? 1 : 0))
    }
  }

  @Test func columnsWithoutRoomAreNotLookedAt() {
    var looks = 0
    let (shown, _) = Table.fitted(1_000_000, to: 100) { _ in
      looks += 1
      return (5, 5)
    }
    #expect(looks < 40 && shown.count == 15)
  }

  /// With a look through all columns for each, this would take an hour. (The limit counts from when all tests begin.)
  @Test(.timeLimit(.minutes(120)))
  func aRowOfManyKeysIsShown() throws {
    let keys = (1...50_000).map { "\"k\($0)\": \($0)" }.joined(separator: ", ")
    let bytes = Array("{\"instruction\": \"a\", \"output\": \"b\", \(keys)}\n".utf8)
    let rows = try RowReader.read(bytes: bytes, name: "wide.jsonl").0
    guard case .table(let table) = RowsValue(rows).presentation(limit: 20) else {
      Issue.record("rows are a table")
      return
    }
    let text = Table(
      columns: table.columns.enumerated().map { index, column in
        Table.Column(column.name, alignRight: column.isNumeric, cells: table.rows.map { $0[index] })
      }, totalRows: table.total
    ).rendered(on: Screen(width: 80))
    #expect(text.contains("k49999  k50000\n") && text.contains("more columns: k"))
    #expect(rows.keeping(["k3", "answer", "k1"]).names == ["k3", "output", "k1"])
  }

  @Test func longCellsAndMarksFit() {
    let flood = "a" + String(repeating: "\u{301}", count: 50_000)
    let table = Table(columns: [
      .init("x", cells: [String(repeating: "語", count: 1_000_000), flood, "\u{200B}\u{2028}b", "\u{301}", "👨‍👩‍👧"]),
      .init("y\u{202E}", cells: ["1", "2", "3", "4", "5"]),
    ])
    for line in table.rendered(on: Screen(width: 60)).split(separator: "\n") {
      #expect(Text.width(line) <= 60 && !line.unicodeScalars.contains(where: DisplayText.isHidden))
      #expect(line.unicodeScalars.count < 80)
    }
  }
}
