import Pipeline
import Synchronization
import Tuning
import Work

/// How far a search over many models is: one line over all of them, so that the time left is that of the whole.
final class SearchProgress: Sendable {
  private let label: String
  private let unit: String
  private let report: @Sendable (WorkProgress) -> Void
  /// `inside`: of the parts that are being done, how far each is.
  private let state: Mutex<(done: Double, inside: [Int: Double], total: Double, next: Int)>
  private let telling = Mutex(())

  init(_ label: String, total: Double, unit: String, _ context: RunContext) {
    self.label = label
    self.unit = unit
    state = Mutex((0, [:], total, 0))
    report = context.work.progress
    tell()
  }

  /// A part of the search that has `weight` of the whole. Several may be done at once.
  func part(weight: Double) -> Part {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    return Part(progress: self, number: number, weight: weight)
  }

  struct Part {
    fileprivate let progress: SearchProgress
    fileprivate let number: Int
    fileprivate let weight: Double

    /// The same whose tuning moves the line on.
    func context(_ context: RunContext) -> RunContext {
      context.reporting { [progress, number, weight] inner in
        if inner.label == Trainer.progressLabel {
          progress.state.withLock {
            $0.inside[number] = weight * min(1, inner.done / max(1, inner.total ?? .infinity))
          }
        }
        progress.tell()
      }
    }

    func finish() {
      progress.state.withLock {
        $0.done += weight
        $0.inside[number] = nil
      }
      progress.tell()
    }
  }

  /// There is so much more to do than was known, or less.
  func extend(by weight: Double) {
    state.withLock { $0.total += weight }
    tell()
  }

  /// One at a time: what is told never goes back.
  private func tell() {
    telling.withLock { _ in
      let (done, total) = state.withLock { (min($0.total, $0.inside.values.reduce($0.done, +)), $0.total) }
      report(WorkProgress(label: label, done: done, total: total, unit: unit))
    }
  }
}
