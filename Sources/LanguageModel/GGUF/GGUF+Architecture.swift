import Documents

extension GGUF {
  /// How the settings of an architecture are said in a Hugging Face config.json.
  struct Architecture: Sendable {
    /// As `general.architecture` names it, and its settings begin.
    let name: String
    /// Which family's it is: one that has it need not be the only one (Mistral's files are Llama's).
    let family: Family
    /// Adds the shape.
    let write: @Sendable (inout SettingsReader, inout JSONObject) -> Void

    /// Every architecture that is read.
    static let all: [Architecture] = [.llama, .qwen2, .qwen3, .gpt2, .starCoder2]
  }

  /// config.json of a file. Throws `LanguageModelError.architecture`, or `.configuration` with everything that is missing or is not
  /// supported.
  static func configuration(_ file: Reader) throws -> JSONObject {
    let named = file.settings["general.architecture"]?.string ?? "(none named)"
    guard let architecture = Architecture.all.first(where: { $0.name == named }) else {
      throw LanguageModelError.architecture(path: file.path, found: named, supported: Architecture.all.map(\.name))
    }
    var reader = SettingsReader(file, architecture.name)
    var object: JSONObject = [
      "architectures": [.string(architecture.family.architecture)],
      "model_type": .string(architecture.family.modelType),
    ]
    object["vocab_size"] = .integer(reader.rows(of: "token_embd.weight"))
    if let experts = reader.integer("expert_count"), experts > 0 {
      reader.problems.append(
        "\(named).expert_count is \(experts): routed experts are read from safetensors files alone")
    }
    architecture.write(&reader, &object)
    object["tie_word_embeddings"] = .bool(file.entries["output.weight"] == nil)
    object["torch_dtype"] = "float32"
    object["bos_token_id"] = file.settings["tokenizer.ggml.bos_token_id"]
    object["eos_token_id"] = endTokens(file)
    guard reader.problems.isEmpty else {
      throw LanguageModelError.configuration(path: file.path, problems: reader.problems)
    }
    // A shape that no model can have is refused here, before anything is made of it.
    _ = try ModelConfiguration(json: .object(object), file: file.path)
    return object
  }

  /// The end of text, and the end of a turn where the file names one.
  static func endTokens(_ file: Reader) -> JSONValue? {
    let named = ["eos_token_id", "eot_token_id"].compactMap { file.settings["tokenizer.ggml." + $0]?.int }
    guard let first = named.first else { return nil }
    return Set(named).count == 1 ? .integer(first) : .array(named.map { .integer($0) })
  }
}

extension GGUF.Architecture {
  static let llama = GGUF.Architecture(name: "llama", family: .llama) { reader, object in
    reader.rotaryDecoder(&object, epsilon: ("attention.layer_norm_rms_epsilon", "rms_norm_eps"), factors: true)
    object["attention_bias"] = .bool(reader.has("blk.0.attn_q.bias"))
    object["mlp_bias"] = .bool(reader.has("blk.0.ffn_up.bias"))
  }

  static let qwen2 = GGUF.Architecture(name: "qwen2", family: .qwen2) { reader, object in
    reader.rotaryDecoder(&object, epsilon: ("attention.layer_norm_rms_epsilon", "rms_norm_eps"))
  }

  static let qwen3 = GGUF.Architecture(name: "qwen3", family: .qwen3) { reader, object in
    reader.rotaryDecoder(&object, epsilon: ("attention.layer_norm_rms_epsilon", "rms_norm_eps"))
    object["attention_bias"] = .bool(reader.has("blk.0.attn_q.bias"))
  }

  static let starCoder2 = GGUF.Architecture(name: "starcoder2", family: .starCoder2) { reader, object in
    reader.rotaryDecoder(&object, epsilon: ("attention.layer_norm_epsilon", "norm_epsilon"))
    object["hidden_act"] = "gelu_pytorch_tanh"
    object["use_bias"] = .bool(reader.has("blk.0.attn_q.bias"))
  }

  static let gpt2 = GGUF.Architecture(name: "gpt2", family: .gpt2) { reader, object in
    object["n_embd"] = .integer(reader.needed("embedding_length"))
    object["n_inner"] = .integer(reader.needed("feed_forward_length"))
    object["n_layer"] = .integer(reader.needed("block_count"))
    object["n_head"] = .integer(reader.needed("attention.head_count"))
    object["n_positions"] = .integer(reader.needed("context_length"))
    object["layer_norm_epsilon"] = .number(reader.neededNumber("attention.layer_norm_epsilon"))
    object["activation_function"] = "gelu_new"
  }
}
