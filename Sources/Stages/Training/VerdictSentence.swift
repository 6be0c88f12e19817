import Evaluation

/// The sentence on two models that were judged on the same rows: chosen by the interval, never by the sign.
enum VerdictSentence {
  /// - Parameters:
  ///   - first: "the diverse model"
  ///   - second: "the random one"
  static func text(_ paired: PairedDifference, _ first: String, _ second: String) -> String {
    let rows = Figures.rows(paired.rows)
    switch paired.verdict {
    case .better: return "On these \(rows) \(first) is better than \(second)."
    case .worse: return "On these \(rows) \(first) is worse than \(second)."
    case .undecided:
      let reason =
        switch paired.floor {
        case .fewRows: ": a verdict takes at least \(PairedDifference.fewestRows)"
        case .belowDisplay: ": the difference is below what is shown"
        case nil: ""
        }
      return "These \(rows) do not tell the two models apart\(reason)."
    }
  }
}
