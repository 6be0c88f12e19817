import Digests

/// A stage that had a part in making a value.
public struct PastStage: Sendable {
  /// As it was called.
  public let call: BoundCall
  /// What it did to the rows that it did not hand on as they were; nil where that was not kept.
  public let fates: [RowFate]?
  /// What entered and what left it, as they can be made again; nil for a source.
  let before: BoundPipeline?
  let after: BoundPipeline
  /// Under which it ran.
  let settings: Settings
}

extension RunContext {
  /// The stages behind this one's input, the oldest first, those of the names that it begins with among them. Stages that only
  /// write their input somewhere are not.
  public func history() throws -> [PastStage] {
    var past = pipeline
    past.calls = Array(pipeline.calls.prefix(index))
    return try executor.history(of: executor.withoutEffects(past), settings.unheard)
  }

  /// The stage that a call is of.
  public func definition(of call: BoundCall) -> (any StageDefinition)? { executor.registry[call.stage] }

  /// A call as the user might write it.
  public func text(of call: BoundCall) -> String {
    definition(of: call).map { call.text($0.signature) } ?? call.stage
  }

  /// For questions about how a stage decided: as it ran, under the settings of then.
  public func context(of stage: PastStage) -> RunContext {
    RunContext(
      settings: stage.settings, work: work, store: store, observer: SilentObserver(), engine: engine, key: nil,
      inputKey: nil, pipeline: stage.after, index: stage.after.calls.count - 1, bill: [], executor: executor)
  }

  /// What entered a stage; nil for a source.
  public func value(before stage: PastStage) throws -> (any Value)? {
    try stage.before.map { try value(of: $0, stage) }
  }

  /// What left a stage.
  public func value(after stage: PastStage) throws -> any Value { try value(of: stage.after, stage) }

  private func value(of pipeline: BoundPipeline, _ stage: PastStage) throws -> any Value {
    try executor.evaluate(
      pipeline, input: nil, settings: stage.settings, observer: SilentObserver(), work: work
    ).value
  }
}

extension Executor {
  fileprivate func history(of pipeline: BoundPipeline, _ settings: Settings) throws -> [PastStage] {
    var stages: [PastStage] = []
    var begins = false
    switch pipeline.head {
    case .source: break
    // What a block's stages begin with has its history elsewhere.
    case .input: return []
    case .binding(let binding):
      stages = try history(of: withoutEffects(binding.pipeline), binding.settings)
      begins = true
    }
    let keys = try keys(of: pipeline, inputKey: nil, settings: settings)
    func prefix(_ count: Int) -> BoundPipeline {
      var part = pipeline
      part.calls = Array(pipeline.calls.prefix(count))
      return part
    }
    for (i, call) in pipeline.calls.enumerated() {
      stages.append(
        PastStage(
          call: call, fates: memory.record(keys[i + 1])?.fates, before: i > 0 || begins ? prefix(i) : nil,
          after: prefix(i + 1), settings: settings))
    }
    return stages
  }
}
