public import Digests
public import Diagnostics
public import Syntax

extension Interpreter {
  /// A stage of a statement's pipeline, and the key that its value has now.
  public struct KeyedStage: Sendable {
    /// In canonical text.
    public var text: String
    /// Of the value behind it; what only looks has one too, but is not remembered under it.
    public var key: ContentDigest
  }

  /// The stages of a statement from its head on; none where it has no pipeline, does not bind, or what it reads cannot be read.
  public func stages(of statement: Statement, in source: SourceText) -> [KeyedStage] {
    guard let pipeline = pipeline(of: statement, in: source),
      let keys = try? executor.keys(of: pipeline, inputKey: nil, settings: scope.settings)
    else { return [] }
    return zip(pipeline.calls, keys.dropFirst()).map { call, key in
      KeyedStage(text: registry[call.stage].map { Canonicalizer.display(call, $0.signature) } ?? call.stage, key: key)
    }
  }

  /// Whether a statement writes files otherwise than by a stage that passes its input on and could be left out: its own value, or in a
  /// block.
  public func writesInside(_ statement: Statement, in source: SourceText) -> Bool {
    func writes(_ pipeline: BoundPipeline) -> Bool {
      pipeline.calls.contains { call in
        registry[call.stage].map { $0.signature.effect == .effectful || $0.writesFiles(call) } ?? false
      } || pipeline.calls.contains { $0.arguments.values.contains { $0.value.pipelines.contains(where: writes) } }
    }
    return pipeline(of: statement, in: source).map { writes(executor.withoutEffects($0)) } ?? false
  }

  /// The names and cells whose values a statement's pipeline, and those in its arguments, begin with.
  public func bindings(readBy statement: Statement, in source: SourceText) -> [String] {
    func names(_ pipeline: BoundPipeline) -> [String] {
      var found: [String] = []
      if case .binding(let binding) = pipeline.head { found.append(binding.name) }
      for call in pipeline.calls {
        for argument in call.arguments.values { found += argument.value.pipelines.flatMap(names) }
      }
      return found
    }
    return pipeline(of: statement, in: source).map(names) ?? []
  }
}
