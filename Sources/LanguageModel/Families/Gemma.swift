import Documents
import Kernels

extension Family {
  /// The first Gemma and CodeGemma: embeddings times √hidden, norms of 1 + w, and a feed-forward part gated by GELU
  /// (arXiv 2403.08295).
  public static let gemma: Family = Family(
    architecture: "GemmaForCausalLM", modelType: "gemma",
    models: "Gemma 1, CodeGemma",
    tested: [
      "tied output", "grouped heads", "heads of their own size", "norms of 1 + w", "embedding multiplier",
      "attention biases", "gelu_pytorch_tanh",
    ], names: TensorNames(),
    read: { reader in
      var c = gemmaDecoder(.gemma, &reader, contextLength: 8192, activationKey: "hidden_act", keyValueHeads: 16)
      // What the first files call gelu was its approximation.
      if c.activation == .gelu { c.activation = .geluTanh }
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
    })

  /// What all Gemmas share.
  static func gemmaDecoder(
    _ family: Family, _ reader: inout ConfigurationReader, contextLength: Int, activationKey: String,
    keyValueHeads: Int,
    theta: Double = 10_000, windowTheta: Double? = nil
  ) -> ModelConfiguration {
    reader.require("use_bidirectional_attention", false)
    var c = rotaryDecoder(
      family, &reader, contextLength: contextLength, epsilon: ("rms_norm_eps", 1e-6), theta: theta,
      windowTheta: windowTheta, keyValueHeads: keyValueHeads, headDimension: 256, activation: .geluTanh,
      activationKey: activationKey, tied: true)
    c.normsAddOne = true
    // In float32, as the reference implementation holds it.
    c.embeddingMultiplier = Double(Float(Double(c.hiddenSize).squareRoot()))
    c.attentionBias = reader.flag("attention_bias", default: false)
    c.attentionOutputBias = c.attentionBias
    return c
  }
}
