import Kernels
import Numerics
public import Work

/// How much likelier a row's words are among a target's rows than in the pool, by hashed words and pairs of words: the
/// importance weight of DSIR (Xie et al., arXiv 2302.03169), for each word and pair. It needs no model.
///
///     p(b)   = occurrences in bucket b / all occurrences        of the target's words and pairs, and of the pool's
///     r(b)   = log(p_target(b) + 1e-8) - log(p_pool(b) + 1e-8)
///     ratio  = sum of r over the row's words and pairs
///     mean   = ratio / number of the row's words and pairs       in nats: what ranks rows of any length
///
/// Words, hash, number of buckets and smoothing are those of PyPI's data-selection 1.0.3 (`HashedNgramDSIR`), which
/// gives the same `ratio`; where that stops fitting after 10^9 words and pairs of the pool, all are counted here. It
/// then draws rows by the sum, which favours long ones; the mean does not.
public struct LexicalRatio: Sendable {
  /// Part of every key under which scores are remembered; raised when a score could come out differently.
  public static let version = 1
  /// Buckets that words are hashed into.
  public static let buckets = WordBuckets.count
  static let smoothing = 1e-8

  /// r of each bucket, in nats.
  public let logRatios: [Double]

  /// One row's score.
  public struct Score: Sendable, Hashable {
    /// The log importance weight of the whole row, in nats.
    public var ratio: Double
    /// Words of the row that were counted.
    public var words: Int
    /// Words and pairs of neighbouring words: what `ratio` sums over.
    public var terms: Int { max(0, 2 * words - 1) }
    /// Nats a word or pair; NaN for a row without words.
    public var mean: Double { terms > 0 ? ratio / Double(terms) : .nan }
  }

  /// Rows in which there is not one word say nothing about likelihoods.
  public struct NoWords: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which of the two sets has none.
    public enum Side: String, Sendable { case target, pool }
    /// The set without words.
    public var side: Side

    /// The error about this set.
    public init(side: Side) { self.side = side }

    /// One sentence without a full stop.
    public var description: String { "the rows of the \(side.rawValue) have no words" }
  }

  /// Counts the words of both sides. One pass over the texts on all threads; memory of a few megabytes a thread.
  ///
  /// - Throws: `NoWords`; `Interrupted`.
  public init(target: RowTexts, pool: RowTexts, work: Work = .silent) throws {
    try self.init(target: WordCounts(target, work: work), pool: WordCounts(pool, work: work))
  }

  init(target: WordCounts, pool: WordCounts) throws(NoWords) {
    guard target.total > 0 else { throw NoWords(side: .target) }
    guard pool.total > 0 else { throw NoWords(side: .pool) }
    func logs(_ counts: WordCounts) -> [Double] {
      counts.occurrences.map { Elementary.log(Double($0) / Double(counts.total) + Self.smoothing) }
    }
    logRatios = zip(logs(target), logs(pool)).map { $0 - $1 }
  }

  /// The score of each row, in order. One pass over the texts on all threads; the same bits on any number of them.
  ///
  /// - Throws: `Interrupted`.
  public func scores(_ rows: RowTexts, work: Work = .silent) throws(Interrupted) -> [Score] {
    var scores = [Score](repeating: Score(ratio: 0, words: 0), count: rows.count)
    let pool = WorkspacePool<WordBuckets>()
    try scores.withUnsafeMutableBufferPointer { scores throws(Interrupted) in
      // Safe: each piece writes the scores of its own rows.
      nonisolated(unsafe) let scores = scores
      try Batches.run(rows.count, label: "lexical", work: work) { range in
        pool.withWorkspace(suits: { _ in true }, make: WordBuckets.init) { buckets in
          for row in range {
            var ratio = 0.0
            let words = buckets.each(of: rows.parts(row)) { ratio += logRatios[$0] }
            scores[row] = Score(ratio: ratio, words: words)
          }
        }
      }
    }
    return scores
  }
}

/// How often the words and pairs of some rows fall into each bucket.
struct WordCounts: Sendable {
  private(set) var occurrences = [Int](repeating: 0, count: WordBuckets.count)
  private(set) var total = 0

  /// - Throws: `Interrupted`.
  init(_ rows: RowTexts, work: Work = .silent) throws(Interrupted) {
    let counters = try Batches.counted(rows.count, label: "words", work: work, make: Counter.init) { counter, range in
      for row in range {
        _ = counter.buckets.each(of: rows.parts(row)) { counter.occurrences.pointer[$0] += 1 }
      }
    }
    for counter in counters {
      for bucket in occurrences.indices { occurrences[bucket] += counter.occurrences.pointer[bucket] }
    }
    total = occurrences.reduce(0, +)
  }

  /// Without those of rows that were counted among these.
  func subtracting(_ others: WordCounts) -> WordCounts {
    var rest = self
    for bucket in occurrences.indices { rest.occurrences[bucket] -= others.occurrences[bucket] }
    rest.total -= others.total
    return rest
  }

  private final class Counter: @unchecked Sendable {  // Lent to one thread at a time, read when all are done.
    let buckets = WordBuckets()
    let occurrences = AlignedBuffer<Int>(count: WordBuckets.count)
  }
}
