import Documents

extension ModelConfiguration {
  /// The architectures that cact runs, by their name in config.json.
  public static let supportedArchitectures = ["LlamaForCausalLM"]

  /// Reads Hugging Face's config.json; `file` names it in errors.
  ///
  /// Throws `LanguageModelError.architecture` or `.configuration` (all problems at once): a value that changes what the
  /// model computes and is not implemented (scaled rotary embeddings, biases, another activation) is an error.
  public init(json: JSONValue, file: String) throws {
    guard json.object != nil else {
      throw LanguageModelError.configuration(path: file, problems: ["is \(json.kind), not an object"])
    }
    let named = json["architectures"]?[0]?.string ?? json["model_type"]?.string ?? "(none named)"
    guard Self.supportedArchitectures.contains(named) || (json["architectures"] == nil && named == "llama") else {
      throw LanguageModelError.architecture(path: file, found: named, supported: Self.supportedArchitectures)
    }
    var problems: [String] = []
    func present(_ key: String) -> JSONValue? { json[key].flatMap { $0.isNull ? nil : $0 } }
    func integer(_ key: String, default fallback: Int? = nil) -> Int {
      guard let value = present(key) else {
        if let fallback { return fallback }
        problems.append("\(key) is missing")
        return 1
      }
      if let int = value.int { return int }
      problems.append("\(key) is \(value.kind), not a whole number")
      return 1
    }
    func number(_ value: JSONValue?, _ key: String, default fallback: Double) -> Double {
      guard let value, !value.isNull else { return fallback }
      if let double = value.double { return double }
      problems.append("\(key) is \(value.kind), not a number")
      return fallback
    }
    for key in ["attention_bias", "mlp_bias"] where present(key)?.bool == true {
      problems.append("\(key) is true, which is not supported")
    }
    if let activation = present("hidden_act")?.string, activation != "silu", activation != "swish" {
      problems.append("hidden_act \(activation) is not supported; supported: silu")
    }
    let rope = present("rope_parameters") ?? present("rope_scaling")
    if let kind = (rope?["rope_type"] ?? rope?["type"])?.string, kind != "default" {
      problems.append("rope_type \(kind) is not supported; supported: default")
    }
    let hidden = integer("hidden_size")
    let heads = integer("num_attention_heads")
    self.init(
      vocabularySize: integer("vocab_size"), hiddenSize: hidden, intermediateSize: integer("intermediate_size"),
      layers: integer("num_hidden_layers"), heads: heads,
      keyValueHeads: integer("num_key_value_heads", default: heads),
      headDimension: integer("head_dim", default: heads > 0 ? hidden / heads : 0),
      contextLength: integer("max_position_embeddings", default: 2048),
      ropeTheta: number(rope?["rope_theta"] ?? present("rope_theta"), "rope_theta", default: 10_000),
      normEpsilon: number(present("rms_norm_eps"), "rms_norm_eps", default: 1e-6),
      tiedEmbeddings: present("tie_word_embeddings")?.bool ?? false,
      // Some models list several end-of-text tokens; the first is the one that is trained.
      bosToken: present("bos_token_id")?.int ?? present("bos_token_id")?[0]?.int,
      eosToken: present("eos_token_id")?.int ?? present("eos_token_id")?[0]?.int,
      recommendedLearningRate: present("cact_learning_rate")?.double)
    problems += self.problems
    guard problems.isEmpty else { throw LanguageModelError.configuration(path: file, problems: problems) }
  }

  /// config.json as transformers reads it.
  public var json: JSONValue { json(storedAs: .f32) }

  func json(storedAs type: StoredType) -> JSONValue {
    let names: [StoredType: String] = [.f32: "float32", .f16: "float16", .bf16: "bfloat16"]
    var object: JSONObject = [
      "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize), "intermediate_size": .integer(intermediateSize),
      "num_hidden_layers": .integer(layers), "num_attention_heads": .integer(heads),
      "num_key_value_heads": .integer(keyValueHeads), "head_dim": .integer(headDimension),
      "max_position_embeddings": .integer(contextLength), "rope_theta": .number(ropeTheta),
      "rms_norm_eps": .number(normEpsilon), "hidden_act": "silu", "attention_bias": false, "mlp_bias": false,
      "tie_word_embeddings": .bool(tiedEmbeddings), "torch_dtype": .string(names[type] ?? "float32"),
    ]
    object["bos_token_id"] = bosToken.map { .integer($0) }
    object["eos_token_id"] = eosToken.map { .integer($0) }
    object["cact_learning_rate"] = recommendedLearningRate.map { .number($0) }
    return .object(object)
  }

  /// generation_config.json: greedy, with the model's own begin and end.
  var generationJSON: JSONValue {
    var object: JSONObject = ["do_sample": false]
    object["bos_token_id"] = bosToken.map { .integer($0) }
    object["eos_token_id"] = eosToken.map { .integer($0) }
    return .object(object)
  }
}
