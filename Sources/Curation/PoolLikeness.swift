import Numerics
import Quantities
public import Work

/// How alike the pool and the target's rows are: whether a choice toward the target can pay at all.
///
/// How to read it. Where pool and target are drawn from the same texts, `lexical` is what it is by chance, and about half
/// of the pool is as near to the target as its own rows are to each other: there nothing has beaten drawing at random.
/// The further `lexical` lies above chance and `nearShare` below a half, the more the pool holds beside the task, and the
/// more a choice can win; a share near 0 says that the pool holds hardly anything of the task, so that a choice has
/// nothing to find.
public struct PoolLikeness: Sendable, Hashable, Codable {
  /// The mean over the target's rows of `LexicalRatio.Score.mean`: by how many nats a word or pair of words is likelier
  /// among the target's than in the pool. Above 0 even where both are alike, for the target's words were counted in the
  /// very rows that are scored.
  public var lexical: Double
  /// The same of as many rows drawn from the pool by the seed, but at most half of it, against the rest: what `lexical`
  /// is by chance. Nil where the pool is too small.
  public var lexicalByChance: Double?
  /// The share of the pool's rows whose nearest target row is at least as near as the median target row's nearest other
  /// target row, by cosine in `WordSpace`; nil of fewer than two target rows.
  public var nearShare: Double?

  /// Four passes over the pool's texts, and each target's words over the pool.
  ///
  /// - Throws: `LexicalRatio.NoWords` where either side has no words; `Interrupted`.
  public init(target: RowTexts, pool: RowTexts, seed: UInt64, work: Work = .silent) throws {
    let ofPool = try WordCounts(pool, work: work)
    func mean(_ rows: RowTexts, against pool: WordCounts) throws -> Double {
      let ratio = try LexicalRatio(target: WordCounts(rows), pool: pool)
      return Statistics.mean(try ratio.scores(rows).map(\.mean).filter { !$0.isNaN })
    }
    lexical = try mean(target, against: ofPool)
    var generator = SeededGenerator(seed: seed, stream: "likeness")
    let drawn = pool.taking(Array(generator.permutation(pool.count).prefix(min(target.count, pool.count / 2))))
    // The target's rows are not in the pool, so that the drawn ones must not be in it either.
    let rest = ofPool.subtracting(try WordCounts(drawn))
    do { lexicalByChance = try mean(drawn, against: rest) } catch is LexicalRatio.NoWords { lexicalByChance = nil }

    guard target.count > 1 else { return }
    let space = try WordSpace(targets: target, pool: pool, work: work)
    let threshold = Statistics.quantile(space.nearestTargets().sorted(), 0.5)
    var greatest = [Double](repeating: 0, count: pool.count)
    for from in stride(from: 0, to: target.count, by: 16) {
      try work.checkCancellation(done: from, total: target.count, of: "targets")
      for cosines in Parallel.map(min(16, target.count - from), { space.cosines(to: from + $0) }) {
        for row in greatest.indices where cosines[row] > greatest[row] { greatest[row] = cosines[row] }
      }
    }
    nearShare = Double(greatest.count { $0 >= threshold }) / Double(max(1, pool.count))
  }
}
