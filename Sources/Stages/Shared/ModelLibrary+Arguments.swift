import Diagnostics
import LanguageModel
import Pipeline

// The model that a stage takes in an option, else that of the settings.
extension ModelLibrary {
  /// - Throws: `LanguageModelError` where it cannot be used.
  func load(_ call: BoundCall, option: String, _ context: RunContext) throws -> LoadedModel {
    switch try call.optionalModel(option) {
    case nil: return try load(context.settings)
    case .stored(let name): return try load(directory: LanguageModel.resolve(name))
    case .made(let pipeline):
      guard let model = try context.value(of: pipeline).value as? ModelValue else {
        throw InternalError("`\(option)` was not given a model")
      }
      return try load(directory: model.directory)
    }
  }

  /// The content of the model that the settings name. Throws where it cannot be read.
  func input(_ context: RunContext) throws -> FileInput {
    FileInput("model", try contentDigest(directory: directory(context.settings), store: context.store))
  }

  /// The content of what `load` would read; nil for a model that a pipeline makes, whose key is part of the stage's own.
  func input(of call: BoundCall, option: String, _ context: RunContext) throws -> FileInput? {
    switch try call.optionalModel(option) {
    case nil: try input(context)
    case .stored(let name):
      FileInput("model", try contentDigest(directory: LanguageModel.resolve(name), store: context.store))
    case .made: nil
    }
  }
}
