extension Family {
  /// Qwen2, Qwen2.5 and their coders: biases on queries, keys and values; windows in the upper layers where asked.
  public static let qwen2: Family = Family(
    architecture: "Qwen2ForCausalLM", modelType: "qwen2",
    models: "Qwen2, Qwen2.5, Qwen2.5-Coder",
    tested: ["tied output", "grouped heads", "query, key and value biases", "sliding window on some layers", "silu"],
    names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(
        .qwen2, &reader, contextLength: 32_768, epsilon: ("rms_norm_eps", 1e-6), keyValueHeads: 32)
      c.attentionBias = true
      c.slidingWindows = reader.windows(layers: c.layers)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      writeWindows(c, into: &object)
    })
}
