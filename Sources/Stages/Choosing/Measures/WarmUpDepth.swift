import Pipeline
import Tuning

/// How many steps a warm-up has, and what was said for it.
struct WarmUpDepth {
  let steps: Int
  private let choice: WarmUp.Choice?

  /// The option `depth`, else what cross-validation on the target's rows says.
  init(_ call: BoundCall, _ warmUps: WarmUps, _ passes: AnswerPasses) throws {
    if let steps = try call.optionalInteger("depth") {
      self.steps = steps
      choice = nil
    } else {
      let found = try warmUps.choice(scoring: passes.tokens)
      steps = found.depth
      choice = found
    }
  }

  /// `after 40 steps on 100 target rows · held back, they lose 2.31 at first, then 2.10 2.05 2.02 2.04 after 10 20 40 80`.
  func line(rows: Int) -> StageBlock.Line {
    var line = StageBlock.Line("after \(Figures.count(steps)) steps on \(Figures.count(rows)) target rows")
    if let losses = choice?.losses, let first = losses.first {
      line.second =
        " · held back, their loss is \(Figures.fixed(first, 2)), then "
        + losses.dropFirst().map { Figures.fixed($0, 2) }.joined(separator: " ") + " after "
        + WarmUp.depths.map(String.init).joined(separator: " ")
    }
    return line
  }
}
