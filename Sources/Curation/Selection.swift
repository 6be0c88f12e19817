import Numerics
public import Quantities

/// What a selection decided about every row that entered.
public struct Selection: Sendable {
  /// The kept rows' indices, ascending: output keeps input order.
  public var kept: [Int]
  /// Why each other row was not kept.
  public var dropped: [Int: Reason]
  /// Rows taken from each cluster; empty where the selection does not cluster.
  public var takenPerCluster: [Int]
  /// How many rows fewer than asked there were to take.
  public var shortfall: Int

  /// Why a row is not chosen.
  public enum Reason: Sendable, Hashable {
    /// Eligible, but others of its cluster (or of all) ranked before it.
    case ranked
    /// ifd >= 1: the question does not help.
    case unhelped
    /// The column that ranks has no value here.
    case missingScore
    /// Not drawn by the random selection.
    case notDrawn
    /// Would not fit in the tokens that were left.
    case overBudget
    /// Would have been chosen, but its code is no good.
    case unverified
  }
}

/// One row as a selection sees it.
public struct Candidate: Sendable {
  /// What ranks it, highest first; nil: not eligible.
  public var score: Double?
  /// Tokens that the row costs.
  public var tokens: Int
  /// Set where the row may not be taken although it has a score.
  public var excluded: Selection.Reason?
  /// The cluster that it belongs to, from 0.
  public var cluster: Int

  /// A row that may be chosen; with a reason in `excluded`, one that may not.
  public init(score: Double?, tokens: Int, excluded: Selection.Reason? = nil, cluster: Int = 0) {
    self.score = score
    self.tokens = tokens
    self.excluded = excluded
    self.cluster = cluster
  }

  /// Whether it may be taken by its score.
  public var isEligible: Bool { score != nil && excluded == nil }
}

extension Selection {
  /// Takes the share *within each cluster*, the highest score first, ties by row number (CodeACT, arXiv 2408.02193).
  ///
  /// The rows asked for are split over the clusters by their eligible rows with largest remainders (CodeACT's floor
  /// loses rows), ties by cluster number, no cluster beyond its rows. With `clusters == 1` this is top-scoring.
  public static func hardest(_ candidates: [Candidate], share: Share, clusters: Int) -> Selection {
    var members = [[Int]](repeating: [], count: max(1, clusters))
    for (row, candidate) in candidates.enumerated() where candidate.isEligible {
      members[candidate.cluster].append(row)
    }
    for cluster in members.indices {
      members[cluster].sort {
        let (a, b) = (candidates[$0].score ?? 0, candidates[$1].score ?? 0)
        return a != b ? a > b : $0 < $1
      }
    }
    var taken: [[Int]]
    var shortfall = 0
    var leftover: Reason = .ranked
    if let asked = share.rows(of: candidates.count) {
      let quota = Apportionment.split(asked, over: members.map(\.count))
      taken = zip(members, quota).map { Array($0.prefix($1)) }
      shortfall = asked - quota.reduce(0, +)
    } else if case .tokens(let budget) = share {
      taken = withinTokens(budget, members: members, candidates: candidates)
      leftover = .overBudget
    } else {
      taken = []
    }
    let kept = taken.flatMap { $0 }.sorted()
    return Selection(
      kept: kept, dropped: reasons(candidates, kept: kept, otherwise: leftover),
      takenPerCluster: taken.map(\.count), shortfall: shortfall)
  }

  /// Draws rows at random from all that enter, scored or not: the control of every other kind.
  ///
  /// The draw is the beginning of one permutation per seed, so that a larger share contains the smaller one.
  public static func random(_ candidates: [Candidate], share: Share, seed: UInt64, draw: Int = 0) -> Selection {
    let order = randomOrder(candidates.count, seed: seed, draw: draw).filter { candidates[$0].excluded != .unverified }
    var kept: [Int]
    var reason: Reason = .notDrawn
    if let asked = share.rows(of: candidates.count) {
      kept = Array(order.prefix(asked))
    } else if case .tokens(let budget) = share {
      kept = fill(budget, order: order, candidates: candidates)
      reason = .overBudget
    } else {
      kept = []
    }
    kept.sort()
    return Selection(
      kept: kept, dropped: reasons(candidates, kept: kept, otherwise: reason, ignoringScores: true),
      takenPerCluster: [], shortfall: max(0, (share.rows(of: candidates.count) ?? 0) - kept.count))
  }

  /// The order in which `random` and `sample` take rows: the same for the same seed and draw.
  public static func randomOrder(_ count: Int, seed: UInt64, draw: Int = 0) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: draw == 0 ? "sample" : "sample \(draw)")
    return generator.permutation(count)
  }

  /// Goes through the clusters in turn, each giving its next hardest row that still fits, until none fits.
  private static func withinTokens(_ budget: Int, members: [[Int]], candidates: [Candidate]) -> [[Int]] {
    // Each cluster's part of the budget is in proportion to its rows; what a part leaves over is filled from all.
    let rows = members.reduce(0) { $0 + $1.count }
    guard rows > 0 else { return members.map { _ in [] } }
    let parts = Apportionment.split(budget, weights: members.map(\.count))
    var taken = zip(members, parts).map { fill($1, order: $0, candidates: candidates) }
    let used = taken.joined().reduce(0) { $0 + candidates[$1].tokens }
    let already = Set(taken.joined())
    let rest = members.joined().filter { !already.contains($0) }.sorted {
      let (a, b) = (candidates[$0].score ?? 0, candidates[$1].score ?? 0)
      return a != b ? a > b : $0 < $1
    }
    for row in fill(budget - used, order: rest, candidates: candidates) { taken[candidates[row].cluster].append(row) }
    return taken
  }

  /// The rows of `order` that fit, each taken if what is left allows: afterwards no row left out would still fit.
  private static func fill(_ budget: Int, order: some Sequence<Int>, candidates: [Candidate]) -> [Int] {
    var left = budget
    var kept: [Int] = []
    for row in order where candidates[row].tokens <= left {
      kept.append(row)
      left -= candidates[row].tokens
    }
    return kept
  }

  private static func reasons(
    _ candidates: [Candidate], kept: [Int], otherwise: Reason, ignoringScores: Bool = false
  ) -> [Int: Reason] {
    var dropped: [Int: Reason] = [:]
    let kept = Set(kept)
    for (row, candidate) in candidates.enumerated() where !kept.contains(row) {
      if ignoringScores {
        dropped[row] = candidate.excluded == .unverified ? .unverified : otherwise
      } else {
        dropped[row] = candidate.excluded ?? (candidate.score == nil ? .missingScore : otherwise)
      }
    }
    return dropped
  }
}
