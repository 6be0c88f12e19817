import Documents
import Foundation

/// The files in which Hugging Face's PEFT keeps an adapter.
package enum PEFT {
  package static let configuration = "adapter_config.json"
  package static let weights = "adapter_model.safetensors"
  /// Before a module's name in the weights: PEFT's wrapper, and in it the causal language model.
  package static let prefix = "base_model.model."

  /// Whether the directory holds an adapter in place of a model.
  package static func isAdapter(_ directory: String) -> Bool {
    FileManager.default.fileExists(atPath: directory + "/" + configuration)
  }

  /// What adapter_config.json says that matters here.
  package struct Settings: Sendable, Hashable {
    package var options: AdapterOptions
    /// base_model_name_or_path: a path or `org/name`.
    package var base: String
  }

  /// Reads adapter_config.json.
  ///
  /// Throws `FileError`, `JSONError`, or `LanguageModelError.adapter` with every setting that changes what is computed and
  /// is not implemented (another method, trained biases, whole modules, DoRA, ranks that differ between modules).
  package static func settings(_ directory: String) throws -> Settings {
    let path = directory + "/" + configuration
    let json = try JSONValue.read(path)
    var problems: [String] = []
    func present(_ key: String) -> JSONValue? {
      guard let value = json[key], !value.isNull else { return nil }
      return value
    }
    func fail(_ reason: String) -> LanguageModelError { .adapter(path: path, problems: [reason]) }
    guard json.object != nil else { throw fail("is \(json.kind), not an object") }
    let type = present("peft_type")?.string ?? "(none)"
    guard type == "LORA" else { throw fail("peft_type is \(type); supported: LORA") }

    var options = AdapterOptions()
    if let rank = present("r")?.int {
      options.rank = rank
    } else {
      problems.append("r is missing or not a whole number")
    }
    if let alpha = present("lora_alpha")?.double {
      options.alpha = alpha
    } else {
      problems.append("lora_alpha is missing or not a number")
    }
    options.dropout = present("lora_dropout")?.double ?? 0
    options.rankStabilized = present("use_rslora")?.bool ?? false
    problems += options.problems
    if let bias = present("bias")?.string, bias != "none" {
      problems.append("bias is \"\(bias)\": biases are not trained here; supported: \"none\"")
    }
    for key in unsupported {
      guard let value = present(key), !isNothing(value) else { continue }
      problems.append("\(key) is set, which is not supported")
    }
    // These start from other base weights than the checkpoint's, which the file does not hold.
    if let start = present("init_lora_weights")?.string,
      ["pissa", "olora", "corda", "loftq", "lora_ga"].contains(where: { start.hasPrefix($0) })
    {
      problems.append("init_lora_weights \"\(start)\" changes the base's weights, which is not supported")
    }
    let base = present("base_model_name_or_path")?.string ?? ""
    guard problems.isEmpty else { throw LanguageModelError.adapter(path: path, problems: problems) }
    return Settings(options: options, base: base)
  }

  /// Settings that change what an adapter computes, or add tensors beside A and B.
  private static let unsupported = [
    "modules_to_save", "use_dora", "lora_bias", "rank_pattern", "alpha_pattern", "layer_replication",
    "trainable_token_indices", "target_parameters", "alora_invocation_tokens", "use_qalora", "use_bdlora",
    "arrow_config", "kasa_config", "monteclora_config", "velora_config", "megatron_config",
  ]

  private static func isNothing(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object): object.isEmpty
    case .array(let array): array.isEmpty
    case .bool(let value): !value
    case .null, .integer, .number, .string: false
    }
  }

  /// The directory of an adapter's base: a path from the working directory or from the adapter's, or `org/name` in the
  /// hub's cache. Throws `LanguageModelError.adapter` where there is none.
  package static func baseDirectory(adapter directory: String) throws -> String {
    let named = try settings(directory).base
    func fail(_ reason: String) -> LanguageModelError {
      .adapter(path: directory + "/" + configuration, problems: [reason])
    }
    guard !named.isEmpty else { throw fail("has no base_model_name_or_path, the model that it was tuned from") }
    let beside = directory + "/" + named
    let isBeside = !FileManager.default.fileExists(atPath: named) && FileManager.default.fileExists(atPath: beside)
    let found: String
    do { found = try LanguageModel.resolve(isBeside ? beside : named) } catch {
      throw fail("its base cannot be used: \(error)")
    }
    guard !isAdapter(found) else { throw fail("its base \(found) is an adapter too") }
    return found
  }
}
