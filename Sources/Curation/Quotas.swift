public import Quantities

/// Rows in groups, for `within`.
public struct RowGroups: Sendable, Hashable {
  /// The group of each row, from 0.
  public var labels: [Int]
  /// How many groups there are.
  public var count: Int

  /// One group for each value, in the order in which values first occur; rows without a value, nil, are a group too. Texts
  /// are given as bytes: two strings may be equal of which the bytes differ.
  public init(values: [some Hashable]) {
    var groups: [AnyHashable: Int] = [:]
    labels = values.map { value in
      let next = groups.count
      let label = groups[value] ?? next
      if label == next { groups[value] = next }
      return label
    }
    count = groups.count
  }

  /// Numbers in `bins` groups of equal count, ascending (`Standardization.bins`); missing ones, NaN, are a group too.
  public init(numbers: [Double], bins: Int = 10) {
    self.init(values: Standardization.bins(numbers, count: bins))
  }

  /// The rows of each group, ascending.
  public var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (row, label) in labels.enumerated() { members[label].append(row) }
    return members
  }
}

extension Selection {
  /// Chooses in each group by itself, so that the groups stay in proportion: `within COLUMN`.
  ///
  /// The rows asked for are split over the groups by their eligible rows, a budget of tokens by those rows' tokens, both
  /// with largest remainders. Of tokens, what rows too long leave over is offered to the groups again in turn, so that no
  /// eligible row left out would still fit.
  ///
  /// - Parameters:
  ///   - eligible: whether the rule may take a row at all.
  ///   - rule: of some eligible rows, ascending, and a share of rows or tokens, those it takes. It must take as many as
  ///     asked, and of tokens all that fit.
  public static func within(
    _ groups: RowGroups, _ candidates: [Candidate], share: Share, eligible: (Int) -> Bool,
    rule: (_ rows: [Int], _ share: Share) throws -> [Int]
  ) rethrows -> Selection {
    precondition(groups.labels.count == candidates.count, "a row without a group")
    let members = groups.members.map { $0.filter(eligible) }
    var taken = members.map { _ in [Int]() }
    var shortfall = 0
    if let asked = share.rows(of: candidates.count) {
      let quotas = Apportionment.split(asked, over: members.map(\.count))
      for (group, quota) in quotas.enumerated() where quota > 0 {
        taken[group] = try rule(members[group], .rows(quota))
      }
      shortfall = asked - taken.reduce(0) { $0 + $1.count }
    } else if case .tokens(let budget) = share {
      let tokens = members.map { $0.reduce(0) { $0 + candidates[$1].tokens } }
      var left = budget
      for (group, part) in Apportionment.split(budget, over: tokens).enumerated() where !members[group].isEmpty {
        taken[group] = try rule(members[group], .tokens(part))
        left -= taken[group].reduce(0) { $0 + candidates[$1].tokens }
      }
      for group in members.indices {
        let already = Set(taken[group])
        let rest = members[group].filter { !already.contains($0) && candidates[$0].tokens <= left }
        if rest.isEmpty { continue }
        let more = try rule(rest, .tokens(left))
        taken[group] += more
        left -= more.reduce(0) { $0 + candidates[$1].tokens }
      }
    }
    var selection = Selection(taking: taken.joined(), of: candidates, share: share, eligible: eligible)
    selection.takenPerCluster = taken.map(\.count)
    selection.shortfall = shortfall
    return selection
  }

  /// What was taken and why the rest was not.
  init(
    taking rows: some Sequence<Int>, of candidates: [Candidate], share: Share, eligible: (Int) -> Bool
  ) {
    let kept = Set(rows)
    var leftover = Reason.ranked
    if case .tokens = share { leftover = .overBudget }
    var dropped: [Int: Reason] = [:]
    for (row, candidate) in candidates.enumerated() where !kept.contains(row) {
      dropped[row] = candidate.excluded ?? (eligible(row) ? leftover : .missingScore)
    }
    self.init(kept: kept.sorted(), dropped: dropped, takenPerCluster: [], shortfall: 0)
  }
}
