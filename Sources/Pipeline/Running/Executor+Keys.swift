package import Digests
import Foundation
import Store
import Work

extension Executor {
  func isPure(_ call: BoundCall) -> Bool { registry[call.stage]?.signature.effect == .pure }

  /// Key of the pipeline's value.
  func key(of pipeline: BoundPipeline, inputKey: ContentDigest?, settings: Settings) throws -> ContentDigest {
    let keys = try keys(of: pipeline, inputKey: inputKey, settings: settings)
    guard let key = keys.last else { throw InternalError("a pipeline has no key") }
    return key
  }

  /// Keys of the head's value and of the value after each stage: one more than there are stages.
  func keys(of pipeline: BoundPipeline, inputKey: ContentDigest?, settings: Settings) throws -> [ContentDigest] {
    let head: ContentDigest
    switch pipeline.head {
    case .source: head = ContentDigest.of(Recipe.layout + " source")
    case .input:
      guard let inputKey else { throw InternalError("a block was asked for its key without an input") }
      head = inputKey
    case .binding(let binding): head = try key(of: binding)
    }
    return [head] + (try keys(pipeline.calls[...], from: head, settings: settings))
  }

  func key(of binding: Binding) throws -> ContentDigest {
    try binding.key ?? key(of: binding.pipeline, inputKey: nil, settings: binding.settings)
  }

  /// One key per call, chained: digest(key of the input, canonical stage, settings read, version, files and models read).
  /// Recipes and contents, never computed numbers. A stage that changes the world and passes its input on leaves the key
  /// as it is.
  package func keys(
    _ calls: ArraySlice<BoundCall>, from head: ContentDigest, settings: Settings
  ) throws -> [ContentDigest] {
    var key = head
    return try calls.map { call in
      guard let stage = registry[call.stage] else { throw InternalError("no stage `\(call.stage)`") }
      if stage.signature.effect == .effectful, stage.signature.output == .same { return key }
      key = try recipe(of: call, inputKey: key, settings: settings).key
      return key
    }
  }

  /// Of what a call's key is made.
  func recipe(of call: BoundCall, inputKey: ContentDigest, settings: Settings) throws -> Recipe {
    guard let stage = registry[call.stage] else { throw InternalError("no stage `\(call.stage)`") }
    let inputs = try located(
      call, done: [], label: "its inputs cannot be read",
      { try stage.inputs(of: call, context: context(for: call, settings)) })
    return Recipe(
      input: inputKey, text: Canonicalizer.text(call, stage.signature), version: stage.signature.version,
      settings: stage.settings(of: call).sorted().map { .init(name: $0, text: settings.text(forKey: $0)) },
      blocks: try partKeys(call, stage.signature, inputKey: inputKey, settings: settings)
        .map { .init(name: $0, digest: $1) },
      files: inputs.map { .init(name: $0.name, digest: $0.digest) })
  }

  /// Keys of pipelines and blocks that stand in arguments.
  private func partKeys(
    _ call: BoundCall, _ signature: Signature, inputKey: ContentDigest, settings: Settings
  ) throws -> [(String, ContentDigest)] {
    try (signature.slots.map(\.name) + signature.options.map(\.name)).flatMap { name in
      try (call.arguments[name]?.value.pipelines ?? []).map { block in
        (name, try key(of: block, inputKey: inputKey, settings: settings))
      }
    }
  }

  /// What is left of an unfinished stage's value is keyed by its content.
  func partialKey(of value: any Value, after key: ContentDigest) throws -> ContentDigest {
    let scratch = try store.workDirectory(for: key) + "/partial"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let form = try value.encode(scratch: scratch)
    var digest = ContentDigest.Builder()
    digest.update(Recipe.layout + " partial")
    digest.update(key)
    digest.update(ContentDigest.of(form.bytes))
    return digest.finalize()
  }

  /// For questions about a call that is not running; without `work` they can only be stopped.
  func context(for call: BoundCall, _ settings: Settings, work: Work? = nil) -> RunContext {
    let alone = BoundPipeline(
      head: .source, calls: [call], span: call.span, output: Shape(.nothing), text: call.stage)
    return RunContext(
      settings: settings.unheard, work: work ?? Work(cancellation: store.cancellation), store: store,
      observer: SilentObserver(), engine: engine, key: nil,
      inputKey: nil, pipeline: alone, index: 0, bill: [], executor: self)
  }
}
