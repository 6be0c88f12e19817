import Diagnostics
import Documents
import Pipeline
import Work

/// Keeps the blocks of what was done, for a cell that does not come to its end, and the stage that it came to.
final class BlockRecorder: RunObserver, @unchecked Sendable {
  // Unchecked: `stageStarted` and `stageFinished` are called on the thread that runs the cell, which alone reads what they leave
  // afterwards.
  private(set) var blocks: [StageBlock] = []
  private(set) var stage: String?
  private let next: any RunObserver
  private var begins: (() -> Void)?

  /// - Parameter begins: called once, when the first stage begins.
  init(_ next: any RunObserver, begins: @escaping () -> Void = {}) {
    self.next = next
    self.begins = begins
  }

  func stageStarted(_ call: BoundCall) {
    begins?()
    begins = nil
    stage = call.stage
    next.stageStarted(call)
  }
  func progress(_ progress: WorkProgress) { next.progress(progress) }
  var showsText: Bool { next.showsText }
  func text(_ piece: String) { next.text(piece) }
  func noted(_ sentence: String) { next.noted(sentence) }
  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    self.blocks += blocks
    next.stageFinished(call, blocks: blocks, ledger: ledger, remembered: remembered)
  }
  func concluded(_ blocks: [StageBlock]) {
    self.blocks += blocks
    next.concluded(blocks)
  }
  func warning(_ diagnostic: Diagnostic, in source: SourceText) { next.warning(diagnostic, in: source) }
  func statementFinished(_ outcome: StatementOutcome) { next.statementFinished(outcome) }
}
