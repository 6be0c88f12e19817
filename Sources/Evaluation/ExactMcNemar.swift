import Foundation

/// McNemar's exact test of two models with one answer each to the same problems (Psychometrika 12, 1947): given the problems that
/// only one of them solves, each is as likely to be the one's as the other's. It speaks of these two models on problems like these.
public struct ExactMcNemar: Sendable, Hashable {
  /// Problems that the first solves, and the second does not.
  public var firstOnly: Int
  /// Problems that the second solves, and the first does not.
  public var secondOnly: Int

  /// Of counts that are not negative.
  public init(firstOnly: Int, secondOnly: Int) {
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
  }

  /// Problems on which the two differ.
  public var discordant: Int { firstOnly + secondOnly }

  /// The two-sided p of the binomial test at one half: twice the smaller tail, at most 1. O(discordant).
  public var probability: Double {
    let k = min(firstOnly, secondOnly)
    let n = Double(discordant)
    let ways: Double = lgamma(n + 1) - lgamma(Double(k) + 1) - lgamma(n - Double(k) + 1)
    // The largest term of the tail, and from it each smaller one: C(n, i − 1) = C(n, i) · i / (n − i + 1).
    var term: Double = exp(ways - n * log(2))
    var tail: Double = 0
    for i in stride(from: k, through: 0, by: -1) {
      tail += term
      let place = Double(i)
      term *= place / (n - place + 1)
    }
    return min(1, 2 * tail)
  }
}
