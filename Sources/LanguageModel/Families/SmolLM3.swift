import Documents

extension Family {
  /// SmolLM3: a Llama some of whose layers leave queries and keys as they are, by default every fourth (arXiv 2501.18795).
  public static let smolLM3: Family = Family(
    architecture: "SmolLM3ForCausalLM", modelType: "smollm3",
    models: "SmolLM3",
    tested: [
      "tied output", "grouped heads", "layers without rotary positions", "feed-forward biases",
      "sliding window on some layers", "silu",
    ], names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(
        .smolLM3, &reader, contextLength: 32_768, epsilon: ("rms_norm_eps", 1e-6), theta: 2_000_000, keyValueHeads: 4,
        tied: true)
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.feedForwardBias = reader.flag("mlp_bias", default: false)
      c.rotatedLayers = reader.rotatedLayers(c.layers, interval: 4)
      c.slidingWindows = reader.windows(layers: c.layers) { [c] in !c.isRotated($0) }
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
      object["mlp_bias"] = .bool(c.feedForwardBias)
      object["no_rope_layers"] = .array((0..<c.layers).map { .integer(c.isRotated($0) ? 1 : 0) })
      writeWindows(c, into: &object)
      // Without it, readers make windows of the layers that are not rotated.
      if c.slidingWindows.isEmpty {
        object["layer_types"] = .array([JSONValue](repeating: "full_attention", count: c.layers))
      }
    })
}
