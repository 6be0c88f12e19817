import Documents

extension Family {
  /// Qwen3's models with experts: Qwen3's attention, and experts in all layers but those that `mlp_only_layers` and
  /// `decoder_sparse_step` leave dense.
  ///
  /// The loss is the answers' alone: what transformers adds for balance among the experts where `output_router_logits` is set is left
  /// out.
  public static let qwen3MoE: Family = Family(
    architecture: "Qwen3MoeForCausalLM", modelType: "qwen3_moe",
    models: "Qwen3 with experts (30B-A3B, 235B-A22B), Qwen3-Coder with experts",
    tested: [
      "tied output", "own output", "grouped heads", "heads of their own size", "query and key norms",
      "attention biases", "sliding window", "silu", "gelu", "routed experts", "dense layers among them",
      "experts' weights not normalised",
    ],
    names: TensorNames(experts: ExpertNames()),
    read: { reader in
      var c = rotaryDecoder(
        .qwen3MoE, &reader, contextLength: 32_768, epsilon: ("rms_norm_eps", 1e-6), keyValueHeads: 4)
      c.attentionBias = reader.flag("attention_bias", default: false)
      c.attentionOutputBias = c.attentionBias
      c.queryKeyNorm = .heads
      // One window for all layers, whatever `max_window_layers` says.
      if reader.flag("use_sliding_window", default: false) {
        c.slidingWindows = reader.window(layers: c.layers, default: 4096)
      }
      let experts = ModelConfiguration.Experts(
        count: reader.expertCount(default: 128), chosen: reader.integer("num_experts_per_tok", default: 8),
        intermediateSize: reader.integer("moe_intermediate_size", default: 768),
        normalizesWeights: reader.flag("norm_topk_prob", default: false),
        denseLayers: reader.denseLayers(of: c.layers))
      // Without any, every layer is dense.
      c.experts = experts.count == 0 ? nil : experts
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["attention_bias"] = .bool(c.attentionBias)
      object["use_sliding_window"] = .bool(c.slidingWindow(0) != nil)
      object["sliding_window"] = c.slidingWindow(0).map { .integer($0) } ?? .null
      object["num_experts"] = .integer(c.experts?.count ?? 0)
      guard let experts = c.experts else { return }
      object["num_experts_per_tok"] = .integer(experts.chosen)
      object["moe_intermediate_size"] = .integer(experts.intermediateSize)
      object["norm_topk_prob"] = .bool(experts.normalizesWeights)
      object["decoder_sparse_step"] = 1
      object["mlp_only_layers"] = .array(experts.denseLayers.map { .integer($0) })
    })
}
