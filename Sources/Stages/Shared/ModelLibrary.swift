public import Digests
import Documents
import Foundation
public import LanguageModel
public import Packing
public import Pipeline
public import Store
import Synchronization
public import Tokenization
import Work

/// A model as a stage uses it: weights, tokenizer, and what they are called.
public struct LoadedModel: Sendable {
  /// Where it lies.
  public var directory: String
  /// `cact-4m`: the folder's name; `org/name` where it lies in the hub's cache.
  public var name: String
  /// The weights, mapped or in memory.
  public var model: LanguageModel
  /// The tokenizer that comes with it, from the same directory.
  public var tokenizer: Tokenizer
  /// Of the configuration and the weights.
  public var digest: ContentDigest

  /// What the model's own files say wrongly, for the block of a stage that uses it.
  var remarks: [StageBlock.Line] { model.remarks.map { StageBlock.Line("warning: \(name): \($0)") } }
}

/// Loads models and tokenizers once, by the content of their directories.
public final class ModelLibrary: Resources.Shared {
  /// A library that has loaded nothing yet.
  public init() {}

  private struct State {
    var models: [String: LoadedModel] = [:]
    var order: [String] = []
    var tokenizers: [String: Tokenizer] = [:]
    var templates: [String: ModelTemplate] = [:]
    var crew: (any ModelCrew)?
  }
  private let state = Mutex(State())

  /// Who else computes with the models that are loaded from now on; nil: nobody.
  public var crew: (any ModelCrew)? {
    get { state.withLock { $0.crew } }
    set { state.withLock { $0.crew = newValue } }
  }

  /// Directory of the setting `model`: a path, org/name in the hub's cache, a name in Ollama's store, or the embedded one.
  ///
  /// - Throws: `LanguageModelError` where there is none.
  public func directory(_ settings: Settings) throws -> String {
    guard let named = settings.model else { return try SharedFiles.modelDirectory() }
    return try LanguageModel.resolve(named)
  }

  /// Of the files that decide a model's results, beside its weights, the tokenizer's and the chat template's.
  private static let settingsFiles: Set = [
    "config.json", "generation_config.json", "special_tokens_map.json", "model.safetensors.index.json",
    PEFT.configuration,
  ]

  private static func isWeights(_ name: String) -> Bool { name.hasSuffix(".safetensors") || GGUF.isNamed(name) }

  /// Digest of everything in a model's directory that decides its results: configuration, weights, tokenizer and chat
  /// template. The files' own digests are remembered in `store` where one is given, so that another process need not read
  /// gigabytes again.
  public func contentDigest(directory: String, store: ResultStore? = nil) throws -> ContentDigest {
    var builder = ContentDigest.Builder()
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    for name in names
    where Self.isWeights(name) || Self.settingsFiles.contains(name) || name.hasPrefix("tokenizer")
      || name.hasPrefix("chat_template")
    {
      builder.update(name)
      let path = directory + "/" + name
      builder.update(try (store?.digest(ofFile: path) ?? ContentDigest.of(file: path)).description)
    }
    let base = try baseDirectory(directory)
    if base != directory { builder.update(try contentDigest(directory: base, store: store)) }
    return builder.finalize()
  }

  /// The tokenizer alone, for stages that only count.
  public func tokenizer(directory: String) throws -> Tokenizer {
    let key = directory + "\n" + (try contentDigest(directory: directory)).description
    if let known = state.withLock({ $0.tokenizers[key] }) { return known }
    let tokenizer = try Tokenizer(directory: baseDirectory(directory))
    state.withLock { $0.tokenizers[key] = tokenizer }
    return tokenizer
  }

  /// How questions are put to the model of a directory: as the setting `template` says, else as its own chat template.
  public func template(_ settings: Settings, directory: String) throws -> ModelTemplate {
    try template(named: settings.template, directory: directory)
  }

  /// The same for the setting's text.
  func template(named name: String, directory: String) throws -> ModelTemplate {
    try Template.named(name).map { ModelTemplate($0) } ?? ownTemplate(directory: directory)
  }

  /// The template of rows that were packed under the settings for the model of a directory: `name` is what it was called then.
  func template(recorded name: String, _ settings: Settings? = nil, directory: String) throws -> Template {
    if let settings, let asked = try? template(settings, directory: directory).template, asked.name == name {
      return asked
    }
    let own = try ownTemplate(directory: directory).template
    return own.name == name ? own : Template.named(name) ?? own
  }

  /// The template in which a model was tuned.
  func template(of model: ModelValue) throws -> Template {
    try template(recorded: model.recipe.template, directory: model.directory)
  }

  /// What a directory's own chat template says; an adapter's without one is its base's.
  func ownTemplate(directory: String) throws -> ModelTemplate {
    let key = directory + "\n" + (try contentDigest(directory: directory)).description
    if let known = state.withLock({ $0.templates[key] }) { return known }
    let template = try ModelTemplate(directory: templateDirectory(directory))
    state.withLock { $0.templates[key] = template }
    return template
  }

  /// The shape alone, for stages that need no weights: a directory to begin from may have none yet.
  public func configuration(directory: String) throws -> ModelConfiguration {
    let file = try baseDirectory(directory) + "/config.json"
    return try ModelConfiguration(json: JSONValue.parse(AtomicFile.read(file), file: file), file: file)
  }

  /// Weights and tokenizer. The two models used last stay in memory.
  public func load(directory: String) throws -> LoadedModel {
    let digest = try contentDigest(directory: directory)
    let key = directory + "\n" + digest.description
    if let known = state.withLock({ $0.models[key] }) { return known }
    let tokenizer = try tokenizer(directory: directory)
    let model: LanguageModel
    if PEFT.isAdapter(directory) {
      // The base's weights are there once, however many adapters stand on them.
      let base = try load(directory: baseDirectory(directory)).model
      model = try base.attaching(Adapter(directory: directory, for: base))
    } else {
      try Self.checkMemory(directory)
      model = try LanguageModel(directory: directory)
    }
    guard tokenizer.vocabularySize <= model.configuration.vocabularySize else {
      throw LanguageModelError.file(
        path: directory,
        reason: "its tokenizer has \(tokenizer.vocabularySize) tokens, its weights only "
          + "\(model.configuration.vocabularySize)")
    }
    model.origin = .directory(directory, digest: digest.hex)
    model.crew = state.withLock { $0.crew }
    let loaded = LoadedModel(
      directory: directory, name: Self.name(of: directory), model: model, tokenizer: tokenizer, digest: digest)
    state.withLock { state in
      state.models[key] = loaded
      state.order.append(key)
      if state.order.count > 2 { state.models[state.order.removeFirst()] = nil }
    }
    return loaded
  }

  /// Throws `OutOfMemory` where the weights have no room: small ones are held in float32, all are mapped.
  private static func checkMemory(_ directory: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter(isWeights)
    let bytes = files.reduce(0.0) { sum, name in
      // The weights may be a link to them.
      sum + Double(FileTree.size(directory + "/" + name) ?? 0)
    }
    let mapped = ProcessMemory.addressSpaceLimit == nil ? 0 : bytes
    try Budget.require(
      mapped + min(2 * bytes, 256e6), for: "loading `\(name(of: directory))`", advice: "a smaller model takes less")
  }

  /// The model of a directory that had this content when something was said of it.
  ///
  /// - Throws: `LanguageModelError.file` where it, or the base that it stands on, is another now.
  func load(directory: String, expecting digest: ContentDigest) throws -> LoadedModel {
    guard try contentDigest(directory: directory) == digest else {
      throw LanguageModelError.file(
        path: directory,
        reason: PEFT.isAdapter(directory)
          ? "its base \(try baseDirectory(directory)) has changed since the adapter was tuned from it"
          : "has changed since it was loaded")
    }
    return try load(directory: directory)
  }

  /// The model of the settings.
  public func load(_ settings: Settings) throws -> LoadedModel { try load(directory: directory(settings)) }

  /// What a directory is called: its last folder; `org/name` where it is a snapshot in the hub's cache, whose last folder is
  /// a commit; a tuned model's folder in the store, which is a digest, by its beginning.
  package static func name(of directory: String) -> String {
    let folders = URL(fileURLWithPath: directory).standardizedFileURL.pathComponents
    if let digest = folders.last.flatMap({ ContentDigest($0) }) { return "the tuned model \(digest.short)" }
    let cached = folders.dropLast(2).last ?? ""
    guard folders.dropLast().last == "snapshots", cached.hasPrefix("models--") else { return folders.last ?? directory }
    return String(cached.dropFirst("models--".count)).replacing("--", with: "/")
  }
}

extension RunContext {
  /// The other ranks; nil where there are none.
  var crew: StageCrew? { models.crew as? StageCrew }
  /// The models and tokenizers in memory.
  var models: ModelLibrary { resources[ModelLibrary.self] }
  /// The sentence encoder in memory.
  var encoders: EncoderLibrary { resources[EncoderLibrary.self] }
}
