public import Diagnostics
public import Digests
import Documents
import Foundation
public import Store
public import Work

/// Runs bound pipelines: lazily by stage, answering from the store what it remembers.
public final class Executor: Sendable {
  /// The stages that there are.
  public let registry: Registry
  /// Where values are remembered.
  public let store: ResultStore
  /// What its stages share.
  public let resources: Resources
  /// As it is set now: threads may change in a session.
  public var engine: EngineFingerprint { currentEngine() }
  private let currentEngine: @Sendable () -> EngineFingerprint
  /// Hears of the stages that run; nil: nobody does.
  let monitor: (any RunMonitor)?
  let memory: ValueMemory

  /// `engine` is asked for each value that is remembered.
  public init(
    registry: Registry, store: ResultStore, resources: Resources = Resources(), monitor: (any RunMonitor)? = nil,
    engine: @autoclosure @escaping @Sendable () -> EngineFingerprint
  ) {
    self.resources = resources
    self.monitor = monitor
    self.registry = registry
    self.store = store
    currentEngine = engine
    self.memory = ValueMemory(store: store, decoders: registry.decoders, resources: resources, engine: engine)
  }

  /// Evaluates `pipeline`.
  /// - Parameter input: what a block's stages begin with.
  /// - Throws: `Diagnostic` with the span of the stage that failed, `Interrupted`, `InternalError`.
  public func evaluate(
    _ pipeline: BoundPipeline, input: Evaluated?, settings: Settings, observer: any RunObserver, work: Work
  ) throws -> Evaluated {
    do {
      return try evaluateKeepingPart(pipeline, input: input, settings: settings, observer: observer, work: work)
    } catch let part as UnfinishedRun {
      throw part.interruption
    }
  }

  /// The same; where a stage was stopped that has something to show, `UnfinishedRun` is thrown with it.
  func evaluateKeepingPart(
    _ pipeline: BoundPipeline, input: Evaluated?, settings: Settings, observer: any RunObserver, work: Work
  ) throws -> Evaluated {
    var run = Run(
      executor: self, pipeline: pipeline, input: input, settings: settings, observer: observer, work: work)
    return try run.finish()
  }

  /// True for `save`: it changes the world and hands on what it got.
  private func passesOn(_ call: BoundCall) -> Bool {
    guard let signature = registry[call.stage]?.signature else { return false }
    return signature.effect == .effectful && signature.output == .same
  }

  /// What the last stage has to say beyond its block. A stage that writes its input somewhere and passes it on does not end
  /// a pipeline: what it adds goes with the conclusion of the stage before it.
  public func conclude(
    _ pipeline: BoundPipeline, _ result: Evaluated, settings: Settings, observer: any RunObserver, work: Work
  ) throws -> Conclusion? {
    let last = pipeline.calls.lastIndex { !passesOn($0) } ?? 0
    var whole: Conclusion?
    for index in last..<pipeline.calls.count {
      let call = pipeline.calls[index]
      guard let stage = registry[call.stage] else { continue }
      let context = RunContext(
        settings: settings, work: work, store: store, observer: observer, engine: engine, key: result.key,
        inputKey: nil, pipeline: pipeline, index: index, bill: result.bill, executor: self)
      let part = try registry.arithmetic.run(settings) {
        try located(call, done: []) { try stage.conclude(call, value: result.value, context: context) }
      }
      guard let part else { continue }
      whole = whole ?? Conclusion()
      whole?.blocks += part.blocks
      for name in part.record.keys { whole?.record[name] = part.record[name] }
    }
    return whole
  }

  /// The value of a name or a cell: remembered, or made again from its recipe under the settings it was made with.
  public func value(
    of binding: Binding, at place: Span, observer: any RunObserver, work: Work
  ) throws -> Evaluated {
    if let key = binding.key, let value = memory.value(key) { return Evaluated(value: value, key: key) }
    let recipe = withoutEffects(binding.pipeline)
    let result = try evaluate(recipe, input: nil, settings: binding.settings, observer: observer, work: work)
    if let key = binding.key, key != result.key {
      // What follows is keyed by the value that is gone; another one must not take its place.
      throw Diagnostic(
        Codes.inputsChanged, "the value of `\(binding.name)` is no longer in the store, and its inputs have changed",
        at: place,
        label: "cannot be recomputed as it was", helps: [.init("run its statement again")])
    }
    return result
  }

  /// The value that is remembered under a key; nil where none is, or it cannot be read.
  public func remembered(_ key: ContentDigest) -> (any Value)? { memory.value(key) }

  /// Whether no stage but those that only look would have to run for a value.
  func isAtHand(_ binding: Binding) -> Bool {
    if let key = binding.key, memory.has(key) { return true }
    let recipe = withoutEffects(binding.pipeline)
    guard let keys = try? keys(of: recipe, inputKey: nil, settings: binding.settings) else { return false }
    if recipe.calls.contains(where: { registry[$0.stage]?.writesFiles($0) ?? true }) { return false }
    guard let last = recipe.calls.indices.last(where: { isPure(recipe.calls[$0]) }) else {
      if case .binding(let head) = recipe.head { return isAtHand(head) }
      return false
    }
    return memory.has(keys[last + 1])
  }

  /// The recipe of a value alone: making it again must not write files again.
  func withoutEffects(_ pipeline: BoundPipeline) -> BoundPipeline {
    var recipe = pipeline
    recipe.calls.removeAll { call in
      guard let signature = registry[call.stage]?.signature else { return false }
      return signature.effect == .effectful && signature.output == .same
    }
    return recipe
  }

  /// A directory that outlives an interruption, of this key alone.
  func scratchDirectory(for key: ContentDigest?) throws -> String {
    guard let key else { throw InternalError("a stage asked for its scratch directory outside of its run") }
    let path = try store.workDirectory(for: key) + "/stage"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Runs `body`; an error of the engine comes out as a diagnostic at the stage.
  func located<T>(
    _ call: BoundCall, done: [String], label: String = "failed here", _ body: () throws -> T
  ) throws -> T {
    do {
      return try body()
    } catch let error as Interrupted {
      throw error
    } catch let error as InternalError {
      throw error
    } catch {
      throw StageFailure.diagnostic(error, call: call, kept: done, label: label)
    }
  }
}

/// A run that the user stopped in a stage of whose work a part can be looked at.
struct UnfinishedRun: Error {
  var interruption: Interrupted
  /// What was done, under a key of its own.
  var part: Evaluated
  /// So many of the pipeline's stages made it.
  var stages: Int
}

/// One evaluation of one pipeline.
private struct Run {
  let executor: Executor
  let pipeline: BoundPipeline
  let input: Evaluated?
  let settings: Settings
  let observer: any RunObserver
  let work: Work

  private var bill: [BillEntry] = []
  private var blocks: [StageBlock] = []
  private var kept: [String] = []
  private var ledger: JSONValue?
  /// Keys of values that were there and could not be read: they count as absent, or the run would begin again for ever.
  private var unreadable: Set<ContentDigest> = []

  init(
    executor: Executor, pipeline: BoundPipeline, input: Evaluated?, settings: Settings, observer: any RunObserver,
    work: Work
  ) {
    self.executor = executor
    self.pipeline = pipeline
    self.input = input
    self.settings = settings.unheard
    self.observer = observer
    self.work = work
  }

  /// The last stage whose value is remembered, or -1. One before it whose own record is damaged is made again all the
  /// same: the record says what the stage did and took.
  private func deepest(_ keys: [ContentDigest]) -> Int {
    let pure = pipeline.calls.indices.filter { executor.isPure(pipeline.calls[$0]) }
    let remembered = pure.filter { !unreadable.contains(keys[$0 + 1]) }
    guard let last = remembered.last(where: { executor.memory.has(keys[$0 + 1]) }) else { return -1 }
    let damaged = pure.first {
      $0 <= last && executor.memory.record(keys[$0 + 1]) == nil && executor.store.wasDamaged(keys[$0 + 1])
    }
    guard let damaged else { return last }
    return remembered.last { $0 < damaged && executor.memory.has(keys[$0 + 1]) } ?? -1
  }

  /// The value of the deepest remembered stage is where the work begins; stages before it are not run, but for those
  /// that change the world.
  mutating func finish() throws -> Evaluated {
    let calls = pipeline.calls
    var keys = try executor.keys(of: pipeline, inputKey: input?.key, settings: settings)
    var isComplete = input?.isComplete ?? true
    let deepest = deepest(keys)

    // Stages up to the deepest are passed over without being read, unless one that always runs needs their values.
    var values: [Int: any Value] = [:]
    for index in calls.indices where index <= deepest && executor.isPure(calls[index]) {
      guard index == deepest || !executor.isPure(calls[index + 1]) else { continue }
      guard let value = try value(after: index, keys) else {
        // Damaged or let go since it was looked for: without it, everything from here is made again.
        executor.memory.forget(keys[index + 1])
        var again = Run(
          executor: executor, pipeline: pipeline, input: input, settings: settings, observer: observer, work: work)
        again.unreadable = unreadable.union([keys[index + 1]])
        return try again.finish()
      }
      values[index] = value
    }

    var current: (any Value)?
    for index in calls.indices {
      let call = calls[index]
      try work.checkCancellation()
      if index <= deepest, executor.isPure(call) {
        try note(executor.memory.record(keys[index + 1]), call)
        current = values[index] ?? current
        continue
      }
      if current == nil, index > 0 { current = try value(after: index - 1, keys) }
      if current == nil { current = try headValue() }
      let (result, key) = try run(call, at: index, on: current, key: keys[index + 1], inputKey: keys[index])
      current = result.value
      if !executor.isPure(call) { executor.memory.hold(keys[index + 1], result.value) }
      if !result.isComplete {
        // Its key stands for the whole result; what follows is keyed by what is there now.
        isComplete = false
        keys[index + 1] = key
        let rest = try executor.keys(calls[(index + 1)...], from: keys[index + 1], settings: settings)
        keys.replaceSubrange((index + 2)..., with: rest)
      }
    }
    if calls.isEmpty { current = try headValue() }
    guard let value = current else { throw InternalError("a pipeline ended without a value") }
    return Evaluated(
      value: value, key: keys[calls.count], bill: bill, blocks: blocks, ledger: ledger, isComplete: isComplete)
  }

  private mutating func note(_ record: StoredRecord?, _ call: BoundCall) throws {
    guard let record else { return }
    try tell(
      call, record.blocks, record.bill(call.stage), record.ledgerValue, remembered: true)
  }

  /// Enters a result, shows it, and stops where it may not be used under the settings of now.
  private mutating func tell(
    _ call: BoundCall, _ blocks: [StageBlock], _ entry: BillEntry, _ ledger: JSONValue?, remembered: Bool
  ) throws {
    let done = kept
    let context = executor.context(for: call, settings, work: work)
    let shown = try executor.registry[call.stage]?.shown(blocks, of: call, context: context) ?? blocks
    bill.append(entry)
    self.blocks += shown
    self.ledger = ledger ?? self.ledger
    kept.append(call.stage)
    observer.stageFinished(call, blocks: shown, ledger: ledger, remembered: remembered)
    guard let ledger else { return }
    try executor.located(call, done: done) { try executor.registry.review(ledger, call, settings) }
  }

  /// From memory or the store; nil when it is in neither.
  private func value(after index: Int, _ keys: [ContentDigest]) throws -> (any Value)? {
    var index = index
    while index >= 0, !executor.isPure(pipeline.calls[index]) { index -= 1 }
    if index < 0 { return try headValue() }
    return executor.memory.value(keys[index + 1])
  }

  private func headValue() throws -> (any Value)? {
    switch pipeline.head {
    case .source: return nil
    case .input:
      guard let input else { throw InternalError("a block was run without a value to begin with") }
      return input.value
    case .binding(let binding):
      return try executor.value(of: binding, at: pipeline.span, observer: observer, work: work).value
    }
  }

  private mutating func run(
    _ call: BoundCall, at index: Int, on input: (any Value)?, key: ContentDigest, inputKey: ContentDigest
  ) throws -> (StageResult, ContentDigest) {
    // A name's recipe may have other settings than the statement that asks for it; a stage that does not declare that it
    // reads the precision gets the reference, or its key would lack it.
    let reads = executor.registry[call.stage]?.settings(of: call).contains("precision") ?? false
    return try executor.registry.arithmetic.run(reads ? settings : nil) {
      try runNow(call, at: index, on: input, key: key, inputKey: inputKey)
    }
  }

  /// Runs `body`, whose result counts only where every file whose texts it read meanwhile is as it was.
  private func unchanged<T>(_ body: () throws -> T) throws -> T {
    let (log, start) = (FileChange.log, FileChange.log.count)
    let result = Result { try body() }
    if let change = log.since(start) { throw change }
    return try result.get()
  }

  /// Runs `body`; who watches hears of an error.
  private func telling<T>(_ watch: (any StageWatch)?, _ body: () throws -> T) throws -> T {
    do { return try body() } catch {
      watch?.ended(StageEnding(error))
      throw error
    }
  }

  private mutating func runNow(
    _ call: BoundCall, at index: Int, on input: (any Value)?, key: ContentDigest, inputKey: ContentDigest
  ) throws -> (StageResult, ContentDigest) {
    guard let stage = executor.registry[call.stage] else { throw InternalError("no stage `\(call.stage)`") }
    var settings = settings
    if SettingReads.listener != nil { settings.reads = SettingReads() }
    defer { if let names = settings.reads?.names { SettingReads.listener?.hear(call, names) } }
    observer.stageStarted(call)
    let isPure = stage.signature.effect == .pure
    // One claim per key: another process that makes the same value is waited for, and its value then read.
    let claim = isPure ? try executor.memory.claim(key, work: work) : nil
    defer { claim?.release() }
    if isPure, let record = executor.memory.record(key), let value = executor.memory.value(key) {
      try note(record, call)
      return (StageResult(value, blocks: record.blocks, purpose: record.purpose), key)
    }
    let watch = executor.monitor?.stageBegins(call.stage, key: key, within: work.within, settings: self.settings)
    let context = RunContext(
      settings: settings, work: watch.map { work.watched(by: $0) } ?? work, store: executor.store, observer: observer,
      engine: executor.engine, key: key, inputKey: inputKey, pipeline: pipeline, index: index, bill: bill,
      executor: executor)
    let started = ContinuousClock.now
    var (result, compute) = try Compute.measure(executor.registry.arithmetic) {
      try executor.located(call, done: kept) {
        try telling(watch) { try unchanged { try stage.run(call, input: input, context: context) } }
      }
    }
    // Of the whole machine: of work beside other work its part, so that the bills sum up to what passed.
    let seconds = (ContinuousClock.now - started) / .seconds(1) * executor.registry.arithmetic.portion
    if let first = result.blocks.firstIndex(where: { $0.style == .stage }),
      result.blocks[first].seconds == nil, result.blocks[first].lines.allSatisfy({ $0.seconds == nil })
    {
      result.blocks[first].seconds = seconds
    }
    var ownKey = key
    if isPure {
      let record = StoredRecord(call: call, result: result, seconds: seconds, compute: compute)
      try executor.located(call, done: kept) {
        // An unfinished value is kept under what it holds, for the names that stand for it; the call's key stays free.
        if !result.isComplete { ownKey = try executor.partialKey(of: result.value, after: key) }
        try telling(watch) {
          do { try unchanged { try executor.memory.remember(ownKey, result.value, record) } } catch let change
            as FileChange
          {
            executor.memory.forget(ownKey)
            throw change
          }
        }
      }
      if result.isComplete {
        executor.store.removeWork(for: key)
        executor.noteRecipe(of: call, key: key, inputKey: inputKey, settings: settings)
      }
      // A value with files is read back from where the store put them.
      if let kept = executor.memory.value(ownKey) { result.value = kept }
    }
    watch?.ended(StageEnding(result))
    try tell(
      call, result.blocks,
      BillEntry(stage: call.stage, purpose: result.purpose, seconds: seconds, compute: compute), result.ledger,
      remembered: false)
    if let interruption = result.interruption {
      let part = Evaluated(
        value: result.value, key: ownKey, bill: bill, blocks: blocks, ledger: ledger, isComplete: false)
      throw UnfinishedRun(interruption: interruption, part: part, stages: index + 1)
    }
    return (result, ownKey)
  }
}
