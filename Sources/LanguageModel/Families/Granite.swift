import Documents

extension Family {
  /// Granite's dense models: a Llama with factors on embeddings, residual branches, scores and logits (μP, arXiv 2203.03466).
  public static let granite: Family = Family(
    architecture: "GraniteForCausalLM", modelType: "granite",
    models: "Granite 3, dense, and Granite Code of that form",
    tested: [
      "tied output", "grouped heads", "attention biases", "feed-forward biases", "silu", "attention multiplier",
      "embedding multiplier", "residual multiplier", "logits scaling",
    ], names: TensorNames(),
    read: { reader in
      var c = rotaryDecoder(.granite, &reader, contextLength: 2048, epsilon: ("rms_norm_eps", 1e-6))
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.feedForwardBias = reader.flag("mlp_bias", default: false)
      c.attentionMultiplier = reader.number("attention_multiplier", default: 1)
      c.embeddingMultiplier = reader.number("embedding_multiplier", default: 1)
      c.residualMultiplier = reader.number("residual_multiplier", default: 1)
      c.logitsDivisor = reader.number("logits_scaling", default: 1)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
      object["mlp_bias"] = .bool(c.feedForwardBias)
      // Granite's default is 1, not what other families scale by.
      object["attention_multiplier"] = .number(c.attentionMultiplier ?? Double(c.attentionScale(0)))
      object["embedding_multiplier"] = .number(c.embeddingMultiplier)
      object["residual_multiplier"] = .number(c.residualMultiplier)
      object["logits_scaling"] = .number(c.logitsDivisor)
    })
}
