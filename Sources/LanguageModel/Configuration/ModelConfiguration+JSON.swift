public import Documents
import Kernels

extension ModelConfiguration {
  /// The architectures that cact runs, by their name in config.json.
  public static var supportedArchitectures: [String] { Family.all.map(\.architecture) }

  /// Reads Hugging Face's config.json; `file` names it in errors.
  ///
  /// Throws `LanguageModelError.architecture` or `.configuration` (all problems at once): a value that changes what the
  /// model computes and is not implemented is an error. Dropout is none: it is never applied here.
  public init(json: JSONValue, file: String) throws {
    guard json.object != nil else {
      throw LanguageModelError.configuration(path: file, problems: ["is \(json.kind), not an object"])
    }
    let architecture = json["architectures"]?[0]?.string
    let type = json["model_type"]?.string
    guard
      let family = Family.all.first(where: {
        architecture == nil ? $0.modelType == type : $0.architecture == architecture
      })
    else {
      throw LanguageModelError.architecture(
        path: file, found: architecture ?? type ?? "(none named)", supported: Self.supportedArchitectures)
    }
    var reader = ConfigurationReader(json)
    if let method = reader.value("quantization_config") {
      let name = method["quant_method"]?.string ?? "an unnamed method"
      reader.problems.append("quantization_config: weights quantized by \(name) are not supported")
    }
    self = family.read(&reader)
    bosToken = reader.tokens("bos_token_id").first
    eosTokens = reader.tokens("eos_token_id")
    recommendedLearningRate = reader.value("cact_learning_rate")?.double
    let problems = reader.problems + self.problems
    guard problems.isEmpty else { throw LanguageModelError.configuration(path: file, problems: problems) }
  }

  /// config.json as transformers reads it.
  public var json: JSONValue { json(storedAs: .f32) }

  func json(storedAs type: StoredType) -> JSONValue {
    let names: [StoredType: String] = [.f32: "float32", .f16: "float16", .bf16: "bfloat16"]
    var object: JSONObject = ["architectures": [.string(family.architecture)], "model_type": .string(family.modelType)]
    family.write(self, &object)
    object["tie_word_embeddings"] = .bool(tiedEmbeddings)
    object["torch_dtype"] = .string(names[type] ?? "float32")
    object["bos_token_id"] = bosToken.map { .integer($0) }
    object["eos_token_id"] = eosJSON
    object["cact_learning_rate"] = recommendedLearningRate.map { .number($0) }
    return .object(object)
  }

  /// generation_config.json: greedy, with the model's own begin and end.
  var generationJSON: JSONValue {
    var object: JSONObject = ["do_sample": false]
    object["bos_token_id"] = bosToken.map { .integer($0) }
    object["eos_token_id"] = eosJSON
    return .object(object)
  }

  private var eosJSON: JSONValue? {
    eosTokens.count > 1 ? .array(eosTokens.map { .integer($0) }) : eosTokens.first.map { .integer($0) }
  }
}
