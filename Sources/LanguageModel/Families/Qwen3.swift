import Documents

extension Family {
  /// Qwen3's dense models: every head's query and key normalised before rotation.
  public static let qwen3: Family = Family(
    architecture: "Qwen3ForCausalLM", modelType: "qwen3",
    models: "Qwen3, dense",
    tested: [
      "own output", "grouped heads", "heads of their own size", "query and key norms", "attention biases",
      "sliding window on some layers", "silu",
    ], names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(
        .qwen3, &reader, contextLength: 32_768, epsilon: ("rms_norm_eps", 1e-6), keyValueHeads: 32, headDimension: 128)
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.queryKeyNorm = .heads
      c.slidingWindows = reader.windows(layers: c.layers)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
      writeWindows(c, into: &object)
    })
}
