import Evaluation
import Testing

@Suite struct MethodSizeTests {
  /// Three draws with mean 2 and deviation 0.1, against one run: t(0.975, 2) = 4.3027, √(1 + 1/3) = 1.1547.
  @Test func theIntervalIsThatOfADifferenceOfMeans() throws {
    let size = try #require(MethodSize(runs: [1.2], draws: [1.9, 2, 2.1]))
    #expect(abs(size.difference + 0.8) < 1e-12)
    #expect(abs(size.margin - 4.302652729749 * 0.1 * (4.0 / 3).squareRoot()) < 1e-9)
    #expect(size.verdict == .better)
    #expect(try #require(MethodSize(runs: [1.8], draws: [1.9, 2, 2.1])).verdict == .undecided)
    #expect(try #require(MethodSize(runs: [2.8, 2.9], draws: [1.9, 2, 2.1])).verdict == .worse)
  }

  @Test func withoutSpreadThereIsNone() {
    #expect(MethodSize(runs: [1], draws: [2]) == nil)
    #expect(MethodSize(runs: [], draws: [2, 3]) == nil)
    // Below what is shown, whatever the interval.
    #expect(MethodSize(runs: [2.0001], draws: [2, 2])?.verdict == .undecided)
  }
}
