import Numerics
import Quantities
import Testing

@Suite struct StandardizationTests {
  private func values(_ generator: inout SeededGenerator) -> [Double] {
    // Few different ones, so that ties occur.
    (0..<(1 + generator.index(below: 60))).map { _ in
      generator.index(below: 8) == 0 ? .nan : Double(generator.index(below: 9)) - 3.7
    }
  }

  private func same(_ a: Double, _ b: Double) -> Bool { a.isNaN ? b.isNaN : abs(a - b) < 1e-12 }

  @Test(arguments: 0..<60) func asByDefinition(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let x = values(&generator)
    let present = x.filter { !$0.isNaN }
    let n = Double(present.count)
    let mean = present.reduce(0, +) / n
    let deviation = (present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    let constant = Set(present).count == 1
    for (value, z) in zip(x, Standardization.zScores(x)) {
      #expect(same(z, value.isNaN ? .nan : constant ? 0 : (value - mean) / deviation), "seed \(seed)")
    }
    for (value, rank) in zip(x, Standardization.ranks(x)) {
      let below = Double(present.count { $0 < value })
      let equal = Double(present.count { $0 == value })
      let expected = value.isNaN ? .nan : n > 1 ? (below + (equal - 1) / 2) / (n - 1) : 0.5
      #expect(same(rank, expected), "seed \(seed)")
    }
    for count in [1, 3, 10] {
      for (value, bin) in zip(x, Standardization.bins(x, count: count)) {
        let below = present.count { $0 < value }
        #expect(bin == (value.isNaN ? nil : below * count / present.count + 1), "seed \(seed)")
      }
    }
  }

  @Test func constantsAndExtremes() {
    // 0.1 + 0.1 + 0.1 divided by 3 is not 0.1.
    #expect(Standardization.zScores([0.1, 0.1, 0.1, .nan]).prefix(3) == [0, 0, 0])
    #expect(Standardization.zScores([1e300, -1e300]) == [1, -1])
    #expect(Standardization.zScores([1e-300, 3e-300]).map { $0.rounded() } == [-1, 1])
    let infinite = Standardization.zScores([1, .infinity, 3])
    #expect(same(infinite[0], -1) && infinite[1].isNaN && same(infinite[2], 1))
    #expect(Standardization.zScores([.nan])[0].isNaN && Standardization.zScores([]).isEmpty)
    #expect(Standardization.zScores([0, 0, -0.0]) == [0, 0, 0])
    #expect(Standardization.ranks([-.infinity, 5, .infinity]) == [0, 0.5, 1])
    #expect(Standardization.ranks([7]) == [0.5] && Standardization.ranks([2, 2]) == [0.5, 0.5])
  }

  @Test func binsOfDifferentValuesDifferByAtMostOneRow() {
    for count in 1..<40 {
      let sizes = Dictionary(grouping: Standardization.bins((0..<37).map(Double.init), count: count)) { $0 }.mapValues(
        \.count)
      #expect((sizes.values.max() ?? 0) - (sizes.count == count ? sizes.values.min() ?? 0 : 0) <= 1)
    }
  }

  @Test func equalValuesAreNeverSeparated() {
    #expect(Standardization.bins([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], count: 5) == [1, 1, 1, 1, 1, 1, 4, 4, 5, 5])
  }
}
