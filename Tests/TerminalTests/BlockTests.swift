import Pipeline
import Terminal
import Testing

@Suite struct BlockTests {
  init() { _ = isLocaleReady }

  let score = StageBlock(
    "score",
    [
      .init("ifd 0.44 ▁▁▂▃▅▇█▆▃▁▁ 1.24 · median 0.87", " · rank correlation with answer length +0.34"),
      .init("1,200 in = 1,200 kept + 0 failed · 0 tokens cut", " · 71 at ifd >= 1: kept, not eligible"),
    ], seconds: 42.6)

  func render(_ block: StageBlock, _ screen: Screen) -> String { BlockLayout(screen).render(block) }

  @Test func atAHundredColumns() {
    #expect(
      render(score, Screen(width: 200)) == """
        score   ifd 0.44 ▁▁▂▃▅▇█▆▃▁▁ 1.24 · median 0.87 · rank correlation with answer length +0.34    42.6s
                1,200 in = 1,200 kept + 0 failed · 0 tokens cut · 71 at ifd >= 1: kept, not eligible

        """)
  }

  @Test func atEightyColumnsTheSecondHalfWraps() {
    #expect(
      render(score, Screen(width: 80)) == """
        score   ifd 0.44 ▁▁▂▃▅▇█▆▃▁▁ 1.24 · median 0.87                            42.6s
                rank correlation with answer length +0.34
                1,200 in = 1,200 kept + 0 failed · 0 tokens cut
                71 at ifd >= 1: kept, not eligible

        """)
  }

  @Test func aSumKeepsItsPlus() {
    let select = StageBlock(
      "select", [.init("1,200 in = 120 kept + 1,009 easier than their cluster's cut", " + 71 ifd >= 1")], seconds: 1.1)
    #expect(
      render(select, Screen(width: 72)) == """
        select  1,200 in = 120 kept + 1,009 easier than their cluster's cut 1.1s
                + 71 ifd >= 1

        """)
  }

  @Test func aLineTooLongForAnyScreenBreaksAtFactsAndSpaces() {
    let block = StageBlock("load", [.init("a rather long fact · another fact that is long · a third")])
    for line in render(block, Screen(width: 40)).split(separator: "\n") { #expect(Text.width(line) <= 40) }
    #expect(render(block, Screen(width: 40)).hasPrefix("load    a rather long fact\n        another fact"))
  }

  @Test func textBlocksStandAsTheyAre() {
    let block = StageBlock(text: ["Held out: 200 rows", "        before   3.412"], seconds: 5.4)
    #expect(
      render(block, Screen(width: 40)) == "\nHeld out: 200 rows                  5.4s\n        before   3.412\n")
  }

  @Test func whatGoesOnBeginsInTheNinthColumn() {
    let block = StageBlock(text: ["Bill    score + select 43.7s, tune 26.1s: 69.8s."])
    #expect(
      render(block, Screen(width: 40)) == "\nBill    score + select 43.7s, tune\n        26.1s: 69.8s.\n")
    let comma = StageBlock("select", [.init("the hardest in each of 10 clusters", ", 9 to 17 rows from each")])
    #expect(
      render(comma, Screen(width: 44))
        == "select  the hardest in each of 10 clusters\n        9 to 17 rows from each\n")
  }

  @Test func linesMayHaveTheirOwnTime() {
    let block = StageBlock("tune", [.init("all", seconds: 26.1), .init("control", seconds: 26)])
    #expect(
      render(block, Screen(width: 40)) == """
        tune    all                        26.1s
                control                    26.0s

        """)
  }

  @Test func withoutUnicode() {
    #expect(
      render(score, Screen(width: 100, unicode: false)).hasPrefix("score   ifd 0.44 1.24 - median 0.87 - rank"))
    #expect(render(score, Screen(width: 80, unicode: false)).contains("\n        rank correlation"))
  }

  @Test func rowsCannotSpeakThroughABlock() {
    let block = StageBlock("load", [.init("a\u{1B}[2Jb\nc")])
    #expect(render(block, Screen(width: 60)) == "load    a\\u{1b}[2Jb\\nc\n")
  }

  @Test func colourSurroundsTitleAndTime() {
    let text = render(StageBlock("pack", [.init("7 packs")], seconds: 0), Screen(width: 40, color: true))
    #expect(text == "\u{1B}[1;36mpack    \u{1B}[0m7 packs                     \u{1B}[2m0.0s\u{1B}[0m\n")
  }
}
