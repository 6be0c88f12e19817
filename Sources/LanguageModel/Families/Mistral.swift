import Documents

extension Family {
  /// Mistral: a sliding window in every layer, none where `sliding_window` is null.
  public static let mistral: Family = Family(
    architecture: "MistralForCausalLM", modelType: "mistral",
    models: "Mistral 7B, Codestral",
    tested: ["own output", "grouped heads", "heads of their own size", "sliding window", "silu"], names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(
        .mistral, &reader, contextLength: 131_072, epsilon: ("rms_norm_eps", 1e-6), keyValueHeads: 8)
      c.slidingWindows = reader.window(layers: c.layers, default: 4096)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["sliding_window"] = c.slidingWindow(0).map { .integer($0) } ?? .null
    })
}
