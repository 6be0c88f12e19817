import Pipeline
import Synchronization
import Work

/// How far a search over many models is: one line over all of them, so that the time left is that of the whole.
final class SearchProgress: Sendable {
  private let label: String
  private let unit: String
  private let total: Double
  private let report: @Sendable (WorkProgress) -> Void
  private let done = Mutex(0.0)

  init(_ label: String, total: Double, unit: String, _ context: RunContext) {
    self.label = label
    self.unit = unit
    self.total = total
    report = context.work.progress
    tell(0)
  }

  /// The context of a part of the search that has `weight` of the whole: its tuning moves the line on.
  func context(_ context: RunContext, weight: Double) -> RunContext {
    context.reporting { [self] inner in
      let isTuning = inner.label == "tune"
      tell(isTuning ? weight * min(1, inner.done / max(1, inner.total ?? .infinity)) : 0)
    }
  }

  func finish(weight: Double) {
    done.withLock { $0 += weight }
    tell(0)
  }

  private func tell(_ more: Double) {
    let done = done.withLock { $0 } + more
    report(WorkProgress(label: label, done: min(total, done), total: total, unit: unit))
  }
}
