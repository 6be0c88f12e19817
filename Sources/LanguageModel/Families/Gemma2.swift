import Documents

extension Family {
  /// Gemma 2: norms around every branch, windows in every other layer, scores and logits between soft caps (arXiv 2408.00118).
  public static let gemma2: Family = Family(
    architecture: "Gemma2ForCausalLM", modelType: "gemma2",
    models: "Gemma 2",
    tested: [
      "tied output", "grouped heads", "heads of their own size", "norms before and after branches", "norms of 1 + w",
      "sliding window on some layers", "soft caps on scores", "soft caps on logits", "attention multiplier",
      "embedding multiplier", "gelu_pytorch_tanh",
    ],
    names: TensorNames(feedForwardNorm: "pre_feedforward_layernorm"),
    read: { reader in
      var c = gemma2Decoder(.gemma2, &reader, contextLength: 8192)
      c.slidingWindows = reader.alternatingWindows(layers: c.layers, pattern: 2)
      c.scoreCap = reader.cap("attn_logit_softcapping", default: 50)
      c.logitsCap = reader.cap("final_logit_softcapping", default: 30)
      return c
    },
    write: { c, object in
      writeGemma2Decoder(c, into: &object)
      object["attn_logit_softcapping"] = c.scoreCap.map { .number($0) } ?? .null
    })

  /// What Gemma 2 and 3 share.
  static func gemma2Decoder(
    _ family: Family, _ reader: inout ConfigurationReader, contextLength: Int, theta: Double = 10_000,
    windowTheta: Double? = nil
  ) -> ModelConfiguration {
    var c = gemmaDecoder(
      family, &reader, contextLength: contextLength, activationKey: "hidden_activation", keyValueHeads: 4,
      theta: theta, windowTheta: windowTheta)
    c.normPlacement = .around
    let scalar = reader.integer("query_pre_attn_scalar", default: 256)
    if scalar > 0 {
      c.attentionMultiplier = 1 / Double(scalar).squareRoot()
    } else {
      reader.problems.append("query_pre_attn_scalar is not positive")
    }
    return c
  }

  /// The same back.
  static func writeGemma2Decoder(_ c: ModelConfiguration, into object: inout JSONObject) {
    writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", activationKey: "hidden_activation", into: &object)
    object["attention_bias"] = .bool(c.attentionBias)
    let scale = c.attentionMultiplier ?? Double(c.attentionScale(0))
    object["query_pre_attn_scalar"] = .integer(Int((1 / (scale * scale)).rounded()))
    object["final_logit_softcapping"] = c.logitsCap.map { .number($0) } ?? .null
    object["sliding_window"] = c.slidingWindows.compactMap { $0 }.first.map { .integer($0) } ?? .null
    object["layer_types"] = .array(layerTypes(c))
  }
}
