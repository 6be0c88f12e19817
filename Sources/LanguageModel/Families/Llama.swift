import Documents

extension Family {
  /// Llama 1 to 3, CodeLlama, DeepSeek-Coder, SmolLM and others of their form.
  public static let llama: Family = Family(
    architecture: "LlamaForCausalLM", modelType: "llama",
    models: "Llama 1 to 3.3, CodeLlama, DeepSeek-Coder, SmolLM",
    tested: [
      "tied output", "own output", "grouped heads", "heads of their own size", "linear RoPE scaling",
      "dynamic RoPE scaling",
      "Llama 3 RoPE scaling", "YaRN", "attention biases", "feed-forward biases", "silu", "gelu", "several end tokens",
    ], names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(.llama, &reader, contextLength: 2048, epsilon: ("rms_norm_eps", 1e-6))
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.feedForwardBias = reader.flag("mlp_bias", default: false)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
      object["mlp_bias"] = .bool(c.feedForwardBias)
    })
}
