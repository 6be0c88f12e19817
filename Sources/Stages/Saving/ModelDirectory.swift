import Digests
import Documents
import LanguageModel
import Packing
import Pipeline
import Tuning
import Work

/// A tuned model as a Hugging Face directory of the user's.
struct ModelDirectory {
  let directory: WrittenDirectory

  init(_ path: String, replacing: Bool, loaded: [String]) {
    directory = WrittenDirectory(path, Self.content, replacing: replacing, loaded: loaded)
  }

  private static let content = DirectoryContent(
    what: "a model", whole: "the model", isPart: ModelFileNames.isPart)

  /// Writes the model, or its adapter alone as PEFT keeps it. The weights are written in `type`, nil for the number format of
  /// the model it was tuned from.
  /// - Returns: the number format of the weights, and what became of other things in the directory.
  func write(_ model: ModelValue, as type: StoredType?, store: String?, models library: ModelLibrary, work: Work) throws
    -> (type: StoredType, outcome: WrittenDirectory.Outcome)
  {
    let loaded = try library.load(directory: model.directory, expecting: model.digest)
    let tuned = loaded.model
    let outcome = try directory.write(store: store, work: work) { staging in
      try tuned.write(into: staging, dtype: type, tokenizerFrom: model.directory)
      try LearnedEnd(
        token: library.template(of: model).endToken(in: loaded.tokenizer), tokenizer: loaded.tokenizer
      ).name(in: staging, base: library.baseDirectory(model.directory), configuration: tuned.configuration)
      return Self.provenance(model)
    }
    return (type ?? tuned.originalType, outcome)
  }

  /// Base and recipe, so that the directory says how it came about.
  private static func provenance(_ model: ModelValue) -> JSONObject {
    let options = model.recipe.options
    return JSONObject([
      ("written_by", .string("cact")), ("digest", .string(model.digest.description)),
      ("base", model.base.path.map { .string(ModelLibrary.name(of: $0)) } ?? .null),
      ("base_digest", .string(model.base.digest.description)), ("pipeline", .string(model.recipe.text)),
      ("rows", .integer(Int64(model.recipe.rows))), ("steps", .integer(Int64(model.outcome.steps))),
      ("epochs", .number(options.epochs)), ("learning_rate", .number(options.learningRate)),
      ("seed", .string(String(options.seed))), ("template", .string(model.recipe.template)),
      ("learned_tokens", .integer(Int64(model.outcome.learnedTokens))),
    ])
  }
}
