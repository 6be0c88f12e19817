import Stages
import Terminal
import Testing

@Suite struct TextTests {
  init() { _ = isLocaleReady }

  @Test func widthCountsColumns() {
    #expect(Text.width("abc") == 3)
    #expect(Text.width("日本") == 4)
    #expect(Text.width("e\u{301}") == 1)
    #expect(Text.width("▁█") == 2)
  }

  @Test func elidesTheMiddleWithinTheColumns() {
    #expect(Text.elided("abcdefghij", to: 10) == "abcdefghij")
    #expect(Text.elided("abcdefghijk", to: 7) == "abc…ijk")
    #expect(Text.elided("abcdefghijk", to: 7, unicode: false) == "ab...jk")
    for columns in 1...12 { #expect(Text.width(Text.elided("日本語日本語日本語", to: columns)) <= columns) }
  }

  @Test func asciiSpellsTheSigns() {
    #expect(Text.ascii("ifd 0.44 ▁▂█ 1.24 · −0.68") == "ifd 0.44 1.24 - -0.68")
    #expect(Text.ascii("ρ ≥ 1 → é") == "rho >= 1 -> ?")
  }
}

@Suite struct FiguresTests {
  @Test(arguments: [(0.2, "1s"), (48, "48s"), (59.6, "1m"), (240, "4m"), (7200, "2h"), (200_000, "2d")])
  func timesLeft(_ seconds: Double, _ text: String) { #expect(Figures.timeLeft(seconds) == text) }

  @Test(arguments: [
    (12, "12"), (0.87654, "0.8765"), (3.4118, "3.412"), (12345.6, "12,346"), (0.00001, "1.000e-05"), (.nan, ""),
    (-.infinity, "-inf"),
  ])
  func numbers(_ value: Double, _ text: String) { #expect(Figures.number(value) == text) }

  @Test(arguments: [
    (812, "812 B"), (1500, "1.5 kB"), (37_500_000, "37.5 MB"), (400_000_000, "0.4 GB"), (12_000_000_000, "12.0 GB"),
  ])
  func sizes(_ value: Int, _ text: String) { #expect(Figures.bytes(value) == text) }

  @Test func aPageFitsTheScreen() {
    let page = """
      load: Rows from a file; without a path, the teaching set

          load ["PATH"] [question "TEXT"] [answer "TEXT"] [limit N]

        limit N   Only the first N rows of the file, in their order
        here      = load | where tokens < 100

          load | score complexity | select diverse 10% | pack
      """
    #expect(
      Text.page(page, to: 40) == """
        load: Rows from a file; without a
          path, the teaching set

            load ["PATH"] [question "TEXT"]
              [answer "TEXT"] [limit N]

          limit N   Only the first N rows of the
                    file, in their order
          here      = load | where tokens < 100

            load | score complexity | select diverse 10% | pack
        """)
    #expect(Text.page(page, to: 80) == page)
  }
}
