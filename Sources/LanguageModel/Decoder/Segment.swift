/// A token sequence that attends only to itself, its positions counted from 0: the unit of every batch.
public struct Segment: Sendable, Hashable {
  /// The tokens, begin-of-text among them.
  public var tokens: [Int32]
  /// Index of the first token that is a target, at least 1; `tokens.count` for none.
  public var learnFrom: Int
  /// End (exclusive) of the targets: `tokens.count`, or one less where the end-of-text is fed but not learned.
  public var learnTo: Int
  /// Parts between these two that are no targets either, in order and apart from each other: what is said to a model between its
  /// answers.
  public var skipped: [Range<Int>] = []
  /// Positions whose last hidden states are averaged into `SegmentLoss.pooled`.
  public var pool: Range<Int>?
  /// Whether later positions of `pool` weigh more: the i-th i times as much as the first. Else all weigh the same.
  public var poolRises = false

  /// By default every token but the first is a target.
  public init(tokens: [Int32], learnFrom: Int = 1, learnTo: Int? = nil, pool: Range<Int>? = nil) {
    self.tokens = tokens
    self.learnFrom = learnFrom
    self.learnTo = learnTo ?? tokens.count
    self.pool = pool
  }

  /// A segment whose targets are these ranges, in order and apart from each other; none: no target.
  public init(tokens: [Int32], targets: [Range<Int>], pool: Range<Int>? = nil) {
    self.init(
      tokens: tokens, learnFrom: targets.first?.lowerBound ?? tokens.count, learnTo: targets.last?.upperBound,
      pool: pool)
    skipped = zip(targets, targets.dropFirst()).map { $0.upperBound..<$1.lowerBound }.filter { !$0.isEmpty }
  }

  /// The targets, in order.
  public var targets: [Range<Int>] {
    guard learnFrom < learnTo else { return [] }
    let starts = [learnFrom] + skipped.map(\.upperBound)
    return zip(starts, skipped.map(\.lowerBound) + [learnTo]).map { $0..<$1 }
  }

  /// How many tokens are targets.
  public var targetCount: Int { max(0, learnTo - learnFrom) - skipped.reduce(0) { $0 + $1.count } }
}

extension Segment {
  /// Cuts a list into batches in its order, each of at most so many tokens or of one segment alone.
  /// - Parameter lengths: tokens of each segment.
  public static func batches(_ lengths: [Int], atMost tokens: Int) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    while start < lengths.count {
      var end = start
      var size = 0
      repeat {
        size += lengths[end]
        end += 1
      } while end < lengths.count && size + lengths[end] <= tokens
      batches.append(start..<end)
      start = end
    }
    return batches
  }
}

/// What the model says of one segment.
public struct SegmentLoss: Sendable {
  /// -Σ log P over the targets.
  public var nats: Double
  /// The number of targets.
  public var count: Int
  /// The mean, weighted if so asked, over the segment's `pool` of the last hidden states (after the final norm); nil where none was asked.
  public var pooled: [Float]?
  /// -log P of each target, where asked.
  public var perToken: [Float]?

  /// The loss of `count` targets.
  public init(nats: Double, count: Int, pooled: [Float]? = nil, perToken: [Float]? = nil) {
    self.nats = nats
    self.count = count
    self.pooled = pooled
    self.perToken = perToken
  }
}
