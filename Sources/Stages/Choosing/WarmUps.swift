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

/// A model on its way from the base toward some rows: what measures of a target compare the base with.
struct WarmUps {
  /// Tokens of a micro-batch.
  static let capacity = 4_096
  /// Tokens that one is taken to learn from before its rows are known: 40 steps of 5 rows of 150 tokens.
  static let usualTokens = 40.0 * 5 * 150

  private let samples: [TrainingSample]
  private let loaded: LoadedModel
  private let warmUp: WarmUp
  private let context: RunContext
  /// Of the base, the rows and everything else that a run depends on but its depth.
  private let identity: ContentDigest
  /// What the rows are, for messages: "the target".
  private let name: String

  /// - Parameter name: what the rows are: "the target".
  init(on rows: Rows, name: String, passes: AnswerPasses, call: BoundCall, _ context: RunContext) throws {
    self.name = name
    self.context = context
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
    warmUp = WarmUp(
      rate: loaded.model.configuration.recommendedLearningRate ?? 5e-5, capacity: Self.capacity, seed: context.seed)
    var builder = ContentDigest.Builder()
    builder.update("warm-up \(WarmUp.version)")
    builder.update(loaded.digest)
    builder.update(passes.provenance.template)
    builder.update(passes.provenance.precision)
    builder.update(longest)
    builder.update(String(warmUp.options.learningRate))
    builder.update(String(context.seed))
    for row in 0..<rows.count { builder.update(rows.contentKey(of: row)) }
    identity = builder.finalize()
  }

  var rows: Int { samples.count }

  /// Tokens of all rows, once through.
  var tokens: Int { samples.reduce(0) { $0 + $1.segment.tokens.count } }

  /// Under what the losses after `depth` steps are remembered.
  func digest(depth: Int) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update(identity)
    builder.update(depth)
    return builder.finalize()
  }

  /// How deep to go, remembered once it was found.
  ///
  /// All folds are worth their time where many rows are to be scored; of fewer rows fewer are held back, so that finding the
  /// depth costs about a fifth of the passes, or one fold where even that is more.
  /// - Parameter tokens: of all rows that are to be scored.
  func choice(scoring tokens: Int) throws -> WarmUp.Choice {
    // A token that is trained on costs three passes over it.
    let affordable = Double(tokens) * 2 / 5 / Double(max(1, 3 * warmUp.tokensOfFold(samples)))
    let heldBack = min(WarmUp.folds, max(1, Int(affordable)))
    var builder = ContentDigest.Builder()
    builder.update(identity)
    builder.update("folds \(heldBack)")
    let key = builder.finalize()
    if let bytes = try context.store.rowValues(kind: "warm-up", keys: [key])[key],
      let known = try? JSONDecoder().decode(WarmUp.Choice.self, from: Data(bytes)), known.depth > 0
    {
      return known
    }
    let choice = try diagnosed {
      try warmUp.choose(samples, heldBack: heldBack, model: { try loaded.model.merged() }, work: context.work)
    }
    try context.store.putRowValues(kind: "warm-up", [(key: key, bytes: [UInt8](try JSONEncoder().encode(choice)))])
    return choice
  }

  /// The base after `depth` steps on all rows.
  func model(depth: Int) throws -> LanguageModel {
    let model = try loaded.model.merged()
    let checkpoint = CheckpointPlace(path: try context.scratch() + "/\(digest(depth: depth).hex).safetensors")
    _ = try diagnosed {
      try warmUp.run(samples, depth: depth, model: model, checkpoint: checkpoint, work: context.work)
    }
    return model
  }

  /// A run that diverges is named for what it is.
  private func diagnosed<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as TuningError {
      throw Diagnostic(
        StageCodes.tuning, "the warm-up on \(name) cannot be done: \(error)", at: context.call.span,
        label: "no score is written")
    }
  }
}
