import Curation
import Numerics
import Quantities
import Testing

/// Seeded random candidates; about a tenth without a score, a tenth excluded.
private func candidates(seed: UInt64, count: Int, clusters: Int) -> [Candidate] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let kind = generator.index(below: 10)
    // Few distinct scores, so that ties occur.
    let score = Double(generator.index(below: 20)) / 20
    return Candidate(
      score: kind == 0 ? nil : score, tokens: 5 + generator.index(below: 200),
      excluded: kind == 1 ? .unhelped : nil, cluster: generator.index(below: clusters))
  }
}

@Suite struct SelectionTests {
  @Test(arguments: 0..<40) func everyRowIsKeptOrHasAReason(seed: Int) {
    let rows = candidates(seed: UInt64(seed), count: 1 + seed * 7, clusters: 5)
    for share in [Share.fraction(0.1), .fraction(0.5), .fraction(1), .rows(13), .tokens(900)] {
      for selection in [
        Selection.hardest(rows, share: share, clusters: 5), .random(rows, share: share, seed: UInt64(seed)),
      ] {
        #expect(selection.kept == selection.kept.sorted(), "seed \(seed)")
        #expect(selection.kept.count + selection.dropped.count == rows.count, "seed \(seed)")
        #expect(selection.kept.allSatisfy { selection.dropped[$0] == nil }, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<40) func hardestComeFirstInEachCluster(seed: Int) {
    let rows = candidates(seed: UInt64(seed), count: 150, clusters: 4)
    let selection = Selection.hardest(rows, share: .fraction(0.3), clusters: 4)
    #expect(selection.kept.count + selection.shortfall == 45, "seed \(seed)")
    let kept = Set(selection.kept)
    for (i, a) in rows.enumerated() where kept.contains(i) {
      #expect(a.excluded == nil && a.score != nil, "seed \(seed)")
      for (j, b) in rows.enumerated() where selection.dropped[j] == .ranked && a.cluster == b.cluster {
        let (x, y) = (a.score ?? 0, b.score ?? 0)
        #expect(x > y || (x == y && i < j), "seed \(seed): row \(j) ranks before row \(i)")
      }
    }
  }

  @Test func fewerEligibleRowsThanAskedAreAllTaken() {
    let rows = (0..<10).map { Candidate(score: $0 < 3 ? 0.5 : nil, tokens: 1) }
    let selection = Selection.hardest(rows, share: .fraction(0.5), clusters: 1)
    #expect(selection.kept == [0, 1, 2])
    #expect(selection.shortfall == 2)
  }

  @Test(arguments: 0..<30) func aTokenShareLeavesNoRowThatStillFits(seed: Int) {
    let rows = candidates(seed: UInt64(seed), count: 90, clusters: 3)
    for selection in [
      Selection.hardest(rows, share: .tokens(2_000), clusters: 3), .random(rows, share: .tokens(2_000), seed: 3),
    ] {
      let used = selection.kept.reduce(0) { $0 + rows[$1].tokens }
      #expect(used <= 2_000)
      for (row, reason) in selection.dropped where reason == .overBudget {
        #expect(used + rows[row].tokens > 2_000, "seed \(seed)")
      }
    }
  }

  @Test func aShareRoundsHalfUpAndIsAtLeastOne() {
    #expect(Share.fraction(0.1).rows(of: 1_966) == 197)
    #expect(Share.fraction(0.1).rows(of: 25) == 3)
    #expect(Share.fraction(0.001).rows(of: 25) == 1)
    #expect(Share.fraction(0.1).rows(of: 0) == 0)
    #expect(Share.rows(40).rows(of: 25) == 25)
  }

  @Test func aLargerRandomShareContainsTheSmaller() {
    let rows = candidates(seed: 1, count: 300, clusters: 1)
    let small = Selection.random(rows, share: .fraction(0.1), seed: 42).kept
    let large = Selection.random(rows, share: .fraction(0.2), seed: 42).kept
    #expect(Set(small).isSubset(of: large))
    #expect(Selection.random(rows, share: .fraction(0.1), seed: 42, draw: 1).kept != small)
  }
}

@Suite struct ApportionmentTests {
  @Test func largestRemaindersWithTiesByGroupNumber() {
    #expect(Apportionment.split(10, over: [1, 1, 1, 1]) == [1, 1, 1, 1])
    #expect(Apportionment.split(2, over: [1, 1, 1]) == [1, 1, 0])
    #expect(Apportionment.split(7, over: [53, 24, 23]) == [4, 2, 1])
    #expect(Apportionment.split(3, over: []) == [])
  }

  @Test(arguments: 0..<100) func nothingIsLostAndNoGroupExceedsItsSize(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let sizes = (0..<(1 + generator.index(below: 12))).map { _ in generator.index(below: 40) }
    let seats = generator.index(below: 200)
    let parts = Apportionment.split(seats, over: sizes)
    #expect(parts.reduce(0, +) == min(seats, sizes.reduce(0, +)), "seed \(seed)")
    #expect(zip(parts, sizes).allSatisfy { $0 <= $1 }, "seed \(seed)")
  }
}
