import Documents
import LanguageModel
import Tokenization

/// The token that ends an answer, named in a saved model's files: other programs then stop where the model learned to.
///
/// Generation goes by generation_config.json, older programs by config.json, and what takes the end from the tokenizer
/// (servers, trainers) by tokenizer_config.json. Ends that were named before stay named.
struct LearnedEnd {
  /// What ends an answer in the template that the model was tuned in.
  let token: Int32
  let tokenizer: Tokenizer

  /// - Parameters:
  ///   - directory: holds the model, or an adapter of it, and its tokenizer.
  ///   - base: where the settings of generation stand that an adapter's directory lacks.
  ///   - configuration: of the model.
  /// - Throws: `FileError`, `JSONError`.
  func name(in directory: String, base: String, configuration: ModelConfiguration) throws {
    let settings = directory + "/config.json"
    if let config = try object(settings) { try put(naming(config, otherwise: []), in: settings, before: config) }
    let generation = directory + "/" + GenerationConfiguration.name
    let present = try object(generation)
    var config = try present ?? object(base + "/" + GenerationConfiguration.name)
    if config == nil {
      config = ["do_sample": false]
      config?["bos_token_id"] = configuration.bosToken.map { .integer($0) }
    }
    try put(naming(config ?? [:], otherwise: configuration.eosTokens), in: generation, before: present)
    try nameInTokenizer(directory)
  }

  /// The learned end stands first, as readers that know one end alone take that.
  private func naming(_ config: JSONObject, otherwise ends: [Int]) -> JSONObject {
    let named = config["eos_token_id"].map { value in (value.array ?? [value]).compactMap(\.int) } ?? []
    let token = Int(token)
    guard !named.contains(token) else { return config }
    let known = named.isEmpty ? ends : named
    let all = known.contains(token) ? known : [token] + known
    var config = config
    config["eos_token_id"] = all.count == 1 ? .integer(token) : .array(all.map { .integer($0) })
    return config
  }

  private func nameInTokenizer(_ directory: String) throws {
    guard tokenizer.endOfText != token, let end = tokenizer.name(of: token) else { return }
    let path = directory + "/tokenizer_config.json"
    var config = try object(path) ?? [:]
    config["eos_token"] = .string(end)
    try put(config, in: path)
    let map = directory + "/special_tokens_map.json"
    if var special = try object(map), special["eos_token"] != nil {
      special["eos_token"] = .string(end)
      try put(special, in: map)
    }
    // Where no token began a text but the end's own, the one that did when the model was tuned must now be named.
    guard try Tokenizer(directory: directory).beginOfText != tokenizer.beginOfText,
      let begin = tokenizer.name(of: tokenizer.beginOfText)
    else { return }
    config["bos_token"] = .string(begin)
    try put(config, in: path)
  }

  private func object(_ path: String) throws -> JSONObject? {
    do { return try JSONValue.parse(AtomicFile.read(path), file: path).object } catch let error as FileError
      where error.isMissing
    { return nil }
  }

  private func put(_ object: JSONObject, in path: String, before: JSONObject? = nil) throws {
    guard object != before else { return }
    try AtomicFile.write(JSONValue.object(object).serialized(pretty: true) + "\n", to: path)
  }
}
