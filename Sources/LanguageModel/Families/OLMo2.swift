import Documents

extension Family {
  /// OLMo 2: norms behind attention and the feed-forward part, and over all queries and all keys (arXiv 2501.00656).
  public static let olmo2: Family = Family(
    architecture: "Olmo2ForCausalLM", modelType: "olmo2",
    models: "OLMo 2",
    tested: [
      "own output", "grouped heads", "norms after branches", "query and key norms over all heads", "attention biases",
      "silu",
    ],
    names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(.olmo2, &reader, contextLength: 2048, epsilon: ("rms_norm_eps", 1e-5))
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.normPlacement = .after
      c.queryKeyNorm = .projection
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
    })
}
