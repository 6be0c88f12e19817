import Curation
import LanguageModel
import Packing
import Pipeline
import Rows
import Tokenization

/// What makes vectors of questions: a causal model's mean hidden state, or a sentence encoder.
enum Embedder: Sendable {
  case model(LoadedModel, ModelTemplate)
  case encoder(LoadedEncoder)

  /// Rows with the column `embedding`, and what became of all that came in.
  struct Outcome {
    var value: RowsValue
    var ledger: Ledger
    var line: StageBlock.Line
  }

  /// What the call's `with` names, else the model of the settings.
  ///
  /// - Throws: `LanguageModelError` where it cannot be used; for an unknown architecture it names encoders and families.
  init(_ call: BoundCall, _ context: RunContext) throws {
    if let directory = try Self.encoderDirectory(call) {
      self = .encoder(try context.encoders.load(directory: directory, models: context.models))
      return
    }
    do {
      let loaded = try context.models.load(call, option: "with", context)
      self = .model(loaded, try context.models.template(context.settings, directory: loaded.directory))
    } catch LanguageModelError.architecture(let path, let found, let supported) {
      throw LanguageModelError.architecture(
        path: path, found: found, supported: EncoderConfiguration.supportedArchitectures + supported)
    }
  }

  /// The directory that `with` names, where it holds a sentence encoder.
  private static func encoderDirectory(_ call: BoundCall) throws -> String? {
    guard case .stored(let name)? = try call.optionalModel("with") else { return nil }
    let directory = try LanguageModel.resolve(name)
    return SentenceEncoder.isEncoder(directory: directory) ? directory : nil
  }

  /// Of the digits that a sentence encoder computes.
  private static let encoderVersion = 2

  /// The content of what is read besides the rows.
  static func inputs(of call: BoundCall, _ context: RunContext) throws -> [FileInput] {
    if let directory = try encoderDirectory(call) {
      return [
        FileInput(
          "model",
          try context.encoders.contentDigest(directory: directory, store: context.store, models: context.models)),
        FileInput("encoder", version: encoderVersion),
      ]
    }
    return try context.models.input(of: call, option: "with", context).map { [$0] } ?? []
  }

  /// About 30 % of a row's tokens are its question's.
  private static let questionPart = 0.3

  static func seconds(_ call: BoundCall, input: Estimate, _ context: RunContext) throws -> Double? {
    guard let tokens = input.tokens else { return nil }
    // A model that is still to be made is taken to be like that of the settings.
    let rate =
      if let directory = try encoderDirectory(call) {
        Rates.embedding(try context.encoders.load(directory: directory, models: context.models), context)
      } else if case .stored(let name)? = try call.optionalModel("with") {
        Rates.scoring(try context.models.load(directory: LanguageModel.resolve(name)), context)
      } else {
        Rates.scoring(try context.models.load(context.settings), context)
      }
    return tokens * questionPart / rate
  }

  var dimension: Int {
    switch self {
    case .model(let loaded, _): loaded.model.configuration.hiddenSize
    case .encoder(let loaded): loaded.encoder.dimension
    }
  }

  func provenance(_ context: RunContext) -> EmbeddingProvenance {
    switch self {
    case .model(let loaded, let template):
      EmbeddingProvenance(
        name: loaded.name, model: loaded.digest, isEncoder: false, pooling: SentencePooling.Mode.mean.rawValue,
        maximalLength: loaded.model.configuration.contextLength, template: template.template.name,
        precision: context.settings.arithmetic)
    case .encoder(let loaded):
      EmbeddingProvenance(
        name: loaded.name, model: loaded.digest, isEncoder: true, pooling: loaded.encoder.pooling.mode.rawValue,
        maximalLength: loaded.encoder.maximalLength, template: nil, precision: context.settings.arithmetic)
    }
  }
}
