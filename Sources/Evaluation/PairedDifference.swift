import Numerics

/// The difference of two models' losses on the same rows, with a bootstrap interval over the rows.
///
/// It speaks of these two models, not of the methods that made them: between two *random* draws such an interval
/// excludes zero far more often than one time in twenty.
public struct PairedDifference: Sendable, Hashable {
  /// Loss of the first minus loss of the second, nats per token; negative: the first is better.
  public var difference: Double
  public var low: Double
  public var high: Double

  /// - Parameters:
  ///   - first: losses on the same rows, in the same order, as `second`.
  ///   - seed: of the resampling.
  public init(_ first: AnswerLosses, _ second: AnswerLosses, seed: UInt64, resamples: Int = 10_000) {
    let count = min(first.nats.count, second.nats.count)
    difference = first.mean - second.mean
    let interval = Statistics.bootstrapInterval(count: count, seed: seed, resamples: resamples, level: 0.95) { rows in
      var (a, b, m, n) = (0.0, 0.0, 0, 0)
      for row in rows {
        a += first.nats[row]
        m += first.tokens[row]
        b += second.nats[row]
        n += second.tokens[row]
      }
      return a / Double(m) - b / Double(n)
    }
    (low, high) = (interval.low, interval.high)
  }

  /// What the interval allows to say.
  public var verdict: Verdict {
    if high < 0 { return .better }
    if low > 0 { return .worse }
    return .undecided
  }
}

/// A verdict is chosen by an interval, never by a sign.
public enum Verdict: Sendable, Hashable {
  case better, worse, undecided
}
