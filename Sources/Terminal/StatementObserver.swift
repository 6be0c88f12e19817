import Diagnostics
import Foundation
import Pipeline
import Stages
import Work

/// Shows a running statement: a block per stage as it ends, progress between, the verdict last.
final class StatementObserver: RunObserver, @unchecked Sendable {
  // Unchecked: everything mutable is touched on the thread that runs statements; progress, which may come from others, goes
  // to `ProgressLine`, which locks.
  private let console: Console
  private let progressLine: ProgressLine
  private var pending: [StageBlock] = []
  private var hasBlocks = false

  init(_ console: Console) {
    self.console = console
    progressLine = ProgressLine(output: console.err, screen: console.errScreen, quiet: console.options.quiet)
  }

  /// Forgets the last statement.
  func begin() {
    pending = []
    hasBlocks = false
  }

  func progress(_ progress: WorkProgress) { progressLine.report(progress) }

  /// Only a person reads text as it comes; a file gets the value when it is whole.
  var showsText: Bool { console.errScreen.isTerminal && !console.options.quiet }

  func text(_ piece: String) {
    guard showsText else { return }
    progressLine.finish()
    let safe = DisplayText.escaped(piece, keepNewlines: true, continuing: true)
    console.err.write(console.errScreen.unicode ? safe : Text.ascii(safe))
  }

  func stageStarted(_ call: BoundCall) { progressLine.finish() }

  func noted(_ sentence: String) {
    progressLine.finish()
    console.note(sentence)
  }

  func stageFinished(_ call: BoundCall, blocks: [StageBlock], remembered: Bool) {
    progressLine.finish()
    for block in blocks { show(block, remembered: remembered) }
  }

  func concluded(_ blocks: [StageBlock]) {
    progressLine.finish()
    // The last waits for the line that says where the value is.
    for block in blocks.dropLast() { show(block) }
    pending = Array(blocks.suffix(1))
  }

  func warning(_ diagnostic: Diagnostic, in source: SourceText) {
    progressLine.finish()
    console.show([diagnostic], in: source)
  }

  /// What comes after the last stage: the end of the verdict, and where a value is that is not shown.
  func end(_ outcome: StatementOutcome?, cell: Int) {
    progressLine.finish()
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
    var isJoined = false
    for var block in pending {
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
    if !hasBlocks, !console.options.quiet, block.style == .stage { console.err.line() }
    hasBlocks = true
    console.block(block, remembered: remembered)
  }
}
