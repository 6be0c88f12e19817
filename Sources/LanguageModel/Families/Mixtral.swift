import Documents

extension Family {
  /// Mixtral: a Mistral whose feed-forward parts are experts, by default two of eight for a row (arXiv 2401.04088).
  ///
  /// The loss is the answers' alone: what transformers adds for balance among the experts where `output_router_logits` is set is left
  /// out. So is the noise of `router_jitter_noise`, which it multiplies rows by while training.
  public static let mixtral: Family = Family(
    architecture: "MixtralForCausalLM", modelType: "mixtral",
    models: "Mixtral 8x7B and 8x22B",
    tested: ["own output", "grouped heads", "heads of their own size", "sliding window", "silu", "routed experts"],
    names: TensorNames(experts: ExpertNames(block: "block_sparse_moe", up: ["w1", "w3"], down: "w2")),
    read: { reader in
      var c = rotaryDecoder(
        .mixtral, &reader, contextLength: 131_072, epsilon: ("rms_norm_eps", 1e-5), theta: 1_000_000, keyValueHeads: 8)
      c.slidingWindows = reader.window(layers: c.layers, default: nil)
      c.experts = ModelConfiguration.Experts(
        count: reader.expertCount(default: 8), chosen: reader.integer("num_experts_per_tok", default: 2),
        intermediateSize: c.intermediateSize, normalizesWeights: true)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["sliding_window"] = c.slidingWindow(0).map { .integer($0) } ?? .null
      object["num_local_experts"] = c.experts.map { .integer($0.count) }
      object["num_experts_per_tok"] = c.experts.map { .integer($0.chosen) }
    })
}
