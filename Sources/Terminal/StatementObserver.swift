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
  // Unchecked: everything mutable is touched on the thread that runs statements, but for what `state` holds, which a lock guards;
  // progress, which may come from others, goes to a view, which locks.
  private let console: Console
  private let progressLine: any ProgressView
  /// Whether the statement that was ended last has shown its text while it was made.
  private(set) var hasShownText = false
  /// Whether stages that take no time wait for what their statement comes to.
  private var folds = false

  /// What is not shown yet of a statement.
  private struct Statement {
    var blocks: [(block: StageBlock, remembered: Bool)] = []
    var brief = BriefLedger()
    /// Its verdict and its bill.
    var conclusion: [StageBlock] = []
    var hasBlocks = false
    var hasShownText = false
  }
  private struct State {
    var current = Statement()
    /// Those that have come to their end and are still to be told of: several in one paste are run before the first is.
    var ended: [Statement] = []
  }
  private let state = Mutex(State())

  /// A stage that took longer is shown at once.
  private static let patience = 2.0

  /// - Parameter progress: shows how far a stage is; nil: a line of standard error.
  init(_ console: Console, progress: (any ProgressView)? = nil) {
    self.console = console
    progressLine = progress ?? ProgressLine(output: console.err, screen: console.errScreen)
    progressLine.begins = { [unowned self] in unfold() }
  }

  /// Forgets what was run before.
  /// - Parameter folds: stages that take no time wait for what the statement comes to.
  func begin(folds: Bool = false) {
    self.folds = folds
    hasShownText = false
    state.withLock { $0 = State() }
  }

  func progress(_ progress: WorkProgress) {
    if !console.isQuiet.isOn { progressLine.report(progress) }
  }

  /// Only a person reads text as it comes; a file gets the value when it is whole.
  var showsText: Bool { console.errScreen.isTerminal && !console.isQuiet.isOn }

  func text(_ piece: String) {
    guard showsText else { return }
    progressLine.finish()
    unfold()
    state.withLock { $0.current.hasShownText = true }
    let safe = DisplayText.escaped(piece, keepNewlines: true, continuing: true)
    console.text.write(console.errScreen.unicode ? safe : Text.ascii(safe))
  }

  func stageStarted(_ call: BoundCall) { progressLine.finish() }

  func noted(_ sentence: String) {
    progressLine.finish()
    unfold()
    console.note(sentence)
  }

  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    progressLine.finish()
    let waits = state.withLock { state in
      guard folds, remembered || Self.isQuick(blocks), !state.current.hasShownText,
        // Findings are what was asked for.
        !blocks.contains(where: { $0.style == .text })
      else { return false }
      state.current.blocks += blocks.map { ($0, remembered) }
      state.current.brief.add(call, blocks: blocks, ledger: ledger, remembered: remembered)
      return true
    }
    guard !waits else { return }
    unfold()
    for block in blocks { show(block, remembered: remembered) }
  }

  private static func isQuick(_ blocks: [StageBlock]) -> Bool {
    blocks.reduce(0) { $0 + $1.allSeconds } < patience
  }

  /// Shows the stages that wait.
  private func unfold() {
    let blocks = state.withLock { state in
      defer { (state.current.blocks, state.current.brief) = ([], BriefLedger()) }
      return state.current.blocks
    }
    for (block, remembered) in blocks { show(block, remembered: remembered) }
  }

  func concluded(_ blocks: [StageBlock]) {
    progressLine.finish()
    // It comes after the stages, and its last block after the line that says where the value is.
    state.withLock { $0.current.conclusion = blocks }
  }

  func statementFinished(_ outcome: StatementOutcome) {
    state.withLock { state in
      state.ended.append(state.current)
      state.current = Statement()
    }
  }

  func warning(_ diagnostic: Diagnostic, in source: SourceText) {
    progressLine.finish()
    console.show([diagnostic], in: source)
  }

  /// What comes after the last stage: the stages in one line or whole, the end of the verdict, and where a value is that is not shown.
  func end(_ outcome: StatementOutcome?, cell: Int) {
    progressLine.finish()
    if outcome == nil {
      // One of a paste has failed: what those before it came to is not lost with it.
      let earlier = state.withLock { state in
        defer { state.ended = [] }
        return state.ended
      }
      for statement in earlier {
        for (block, remembered) in statement.blocks { show(block, remembered: remembered) }
        for block in statement.conclusion { show(block) }
      }
    }
    let statement = state.withLock { state in
      guard outcome != nil, !state.ended.isEmpty else {
        defer { state.current = Statement() }
        return state.current
      }
      return state.ended.removeFirst()
    }
    hasShownText = statement.hasShownText
    // Others in between may have shown blocks of their own.
    state.withLock { $0.current.hasBlocks = statement.hasBlocks }
    switch outcome?.value?.type {
    case .rows, .report: if let line = statement.brief.line { console.greet(line) }
    case .model, .packs, .nothing, nil:
      for (block, remembered) in statement.blocks { show(block, remembered: remembered) }
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
    for block in statement.conclusion.dropLast() { show(block) }
    var isJoined = false
    if var block = statement.conclusion.last {
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
    state.withLock { $0.current.hasBlocks = false }
  }

  private func show(_ block: StageBlock, remembered: Bool = false) {
    let isFirst = state.withLock { state in
      defer { state.current.hasBlocks = true }
      return !state.current.hasBlocks
    }
    if isFirst, !console.isQuiet.isOn, block.style == .stage { console.err.line() }
    console.block(block, remembered: remembered)
  }
}
