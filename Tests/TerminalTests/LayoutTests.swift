import Diagnostics
import Numerics
import Rows
import Stages
import Terminal
import Testing

@Suite struct TableTests {
  init() { Text.prepareLocale() }

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

  @Test func plainScreensGetAscii() {
    let text = table.rendered(on: Screen(width: 40, unicode: false))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("... 9,998 more rows"))
  }
}

/// A table of very many columns is laid out in the time of those that are shown.
@Suite struct WideTableTests {
  init() { Text.prepareLocale() }

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

  /// With a look through all columns for each, this would take an hour.
  @Test(.timeLimit(.minutes(1)))
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
