import Diagnostics
public import Digests
public import Documents
public import Store
public import Work

/// What a stage may use while it runs.
public struct RunContext: Sendable {
  /// The settings in force.
  public let settings: Settings
  /// Progress, cancellation and threads for the engine's calls.
  public internal(set) var work: Work
  /// Where values are remembered.
  public let store: ResultStore
  /// Who hears of what happens.
  public let observer: any RunObserver
  /// Library, version, kernel, threads and precision: recorded with every value.
  public let engine: EngineFingerprint
  /// Key of the value that the stage is making; of the input's value, nil for a source. In `inputs(of:)` and `estimate`
  /// the first is nil.
  public let key: ContentDigest?
  /// Of the input's value; nil for a source.
  public let inputKey: ContentDigest?
  /// The stages before this one, and it, in order: what `why`, `tune`'s control and provenance look at.
  public let pipeline: BoundPipeline
  /// The place of the stage in `pipeline.calls`.
  public let index: Int
  /// Seconds of every stage so far, remembered ones as they were when they ran.
  public let bill: [BillEntry]

  let executor: Executor

  /// What the stages of this session share.
  public var resources: Resources { executor.resources }
  /// The setting `seed`.
  public var seed: UInt64 { settings.seed }
  /// The stage's own call.
  public var call: BoundCall { pipeline.calls[index] }
  /// The same for work within the stage's, whose progress is told elsewhere.
  public func reporting(_ progress: @escaping @Sendable (WorkProgress) -> Void) -> RunContext {
    var context = self
    context.work.progress = progress
    return context
  }
  /// True when no stage follows in this pipeline.
  public var isLast: Bool { index == pipeline.calls.count - 1 }

  /// A directory of this key alone that survives an interruption: checkpoints. Removed once the value is remembered.
  public func scratch() throws -> String { try executor.scratchDirectory(for: key) }

  /// Rows, packs or a model named in an argument.
  public func value(of pipeline: BoundPipeline) throws -> Evaluated {
    try executor.evaluate(pipeline, input: nil, settings: settings, observer: SilentObserver(), work: work)
  }

  /// What making its value took, stage by stage, the names that it begins with included; nothing is made.
  public func bill(of pipeline: BoundPipeline) throws -> [BillEntry] {
    try executor.bill(of: pipeline, settings: settings.unheard)
  }

  /// Its key, without making it: for `inputs(of:)`, which the executor calls itself for arguments of kind rows, packs, model
  /// and block; stages need it for pipelines that they build.
  public func key(of pipeline: BoundPipeline) throws -> ContentDigest {
    try executor.key(of: pipeline, inputKey: nil, settings: settings)
  }

  /// Runs a block's stages on `input`, each remembered as if it stood in a pipeline of its own.
  /// - Parameters:
  ///   - input: the value with its key: `Evaluated(value: input, key: inputKey)` for the stage's own input.
  ///   - seed: in place of the setting: one draw of several.
  ///   - observer: silent by default.
  public func runBlock(
    _ block: BoundPipeline, on input: Evaluated, seed: UInt64? = nil, observer: any RunObserver = SilentObserver()
  ) throws -> Evaluated {
    var settings = self.settings
    if let seed { settings.seed = seed }
    return try executor.evaluate(block, input: input, settings: settings, observer: observer, work: work)
  }

  /// The value that stands `back` stages before this one's output (1: its input), from memory or the store.
  public func upstream(_ back: Int) throws -> Evaluated? {
    let count = index + 1 - back
    guard count >= 0 else { return nil }
    var prefix = pipeline
    prefix.calls = Array(pipeline.calls.prefix(count))
    if count == 0 {
      guard case .binding = pipeline.head else { return nil }
    }
    prefix = executor.withoutEffects(prefix)
    return try executor.evaluate(prefix, input: nil, settings: settings, observer: SilentObserver(), work: work)
  }
}

/// A value with what is known of its making.
public struct Evaluated: Sendable {
  /// The value itself.
  public var value: any Value
  /// Under which it is remembered.
  public var key: ContentDigest
  /// Of this pipeline's own stages; of remembered ones as they were when they ran.
  public var bill: [BillEntry]
  /// What its stages print.
  public var blocks: [StageBlock]
  /// Of the last stage that has one.
  public var ledger: JSONValue?
  /// False when a stage stopped early by its own rule.
  public var isComplete: Bool

  /// A value with its key; what is not known of its making may be left out.
  public init(
    value: any Value, key: ContentDigest, bill: [BillEntry] = [], blocks: [StageBlock] = [], ledger: JSONValue? = nil,
    isComplete: Bool = true
  ) {
    self.value = value
    self.key = key
    self.bill = bill
    self.blocks = blocks
    self.ledger = ledger
    self.isComplete = isComplete
  }
}
