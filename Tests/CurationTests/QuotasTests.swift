import Curation
import Numerics
import Quantities
import Testing

@Suite struct QuotasTests {
  private func candidates(_ count: Int, generator: inout SeededGenerator) -> [Candidate] {
    (0..<count).map { _ in
      Candidate(
        score: generator.index(below: 6) == 0 ? nil : generator.uniform(), tokens: 1 + generator.index(below: 90))
    }
  }

  /// The best of some rows, as a rule for `within`.
  private func best(_ candidates: [Candidate]) -> ([Int], Share) -> [Int] {
    { rows, share in
      Selection.hardest(rows.map { candidates[$0] }, share: share, clusters: 1).kept.map { rows[$0] }
    }
  }

  @Test(arguments: 0..<40) func groupsStayInProportion(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = candidates(20 + generator.index(below: 300), generator: &generator)
    let groups = RowGroups(values: rows.map { _ in generator.index(below: 6) == 0 ? nil : generator.index(below: 4) })
    let eligible = { (row: Int) in rows[row].score != nil }
    for share in [Share.fraction(0.1), .fraction(0.5), .rows(7), .fraction(1)] {
      let selection = Selection.within(groups, rows, share: share, eligible: eligible, rule: best(rows))
      let sizes = groups.members.map { $0.count(where: eligible) }
      let asked = share.rows(of: rows.count) ?? 0
      #expect(selection.takenPerCluster == Apportionment.split(asked, over: sizes), "seed \(seed)")
      #expect(selection.kept.count + selection.shortfall == asked, "seed \(seed)")
      #expect(selection.kept.count + selection.dropped.count == rows.count, "seed \(seed)")
      // Within a group nothing left out is better than what was taken.
      let kept = Set(selection.kept)
      for members in groups.members.map({ $0.filter(eligible) }) {
        let worst = members.filter { kept.contains($0) }.compactMap { rows[$0].score }.min() ?? .infinity
        #expect(members.allSatisfy { kept.contains($0) || (rows[$0].score ?? 0) <= worst }, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<40) func aBudgetOfTokensIsFilled(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = candidates(200, generator: &generator)
    let groups = RowGroups(values: rows.map { _ in generator.index(below: 5) })
    let selection = Selection.within(
      groups, rows, share: .tokens(2_000), eligible: { rows[$0].score != nil }, rule: best(rows))
    let used = selection.kept.reduce(0) { $0 + rows[$1].tokens }
    #expect(used <= 2_000 && used > 1_900, "seed \(seed)")
    for (row, reason) in selection.dropped {
      #expect(reason == (rows[row].score == nil ? .missingScore : .overBudget), "seed \(seed)")
      #expect(reason == .missingScore || used + rows[row].tokens > 2_000, "seed \(seed)")
    }
    // Each group gave about its part.
    for (members, _) in zip(groups.members, 0...) {
      let whole = members.filter { rows[$0].score != nil }.reduce(0) { $0 + rows[$1].tokens }
      let all = rows.reduce(0) { $0 + ($1.score == nil ? 0 : $1.tokens) }
      let part = members.filter { Set(selection.kept).contains($0) }.reduce(0) { $0 + rows[$1].tokens }
      #expect(abs(Double(part) - 2_000 * Double(whole) / Double(all)) < 180, "seed \(seed)")
    }
  }

  @Test func groupsOfValues() {
    #expect(RowGroups(values: ["b", nil, "a", "b", nil]).labels == [0, 1, 2, 0, 1])
    let numbers = RowGroups(numbers: (0..<100).map { $0 % 9 == 4 ? .nan : Double($0) })
    #expect(numbers.count == 11)
    let sizes = numbers.members.map(\.count).sorted()
    #expect(sizes.reduce(0, +) == 100 && sizes[10] - sizes[0] <= 3)
  }

  @Test(arguments: 0..<40) func aBlendDrawsItsPart(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = candidates(150, generator: &generator)
    let rule = { (share: Share) in Selection.hardest(rows, share: share, clusters: 1) }
    let plain = rule(.rows(15)).kept
    let blend = Selection.blend(rows, share: .rows(30), part: 0.5, seed: UInt64(seed), rule: rule)
    #expect(blend.kept.count == 30 && Set(plain).isSubset(of: blend.kept), "seed \(seed)")
    #expect(blend.kept.count + blend.dropped.count == 150 && blend.kept == blend.kept.sorted(), "seed \(seed)")
    #expect(blend.kept.allSatisfy { blend.dropped[$0] == nil }, "seed \(seed)")
    #expect(Selection.blend(rows, share: .rows(30), part: 0.5, seed: UInt64(seed), rule: rule).kept == blend.kept)
    #expect(
      Selection.blend(rows, share: .rows(30), part: 0.5, seed: UInt64(seed), draw: 1, rule: rule).kept != blend.kept)
    #expect(Selection.blend(rows, share: .rows(30), part: 0, seed: 1, rule: rule).kept == rule(.rows(30)).kept)
    #expect(Selection.blend(rows, share: .rows(30), part: 1, seed: 1, rule: rule).kept.count == 30)

    let tokens = Selection.blend(rows, share: .tokens(1_500), part: 0.3, seed: UInt64(seed), rule: rule)
    let used = tokens.kept.reduce(0) { $0 + rows[$1].tokens }
    #expect(used <= 1_500 && tokens.kept.count + tokens.dropped.count == 150, "seed \(seed)")
    #expect(tokens.dropped.keys.allSatisfy { used + rows[$0].tokens > 1_500 }, "seed \(seed)")
  }

  @Test func theDrawMakesUpForRowsThatTheRuleDoesNotFind() {
    let rows = (0..<10).map { Candidate(score: $0 < 2 ? 1 : nil, tokens: 1) }
    let blend = Selection.blend(rows, share: .rows(8), part: 0.5, seed: 1) {
      Selection.hardest(rows, share: $0, clusters: 1)
    }
    #expect(blend.kept.count == 8 && blend.shortfall == 0)
  }
}
