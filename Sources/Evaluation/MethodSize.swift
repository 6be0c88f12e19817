import Numerics
import Quantities

/// How much lower one method's losses are than another's draws: the difference of means and its 95 % interval.
public struct MethodSize: Sendable, Hashable {
  /// Mean of the method's runs less mean of the other's; negative: the method is better.
  public var difference: Double
  /// Half of the interval's width: t(0.975, n - 1) · s · √(1/k + 1/m), s the standard deviation of n random draws. The
  /// spread of either side is taken to be that of the draws, as it mostly has one run.
  public var margin: Double

  /// nil of fewer than two draws, which have no spread.
  /// - Parameters:
  ///   - runs: losses of the method's k runs, at least one.
  ///   - draws: losses of the n draws that it is compared with.
  public init?(runs: [Double], draws: [Double]) { self.init(runs: runs, others: draws, spreadOf: draws) }

  /// The same against another method, both with the spread of random draws.
  /// - Parameters:
  ///   - runs: losses of the method's k runs, at least one.
  ///   - others: losses of the other method's m runs, at least one.
  ///   - draws: losses of n random draws.
  public init?(runs: [Double], others: [Double], spreadOf draws: [Double]) {
    guard !runs.isEmpty, !others.isEmpty, draws.count > 1 else { return nil }
    difference = Statistics.mean(runs) - Statistics.mean(others)
    margin =
      StudentT.quantile(0.975, freedom: Double(draws.count - 1)) * Statistics.standardDeviation(draws)
      * (1 / Double(runs.count) + 1 / Double(others.count)).squareRoot()
  }

  /// What the interval allows to say.
  public var verdict: Verdict {
    guard abs(difference) - margin >= PairedDifference.resolution / 2 else { return .undecided }
    return difference < 0 ? .better : .worse
  }
}
