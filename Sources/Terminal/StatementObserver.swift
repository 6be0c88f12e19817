import Diagnostics
import Documents
import Foundation
import Pipeline
import Stages
import Synchronization
import Work

/// Shows a running statement: a block per stage as it ends, progress between, the verdict last. At the prompt stages that take no time
/// wait: where a table comes of them one line says what they did, and where anything else comes they are shown whole.
final class StatementObserver: RunObserver, @unchecked Sendable {
  // Unchecked: everything mutable is touched on the thread that runs statements, but for the stages that wait, which a lock guards;
  // progress, which may come from others, goes to `ProgressLine`, which locks.
  private let console: Console
  private let progressLine: ProgressLine
  private var pending: [StageBlock] = []
  private var hasBlocks = false
  /// Whether a stage has shown its text while it made it.
  private(set) var hasShownText = false

  /// The stages that are not shown yet.
  private struct Waiting {
    var blocks: [(block: StageBlock, remembered: Bool)] = []
    var brief = BriefLedger()
    /// Whether the stages of this statement may wait.
    var folds = false
  }
  private let waiting = Mutex(Waiting())

  /// A stage that took longer is shown at once.
  private static let patience = 2.0

  init(_ console: Console) {
    self.console = console
    progressLine = ProgressLine(output: console.err, screen: console.errScreen)
    progressLine.begins = { [unowned self] in unfold() }
  }

  /// Forgets the last statement.
  /// - Parameter folds: stages that take no time wait for what the statement comes to.
  func begin(folds: Bool = false) {
    pending = []
    hasBlocks = false
    hasShownText = false
    waiting.withLock {
      $0 = Waiting()
      $0.folds = folds
    }
  }

  func progress(_ progress: WorkProgress) {
    if !console.isQuiet.isOn { progressLine.report(progress) }
  }

  /// Only a person reads text as it comes; a file gets the value when it is whole.
  var showsText: Bool { console.errScreen.isTerminal && !console.isQuiet.isOn }

  func text(_ piece: String) {
    guard showsText else { return }
    hasShownText = true
    progressLine.finish()
    unfold()
    let safe = DisplayText.escaped(piece, keepNewlines: true, continuing: true)
    console.err.write(console.errScreen.unicode ? safe : Text.ascii(safe))
  }

  func stageStarted(_ call: BoundCall) { progressLine.finish() }

  func noted(_ sentence: String) {
    progressLine.finish()
    unfold()
    console.note(sentence)
  }

  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    progressLine.finish()
    let isQuick = remembered || blocks.allSatisfy { ($0.seconds ?? 0) < Self.patience }
    let waits = waiting.withLock { waiting in
      guard waiting.folds, isQuick else { return false }
      waiting.blocks += blocks.map { ($0, remembered) }
      waiting.brief.add(call, blocks: blocks, ledger: ledger, remembered: remembered)
      return true
    }
    guard !waits else { return }
    unfold()
    for block in blocks { show(block, remembered: remembered) }
  }

  /// Shows the stages that wait, and lets none of this statement wait any more.
  private func unfold() {
    let blocks = waiting.withLock { waiting in
      defer { waiting = Waiting() }
      return waiting.blocks
    }
    for (block, remembered) in blocks { show(block, remembered: remembered) }
  }

  /// What the stages that wait have done, in one line.
  private func fold() {
    let line = waiting.withLock { waiting in
      defer { waiting = Waiting() }
      return waiting.brief.line
    }
    if let line { console.greet(line) }
  }

  func concluded(_ blocks: [StageBlock]) {
    progressLine.finish()
    // It comes after the stages, and its last block after the line that says where the value is.
    pending = blocks
  }

  func warning(_ diagnostic: Diagnostic, in source: SourceText) {
    progressLine.finish()
    console.show([diagnostic], in: source)
  }

  /// What comes after the last stage: the end of the verdict, and where a value is that is not shown.
  func end(_ outcome: StatementOutcome?, cell: Int) {
    progressLine.finish()
    switch outcome?.value?.type {
    case .rows, .report: fold()
    case .model, .packs, .nothing, nil: unfold()
    }
    var footer: String?
    if let outcome, let value = outcome.value {
      let name = outcome.name ?? "_\(cell)"
      switch value.type {
      case .model:
        footer = "Model in \(name) · \(Figures.duration(outcome.seconds)) · \(Figures.bytes(Engine.peakMemory()))."
      case .rows, .packs, .report, .nothing:
        if let name = outcome.name { footer = "\(name): \(value.summary)" }
      }
    }
    for block in pending.dropLast() { show(block) }
    var isJoined = false
    if var block = pending.last {
      // What to type next is the last thing that is read.
      if block.style == .stage, let said = footer {
        console.note(said)
        isJoined = true
      }
      // The hint about what to change stands on the line of the value.
      if let line = block.lines.last, line.first.hasPrefix("Edit "), let said = footer {
        block.lines[block.lines.count - 1].first = said + " " + line.first
        isJoined = true
      }
      show(block)
    }
    if let footer, !isJoined { console.note(footer) }
    pending = []
  }

  private func show(_ block: StageBlock, remembered: Bool = false) {
    if !hasBlocks, !console.isQuiet.isOn, block.style == .stage { console.err.line() }
    hasBlocks = true
    console.block(block, remembered: remembered)
  }
}
