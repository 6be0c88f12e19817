import Documents
import Pipeline
import Synchronization

/// Hears what the last stage that ran took; nil where its block does not say.
final class StageSeconds: RunObserver {
  private let seconds = Mutex<Double?>(nil)
  var last: Double? { seconds.withLock { $0 } }

  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    seconds.withLock { $0 = blocks.last?.seconds }
  }
}
