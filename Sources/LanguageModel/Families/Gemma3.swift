import Documents

extension Family {
  /// Gemma 3's models of text: as Gemma 2, with queries and keys normalised in place of caps on scores, and positions of their own
  /// in the layers with windows (arXiv 2503.19786). Those that see images too are another architecture.
  public static let gemma3: Family = Family(
    architecture: "Gemma3ForCausalLM", modelType: "gemma3_text",
    models: "Gemma 3, 270M and 1B",
    tested: [
      "tied output", "grouped heads", "heads of their own size", "linear RoPE scaling",
      "positions of their own in windows", "norms before and after branches", "norms of 1 + w", "query and key norms",
      "sliding window on some layers", "soft caps on logits", "attention multiplier", "embedding multiplier",
      "gelu_pytorch_tanh",
    ],
    names: TensorNames(feedForwardNorm: "pre_feedforward_layernorm"),
    read: { reader in
      var c = gemma2Decoder(
        .gemma3, &reader, contextLength: 131_072, theta: 1_000_000, windowTheta: 10_000)
      c.queryKeyNorm = .heads
      c.slidingWindows = reader.alternatingWindows(
        layers: c.layers, pattern: reader.integer("sliding_window_pattern", default: 6))
      // transformers does not apply attn_logit_softcapping here, though it stands in files.
      c.logitsCap = reader.cap("final_logit_softcapping", default: nil)
      return c
    },
    write: { c, object in
      writeGemma2Decoder(c, into: &object)
      if case .rotary(let theta, _) = c.windowPosition { object["rope_local_base_freq"] = .number(theta) }
    })
}
