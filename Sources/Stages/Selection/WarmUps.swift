import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Tuning
import Work

/// A model that was tuned a little on some rows: what measures of a target compare the base with.
struct WarmUps {
  /// Tokens of a micro-batch.
  static let capacity = 4_096

  let plan: WarmUpPlan
  private let samples: [TrainingSample]
  private let loaded: LoadedModel
  private let adapter: AdapterOptions?
  private let warmUp: WarmUp
  private let context: RunContext
  /// Of the base, the rows and everything else that the model depends on: under it what follows from the model is remembered.
  let digest: ContentDigest
  /// What the rows are, for messages: "the target".
  private let name: String

  /// - Parameters:
  ///   - name: what the rows are: "the target".
  ///   - adapter: what is tuned beside the base; nil: all its weights.
  ///   - plan: how to go through as many rows of as many tokens.
  init(
    on rows: Rows, name: String, passes: AnswerPasses, adapter: AdapterOptions? = nil, call: BoundCall,
    _ context: RunContext, plan: (_ rows: Int, _ tokens: Int) throws -> WarmUpPlan
  ) throws {
    self.name = name
    self.context = context
    self.adapter = adapter
    loaded = passes.loaded
    let encoded = try EncodedRows(rows, loaded, passes.template.template, context)
    let longest = min(Self.capacity, passes.provenance.maximalLength)
    samples = (0..<rows.count).flatMap { row -> [TrainingSample] in
      let form = try? encoded.trainingForm(row, maxLength: longest, long: .cut)
      return (form?.segments ?? []).map { TrainingSample(row: rows.rowNumbers[row], segment: $0) }
    }
    guard !samples.isEmpty else {
      throw Diagnostic(
        StageCodes.noTarget, "no row of \(name) can be tuned on", at: call.span, label: "nothing to warm up on")
    }
    self.plan = try plan(samples.count, samples.reduce(0) { $0 + $1.segment.tokens.count })
    let usual = adapter == nil ? loaded.model.configuration.recommendedLearningRate ?? 5e-5 : LowRank.learningRate
    warmUp = WarmUp(rate: usual, capacity: Self.capacity, seed: context.seed)
    var builder = ContentDigest.Builder()
    builder.update("warm-up \(WarmUp.version)")
    builder.update(loaded.digest)
    builder.update(passes.provenance.template)
    builder.update(passes.provenance.precision)
    builder.update(longest)
    builder.update(String(warmUp.options.learningRate))
    builder.update(String(context.seed))
    builder.update(adapter.map { "adapter of rank \($0.rank), alpha \($0.alpha)" } ?? "all weights")
    builder.update(self.plan.steps)
    builder.update(self.plan.rowsPerStep)
    for row in 0..<rows.count { builder.update(rows.contentKey(of: row)) }
    digest = builder.finalize()
  }

  /// The base after the warm-up.
  func model() throws -> LanguageModel {
    let memory = TuningMemory(
      loaded.model, adapter: adapter, capacity: Self.capacity, gradientCheckpointing: false,
      precision: context.settings.precision)
    try Budget.require(
      memory.bytes - TuningMemory.program, for: "the warm-up of `\(loaded.name)`",
      advice: "`score lexical` needs no model, and `with` can name a smaller one")
    var model = try loaded.model.merged()
    if let adapter {
      model = try model.attaching(Adapter(for: model, options: adapter, base: loaded.name, seed: context.seed))
    }
    let checkpoint = CheckpointPlace(path: try context.scratch() + "/\(digest.hex).safetensors")
    do {
      _ = try warmUp.run(samples, plan, model: model, checkpoint: checkpoint, work: context.work)
    } catch let error as TuningError {
      // A run that diverges is named for what it is.
      throw Diagnostic(
        StageCodes.tuning, "the warm-up on \(name) failed: \(error)", at: context.call.span,
        label: "no score is written")
    }
    return model
  }
}
