import Curation
import Numerics
import TestSupport
import Testing

@Suite struct PoolLikenessTests {
  @Test(arguments: 0..<4) func aTargetDrawnFromThePoolIsLikeIt(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pool = RowTexts(ChoosingFixture.rows(400, generator: &generator))
    let like = try PoolLikeness(
      target: RowTexts(ChoosingFixture.rows(40, generator: &generator)), pool: pool, seed: UInt64(seed))
    let share = try #require(like.nearShare)
    #expect(share > 0.25 && share < 0.75, "seed \(seed): \(share)")
    let chance = try #require(like.lexicalByChance)
    #expect(abs(like.lexical - chance) < 0.3, "seed \(seed): \(like)")

    let mixed = RowTexts(
      ChoosingFixture.rows(360, generator: &generator) + ChoosingFixture.rows(40, topic: 1, generator: &generator))
    let task = try PoolLikeness(
      target: RowTexts(ChoosingFixture.rows(40, topic: 1, generator: &generator)), pool: mixed, seed: UInt64(seed))
    let nearTask = try #require(task.nearShare)
    #expect(nearTask < 0.15, "seed \(seed): \(task)")
    let byChance = try #require(task.lexicalByChance)
    #expect(task.lexical > byChance + 0.5, "seed \(seed): \(task)")
  }

  /// The share as it is defined, row by row.
  @Test func theShareByBruteForce() throws {
    var generator = SeededGenerator(seed: 6)
    let target = ChoosingFixture.rows(15, topic: 1, generator: &generator)
    let pool =
      ChoosingFixture.rows(60, generator: &generator) + ChoosingFixture.rows(20, topic: 1, generator: &generator)
    let space = try WordSpace(targets: RowTexts(target), pool: RowTexts(pool))
    let own = space.nearestTargets().sorted()[7]
    let cosines = target.indices.map { space.cosines(to: $0) }
    let near = pool.indices.count { row in cosines.contains { $0[row] >= own } }
    let likeness = try PoolLikeness(target: RowTexts(target), pool: RowTexts(pool), seed: 1)
    #expect(likeness.nearShare == Double(near) / 80)
  }

  @Test func oneTargetRowHasNoOtherToBeNear() throws {
    let rows = RowTexts([Array("a b".utf8), Array("c d".utf8)])
    #expect(try PoolLikeness(target: RowTexts([Array("a b".utf8)]), pool: rows, seed: 1).nearShare == nil)
    #expect(throws: LexicalRatio.NoWords(side: .target)) {
      try PoolLikeness(target: RowTexts([[]]), pool: rows, seed: 1)
    }
  }
}
