import Numerics
public import Quantities

extension Selection {
  /// Lets a rule fill one part of the budget and draws the other at random from all rows that are left, whether the rule
  /// could have taken them or not: `blend 50%`.
  ///
  /// Of rows, the random part is rounded half up; of tokens, the drawn rows also get what the rule leaves over, and no
  /// row left out would still fit. The draw has a stream of its own, so that it is not the beginning of the control's.
  ///
  /// - Parameters:
  ///   - part: of the budget that is drawn, 0 through 1.
  ///   - draw: which of the seed's draws.
  ///   - rule: selects for the share that it is given.
  public static func blend(
    _ candidates: [Candidate], share: Share, part: Double, seed: UInt64, draw: Int = 0,
    rule: (Share) throws -> Selection
  ) rethrows -> Selection {
    precondition((0...1).contains(part), "a part outside 0 to 1")
    let asked = share.rows(of: candidates.count)
    var budget = 0
    if case .tokens(let tokens) = share { budget = tokens }
    let drawn = Int((Double(asked ?? budget) * part + 0.5).rounded(.down))
    var selection = try rule(asked.map { .rows($0 - drawn) } ?? .tokens(budget - drawn))
    var kept = Set(selection.kept)
    var generator = SeededGenerator(seed: seed, stream: draw == 0 ? "blend" : "blend \(draw)")
    let order = generator.permutation(candidates.count).filter {
      !kept.contains($0) && candidates[$0].excluded != .unverified
    }
    if let asked {
      // A rule that found fewer rows than asked is made up for by the draw.
      kept.formUnion(order.prefix(max(0, asked - kept.count)))
      selection.shortfall = asked - kept.count
    } else {
      var left = budget - kept.reduce(0) { $0 + candidates[$1].tokens }
      for row in order where candidates[row].tokens <= left {
        kept.insert(row)
        left -= candidates[row].tokens
      }
    }
    selection.kept = kept.sorted()
    for row in kept { selection.dropped[row] = nil }
    // Every row that is left could have been drawn: of a budget of tokens it was too long.
    if asked == nil {
      for (row, reason) in selection.dropped where reason != .unverified { selection.dropped[row] = .overBudget }
    }
    return selection
  }
}
