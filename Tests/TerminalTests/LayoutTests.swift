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
