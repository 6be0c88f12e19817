import Quantities

/// What is said after scoring: how the scores lie, and what would make one doubt them.
public struct ComplexityReport: Sendable, Hashable {
  /// Rows that have a finite score.
  public var scored: Int
  /// Rows with ifd >= 1: kept, but not eligible for a selection by ifd.
  public var unhelped: Int
  /// The smallest of the scores.
  public var minimum: Double
  /// Half of the scores lie below.
  public var median: Double
  /// The largest of the scores.
  public var maximum: Double
  /// Counts of equal-width bins from minimum to maximum.
  public var histogram: [Int]
  /// Spearman's rank correlation of ifd with the number of answer tokens; nil where either does not vary.
  public var lengthCorrelation: Double?

  /// Summarizes the finite scores; nil where there is none.
  public init?(_ scores: [Complexity], bins: Int = 11) {
    let finite = scores.filter(\.isFinite)
    let values = finite.map(\.ifd).sorted()
    guard let low = values.first, let high = values.last else { return nil }
    scored = values.count
    unhelped = values.count { $0 >= 1 }
    minimum = low
    maximum = high
    median = Statistics.quantile(values, 0.5)
    histogram = Statistics.histogram(values, bins: bins, low: low, high: high)
    lengthCorrelation = Statistics.spearman(finite.map(\.ifd), finite.map { Double($0.answerTokens) })
  }
}
