import Documents
import Foundation

/// Where a model's weights are kept.
package enum WeightStorage: Sendable {
  /// In memory where they are small, else mapped.
  case automatic
  /// In memory as float32.
  case resident
  /// In their files, in the precision they are stored in.
  case mapped

  /// Bytes of float32 weights that are held in memory without being asked for.
  static let smallest = 256 << 20
}

extension LanguageModel {
  /// Loads a Hugging Face directory: config.json and model.safetensors, or shards named by model.safetensors.index.json.
  /// In place of these it may hold an adapter as PEFT writes it; then it is its base with the adapter attached.
  /// Nothing but headers and one-dimensional tensors is read of a large model before it is used.
  ///
  /// Throws `FileError`, `JSONError` or `LanguageModelError`; missing, unknown and misshaped tensors are named all at once.
  public convenience init(directory: String) throws { try self.init(directory: directory, storage: .automatic) }

  package convenience init(directory: String, storage: WeightStorage) throws {
    if PEFT.isAdapter(directory) {
      let base = try LanguageModel(directory: PEFT.baseDirectory(adapter: directory), storage: storage)
      self.init(sharing: base, adapter: try Adapter(directory: directory, for: base))
      return
    }
    let configPath = directory + "/config.json"
    if !FileManager.default.fileExists(atPath: configPath), FileManager.default.fileExists(atPath: directory) {
      let error = ForeignWeights.error(in: directory)
      guard (try? ModelFiles(directory)) != nil else { throw error }
    }
    let json = try JSONValue.read(configPath)
    var configuration = try ModelConfiguration(json: json, file: configPath)
    var kept = json.object ?? [:]
    let files = try ModelFiles(directory)
    try files.check(DeclaredShape(configuration), file: configPath)
    let hasOwnHead = try configuration.tiedEmbeddings && files.holdOwnHead(configuration)
    if hasOwnHead {
      // As transformers does: two matrices of different values are two matrices, whatever the flag says.
      configuration.tiedEmbeddings = false
      kept["tie_word_embeddings"] = false
    }
    let layout = WeightLayout(configuration)
    let tensors = try files.match(layout, configuration)
    let weights = Weights(layout, mapped: MappedTensors(layout, tensors, files: files.readers))
    if storage == .resident || (storage == .automatic && 4 * layout.size <= WeightStorage.smallest) {
      _ = weights.buffer
    }
    self.init(
      configuration, weights,
      ModelSource(
        configuration: kept, generation: try? AtomicFile.read(directory + "/generation_config.json"),
        names: tensors.map(\.name), types: files.types(tensors), hasUnannouncedHead: hasOwnHead))
  }

  /// What was found in the directory that contradicts its config.json, and what was done; for whoever uses the model.
  public var remarks: [String] {
    guard source?.hasUnannouncedHead == true else { return [] }
    return [
      "config.json ties the output matrix to the embedding, but the files hold two different ones: both are kept"
    ]
  }

  /// Whether the weights stay in their files.
  package var isMapped: Bool { reading { $0.mapped != nil } }
}
