import Evaluation

/// What a search may claim: a choice only where it is better than random rows, and than random rows with the target's among
/// them, by more than the spread of random draws supports.
enum OptimizeDecision: Equatable {
  /// Nothing is better than random rows.
  case random
  /// The target's rows are worth having among random ones; no choice is worth more.
  case target
  /// The entry at `place` is better; `ties` are those that it cannot be told apart from.
  case choice(place: Int, ties: [Int])

  var isChoice: Bool { if case .choice = self { true } else { false } }

  /// - Parameter heldOut: rows that judged.
  init(_ findings: OptimizeSearch.Findings, heldOut: Int) {
    let draws = (findings.random.trials[1] ?? []).map(\.loss)
    func isBetter(_ loss: Double, than others: [Double]) -> Bool {
      guard let size = MethodSize(runs: [loss], others: others, spreadOf: draws) else { return false }
      return SizeSentence.verdict(size, rows: heldOut) == .better
    }
    let withTarget = findings.randomAndTarget?.loss(1)
    let finalists = findings.entries.indices.compactMap { place in
      findings.entries[place].loss(1).map { (place: place, loss: $0) }
    }
    let best = finalists.min { ($0.loss, $0.place) < ($1.loss, $1.place) }
    if let best, isBetter(best.loss, than: draws), withTarget.map({ isBetter(best.loss, than: [$0]) }) ?? true {
      // Each at the last rung that it shares with the best.
      let ties = findings.entries.indices.filter { place in
        guard place != best.place, let rung = findings.entries[place].lastRung,
          let own = findings.entries[place].loss(rung), let other = findings.entries[best.place].loss(rung),
          let size = MethodSize(runs: [own], others: [other], spreadOf: draws)
        else { return false }
        return SizeSentence.verdict(size, rows: heldOut) != .worse
      }
      self = .choice(place: best.place, ties: ties)
    } else if let withTarget, isBetter(withTarget, than: draws) {
      self = .target
    } else {
      self = .random
    }
  }
}
