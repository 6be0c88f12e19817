import Numerics
import Quantities
import Testing

@Suite struct ShareTests {
  @Test(arguments: [
    (0.29, 50, 15), (0.58, 25, 15), (0.07, 50, 4), (0.145, 100, 15), (0.1, 25, 3), (0.1, 24, 2), (0.001, 50, 1),
    (0.333, 1_500, 500), (1, 7, 7), (0.4, 0, 0), (1e-12, 1_000_000, 1), (0.105, 10_000_000, 1_050_000),
  ])
  func aFractionRoundsHalfUpInDecimals(fraction: Double, count: Int, rows: Int) {
    #expect(Share.fraction(fraction).rows(of: count) == rows)
  }

  /// Against whole numbers, which round exactly: percents in hundredths, N of up to 2,000 rows.
  @Test func agreesWithIntegers() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<4_000 {
      let (hundredths, count) = (1 + generator.index(below: 10_000), 1 + generator.index(below: 2_000))
      let expected = min(count, max(1, (2 * hundredths * count + 10_000) / 20_000))
      let fraction = Double(hundredths) / 10_000
      #expect(Share.fraction(fraction).rows(of: count) == expected, "\(hundredths) hundredths of a percent of \(count)")
    }
  }

  @Test func isSaidAsItIsWritten() {
    #expect(Share.fraction(0.29).description == "29%" && Share.fraction(0.333).description == "33.3%")
    #expect(Share.fraction(1).description == "100%" && Share.fraction(1e-5).description == "0.001%")
    #expect(Share.rows(20).description == "20" && Share.tokens(5_000).description == "5000 tokens")
    #expect(Share.rows(9).rows(of: 4) == 4 && Share.tokens(5).rows(of: 4) == nil)
  }
}
