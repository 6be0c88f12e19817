import Documents
import Evaluation

/// How much lower one method is than another's draws, in words that the interval allows.
enum SizeSentence {
  /// `0.334 lower, 95% interval 0.310 to 0.358`, or that they are not told apart.
  /// - Parameter rows: that both were judged on.
  static func text(_ size: MethodSize, rows: Int) -> String {
    let interval =
      "95% interval \(Figures.signed(size.difference - size.margin, 3)) to \(Figures.signed(size.difference + size.margin, 3))"
    func apart(_ why: String) -> String {
      "Not told apart from the draws: \(Figures.signed(size.difference, 3)), \(interval)\(why)."
    }
    switch verdict(size, rows: rows) {
    case .undecided:
      if rows < PairedDifference.fewestRows { return apart(", on \(Figures.rows(rows))") }
      return apart(abs(size.difference) < PairedDifference.resolution ? "; it is below what is shown" : "")
    case .better: return "\(amount(size)) lower than their mean, \(range(size))."
    case .worse: return "\(amount(size)) higher than their mean, \(range(size))."
    }
  }

  /// `0.334`
  static func amount(_ size: MethodSize) -> String { Figures.fixed(abs(size.difference), 3) }

  /// `95% interval 0.310 to 0.358`, of the amount.
  static func range(_ size: MethodSize) -> String {
    let amount = abs(size.difference)
    return "95% interval \(Figures.fixed(amount - size.margin, 3)) to \(Figures.fixed(amount + size.margin, 3))"
  }

  /// By the interval and the floor.
  static func verdict(_ size: MethodSize, rows: Int) -> Verdict {
    guard rows >= PairedDifference.fewestRows, abs(size.difference) >= PairedDifference.resolution else {
      return .undecided
    }
    return size.verdict
  }

  static func json(_ size: MethodSize, rows: Int) -> JSONValue {
    [
      "difference": .number(size.difference),
      "interval": .array([.number(size.difference - size.margin), .number(size.difference + size.margin)]),
      "verdict": .string(verdict(size, rows: rows).rawValue),
    ]
  }
}
