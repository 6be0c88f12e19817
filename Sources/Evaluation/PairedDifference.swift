import Numerics
import Quantities

/// The difference of two models' losses on the same rows, with a bootstrap interval over the rows.
///
/// It speaks of these two models, not of the methods that made them: between two *random* draws such an interval
/// excludes zero far more often than one time in twenty.
public struct PairedDifference: Sendable, Hashable {
  /// Loss of the first minus loss of the second, nats per token; negative: the first is better.
  public var difference: Double
  /// The lower end of the interval.
  public var low: Double
  /// The upper end of the interval.
  public var high: Double
  /// Rows that both were judged on.
  public var rows: Int

  /// A bootstrap over fewer rows than these gives intervals that are too narrow to speak from.
  public static let fewestRows = 30
  /// Losses are shown with three decimals: what is smaller than that is no difference to a reader.
  public static let resolution = 0.001

  /// Why the interval, although it excludes zero, does not tell the models apart.
  public enum Floor: Sendable, Hashable { case fewRows, belowDisplay }

  /// - Parameters:
  ///   - first: losses on the same rows, in the same order, as `second`.
  ///   - seed: of the resampling.
  public init(_ first: AnswerLosses, _ second: AnswerLosses, seed: UInt64, resamples: Int = 10_000) {
    let count = min(first.nats.count, second.nats.count)
    rows = count
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

  /// What keeps a clear interval from a verdict; nil where it includes zero anyway, or nothing does.
  public var floor: Floor? {
    guard low > 0 || high < 0 else { return nil }
    if rows < Self.fewestRows { return .fewRows }
    return min(abs(low), abs(high)) < Self.resolution / 2 ? .belowDisplay : nil
  }

  /// What the interval allows to say.
  public var verdict: Verdict {
    guard floor == nil else { return .undecided }
    if high < 0 { return .better }
    if low > 0 { return .worse }
    return .undecided
  }
}

/// A verdict is chosen by an interval, never by a sign.
public enum Verdict: String, Sendable, Hashable {
  case better, worse, undecided
}
