import Numerics
import Quantities

/// Two models on the same problems, paired. It speaks of these two models, not of the methods that made them.
public struct ProblemComparison: Sendable, Hashable {
  /// pass@1 of the first minus that of the second.
  public var difference: Double
  /// The lower end of its interval of 95 %, by a bootstrap over problems, or over topics where these are known.
  public var low: Double
  /// The upper end.
  public var high: Double
  /// For one answer a problem: the problems that they differ on, and the exact test; nil for several.
  public var exact: ExactMcNemar?
  /// Problems that both answered, by name.
  public var problems: Int

  /// An interval over fewer problems than these is too narrow to speak from; the exact test needs no such floor.
  public static var fewestProblems: Int { PairedDifference.fewestRows }

  /// - Parameter seed: of the resampling.
  public init(_ first: ProblemResults, _ second: ProblemResults, seed: UInt64) {
    let others = Dictionary(second.problems.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let pairs = first.problems.compactMap { one in others[one.name].map { (one, $0) } }
    problems = pairs.count
    let values = pairs.map { ($0.passAtK(1) ?? 0) - ($1.passAtK(1) ?? 0) }
    difference = Statistics.mean(values)
    let interval = Statistics.bootstrapInterval(groups: ProblemResults(pairs.map(\.0)).groups, seed: seed) { drawn in
      drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
    }
    (low, high) = (interval.low, interval.high)
    if pairs.allSatisfy({ $0.answers.count == 1 && $1.answers.count == 1 }) {
      exact = ExactMcNemar(firstOnly: values.count { $0 > 0 }, secondOnly: values.count { $0 < 0 })
    }
  }

  /// Of the first: by the exact test at 1 in 20 where there is one, else by the interval.
  public var verdict: Verdict {
    if let exact {
      guard exact.probability < 0.05 else { return .undecided }
      return exact.firstOnly > exact.secondOnly ? .better : .worse
    }
    guard problems >= Self.fewestProblems else { return .undecided }
    return low > 0 ? .better : high < 0 ? .worse : .undecided
  }

  /// The share of the problems on which the two differ: what the detectable difference stands on.
  public var discordant: Double? {
    guard let exact, problems > 0 else { return nil }
    return Double(exact.discordant) / Double(problems)
  }
}
