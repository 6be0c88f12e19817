import Documents
import Foundation
import Numerics
import Quantities
import Testing

@Suite struct StatisticsTests {
  @Test func spearmanMatchesSciPy() throws {
    for item in try #require(try fixture("curation.json")["spearman"]?.array) {
      let rho = try #require(Statistics.spearman(try numbers(item["x"]), try numbers(item["y"])))
      let expected = try #require(item["rho"]?.double)
      #expect(abs(rho - expected) < 1e-12)
    }
    #expect(Statistics.spearman([1], [2]) == nil)
    #expect(Statistics.spearman([1, 1, 1], [1, 2, 3]) == nil)
  }

  @Test func wilsonMatchesSciPy() throws {
    let z = [0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004]
    for item in try #require(try fixture("curation.json")["wilson"]?.array) {
      let level = try #require(item["level"]?.double)
      let (low, high) = Statistics.wilson(
        successes: try #require(item["successes"]?.int), of: try #require(item["trials"]?.int),
        z: try #require(z[level]))
      let expected = try numbers(.array([item["low"] ?? .null, item["high"] ?? .null]))
      #expect(abs(low - expected[0]) < 1e-12)
      #expect(abs(high - expected[1]) < 1e-12)
    }
    #expect(Statistics.wilson(successes: 0, of: 0) == (0, 1))
  }

  @Test func areaUnderTheCurveCountsPairs() throws {
    var g = SeededGenerator(seed: 3)
    let positives = (0..<40).map { _ in Double(g.index(below: 10)) + 1 }
    let negatives = (0..<30).map { _ in Double(g.index(below: 10)) }
    var pairs = 0.0
    for p in positives { for n in negatives { pairs += p > n ? 1 : p == n ? 0.5 : 0 } }
    let auc = try #require(Statistics.auc(positives: positives, negatives: negatives))
    #expect(abs(auc - pairs / 1200) < 1e-12)
    #expect(Statistics.auc(positives: [], negatives: [1]) == nil)
  }

  @Test func quantilesRanksAndHistograms() {
    #expect(Statistics.ranks([10, 20, 10, 5]) == [2.5, 4, 2.5, 1])
    #expect(Statistics.quantile([1, 2, 3, 4], 0.5) == 2.5)
    #expect(Statistics.quantile([1, 2, 3, 4], 0) == 1)
    #expect(Statistics.quantile([1, 2, 3, 4], 1) == 4)
    #expect(Statistics.quantile([], 0.5).isNaN)
    #expect(Statistics.mean([1, 2, 6]) == 3)
    #expect(abs(Statistics.standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]) - (32.0 / 7).squareRoot()) < 1e-12)
    #expect(Statistics.histogram([0, 1, 2, 3, 4, .nan, .infinity], bins: 2) == [2, 3])
    #expect(Statistics.histogram([5, 5], bins: 3) == [2, 0, 0])
    #expect(Statistics.histogram([0, 1, 9], bins: 2, low: 0, high: 2) == [1, 1])
  }

  /// For the mean of n draws the percentile interval is close to mean ± 1.96 s/√n, and the seed decides it.
  @Test func bootstrapIntervalOfAMean() {
    var g = SeededGenerator(seed: 9)
    let x = (0..<400).map { _ in g.normal() }
    func interval(_ seed: UInt64) -> (low: Double, high: Double) {
      Statistics.bootstrapInterval(count: x.count, seed: seed, resamples: 4000) { rows in
        rows.reduce(0) { $0 + x[$1] } / Double(rows.count)
      }
    }
    let (low, high) = interval(1)
    let half = 1.96 * Statistics.standardDeviation(x) / 20
    #expect(abs(low - (Statistics.mean(x) - half)) < 0.012)
    #expect(abs(high - (Statistics.mean(x) + half)) < 0.012)
    #expect(interval(1) == (low, high))
    #expect(interval(2) != (low, high))
  }
}

@Suite struct SpearmanIntervalTests {
  /// Of normal pairs with correlation r the true value is 6/π asin(r/2) (Kruskal, 1958): some 95 % of the intervals hold it.
  @Test(arguments: [0.0, 0.4, 0.8]) func holdsTheTruthAsOftenAsItSays(_ correlation: Double) throws {
    let truth = 6 / Double.pi * asin(correlation / 2)
    var generator = SeededGenerator(seed: 17)
    func normal() -> Double {
      let (a, b) = (Double.random(in: 1e-12..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
      return (-2 * log(a)).squareRoot() * cos(2 * .pi * b)
    }
    let (trials, count) = (600, 60)
    var holding = 0
    for _ in 0..<trials {
      let x = (0..<count).map { _ in normal() }
      let y = x.map { correlation * $0 + (1 - correlation * correlation).squareRoot() * normal() }
      let (low, high) = Statistics.spearmanInterval(try #require(Statistics.spearman(x, y)), count: count)
      if low <= truth, truth <= high { holding += 1 }
    }
    #expect((0.925...0.975).contains(Double(holding) / Double(trials)), "\(holding) of \(trials)")
  }

  @Test func ofFewPairsNothingIsKnown() {
    #expect(Statistics.spearmanInterval(0.9, count: 3) == (-1, 1))
    #expect(Statistics.spearmanInterval(1, count: 9) == (1, 1))
  }
}
