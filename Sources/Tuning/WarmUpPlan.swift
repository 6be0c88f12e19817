/// How a warm-up goes through the target's rows, fixed before it begins.
///
/// Deeper is not better: the target's own loss goes on falling for long, and so does that of every other row, until the target
/// no longer stands out. Measured on the embedded model, once through the target tells its rows best (docs/evidence).
public struct WarmUpPlan: Sendable, Hashable, Codable {
  /// Steps of the optimizer, at least 1.
  public var steps: Int
  /// Rows in each step.
  public var rowsPerStep: Int

  /// So many steps of so many rows.
  public init(steps: Int, rowsPerStep: Int) {
    self.steps = max(1, steps)
    self.rowsPerStep = max(1, rowsPerStep)
  }

  /// Steps where nobody says how many: with the usual number of rows each, about once through the target.
  public static let usualSteps = 20
  /// What of a pass over all rows that are to be scored a warm-up may cost.
  public static let share = 0.2

  /// The usual steps, or as many as `steps` says; of as many rows each as cost at most a fifth of a pass over all rows that are to
  /// be scored, but at least one.
  ///
  /// - Parameters:
  ///   - rows: that can be tuned on.
  ///   - tokens: of these rows, once through.
  ///   - scored: tokens of all rows that are to be scored.
  public init(rows: Int, tokens: Int, scoring scored: Int, steps: Int? = nil) {
    let usual = TuningPlan.defaultSamplesPerStep(rows)
    self.init(steps: steps ?? Self.usualSteps, rowsPerStep: usual)
    guard steps == nil else { return }
    // A token that is tuned on costs three that are read. By halves, so that a few more rows to score seldom change the plan, and
    // with it everything that is remembered.
    let row = 3 * Double(tokens) / Double(max(1, rows))
    while rowsPerStep > 1, row * Double(self.steps * rowsPerStep) > Self.share * Double(scored) { rowsPerStep /= 2 }
  }

  /// Which rows of a target are held back from its warm-up, to be told from the others after it: a tenth, at least 4 and at most
  /// 20, spread evenly; none of fewer than 12.
  public static func heldBack(of count: Int) -> [Int] {
    guard count >= 12 else { return [] }
    let held = min(20, max(4, count / 10))
    return (0..<held).map { $0 * count / held }
  }
}
