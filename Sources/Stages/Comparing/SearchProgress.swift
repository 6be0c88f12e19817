import Pipeline
import Synchronization
import Work

/// How far a search over many models is: one line over all of them, so that the time left is that of the whole.
final class SearchProgress: Sendable {
  private let label: String
  private let unit: String
  private let report: @Sendable (WorkProgress) -> Void
  private let state: Mutex<(done: Double, inside: Double, total: Double)>

  init(_ label: String, total: Double, unit: String, _ context: RunContext) {
    self.label = label
    self.unit = unit
    state = Mutex((0, 0, total))
    report = context.work.progress
    tell()
  }

  /// The context of a part of the search that has `weight` of the whole: its tuning moves the line on.
  func context(_ context: RunContext, weight: Double) -> RunContext {
    context.reporting { [self] inner in
      if inner.label == "tune" {
        state.withLock { $0.inside = weight * min(1, inner.done / max(1, inner.total ?? .infinity)) }
      }
      tell()
    }
  }

  func finish(weight: Double) {
    state.withLock { $0 = ($0.done + weight, 0, $0.total) }
    tell()
  }

  /// There is so much more to do than was known, or less.
  func extend(by weight: Double) {
    state.withLock { $0.total += weight }
    tell()
  }

  private func tell() {
    let (done, total) = state.withLock { (min($0.total, $0.done + $0.inside), $0.total) }
    report(WorkProgress(label: label, done: done, total: total, unit: unit))
  }
}
