import Pipeline
import Work

/// What scoring does when the user stops it: the rows are scored in an order drawn by the seed, so that those which are done are a fair
/// sample of all, and the stage hands them on.
extension RunContext {
  /// Whether to stop now. Before anything is done there would be nothing to hand on: the pass then throws `Interrupted`.
  func isStopped(after done: Int) -> Bool { done > 0 && work.cancellation.isCancelled }

  /// What to say of rows that have a score beside others that have none; nil where the user has not stopped it.
  func interruption(of scored: Int, and unscored: Int) -> Interrupted? {
    guard unscored > 0, work.cancellation.isCancelled else { return nil }
    return Interrupted(done: scored, total: scored + unscored, what: "rows scored", kept: "every score so far")
  }
}
