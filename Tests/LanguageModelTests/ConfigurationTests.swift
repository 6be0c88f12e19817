import Documents
import Kernels
import LanguageModel
import Testing

/// config.json as well-known models have it, in the older forms too, and what is said of one that cannot be run.
@Suite struct ConfigurationTests {
  private func read(_ text: String) throws -> ModelConfiguration {
    try ModelConfiguration(json: JSONValue.parse(text, file: "config.json"), file: "config.json")
  }

  private func failure(_ text: String) -> String {
    do {
      _ = try read(text)
      return "read"
    } catch { return "\(error)" }
  }

  private static let sizes = """
    "vocab_size": 32256, "hidden_size": 2048, "intermediate_size": 5504, "num_hidden_layers": 24,
    "num_attention_heads": 16, "max_position_embeddings": 16384
    """

  @Test func deepSeekCoder() throws {
    let c = try read(
      """
      {"architectures": ["LlamaForCausalLM"], \(Self.sizes), "num_key_value_heads": 16, "rms_norm_eps": 1e-06,
       "rope_scaling": {"factor": 4.0, "type": "linear"}, "rope_theta": 100000, "tie_word_embeddings": false,
       "bos_token_id": 32013, "eos_token_id": 32014, "pretraining_tp": 1}
      """)
    #expect(c.position == .rotary(theta: 100_000, scaling: .linear(factor: 4)))
    #expect(c.headDimension == 128 && c.eosTokens == [32014] && c.bosToken == 32013 && !c.tiedEmbeddings)
  }

  @Test func llama31() throws {
    let c = try read(
      """
      {"architectures": ["LlamaForCausalLM"], \(Self.sizes), "num_key_value_heads": 8, "rms_norm_eps": 1e-05,
       "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "rope_type": "llama3",
       "original_max_position_embeddings": 8192}, "rope_theta": 500000.0, "eos_token_id": [128001, 128008, 128009]}
      """)
    let scaling = RotaryScaling.llama3(factor: 8, low: 1, high: 4, originalContext: 8192)
    #expect(c.position == .rotary(theta: 500_000, scaling: scaling))
    #expect(c.eosTokens == [128001, 128008, 128009] && c.eosToken == 128001 && c.keyValueHeads == 8)
    #expect(try ModelConfiguration(json: c.json, file: "again") == c)
  }

  /// Windows that are named but not used.
  @Test func qwen25() throws {
    let c = try read(
      """
      {"architectures": ["Qwen2ForCausalLM"], \(Self.sizes), "num_key_value_heads": 2, "max_window_layers": 4,
       "sliding_window": 32768, "use_sliding_window": false, "rope_theta": 1000000.0, "tie_word_embeddings": true}
      """)
    #expect(c.attentionBias && !c.attentionOutputBias && c.slidingWindows.isEmpty && c.tiedEmbeddings)
    #expect(c.position == .rotary(theta: 1_000_000, scaling: .none))
  }

  @Test func mistral() throws {
    let start = "{\"architectures\": [\"MistralForCausalLM\"], \(Self.sizes)"
    #expect(try read(start + ", \"sliding_window\": null}").slidingWindows.isEmpty)
    let c = try read(start + "}")
    #expect((0..<24).allSatisfy { c.slidingWindow($0) == 4096 })
    #expect(c.keyValueHeads == 8)
  }

  /// Newest, nested form, and the model's type where no architecture is named.
  @Test func qwen3ByItsType() throws {
    let c = try read(
      """
      {"model_type": "qwen3", \(Self.sizes), "num_key_value_heads": 8,
       "rope_parameters": {"rope_type": "yarn", "rope_theta": 1000000, "factor": 4.0,
       "original_max_position_embeddings": 4096}}
      """)
    #expect(c.family == .qwen3 && c.queryKeyNorm == .heads && c.headDimension == 128)
    guard case .rotary(_, .yarn(let yarn)) = c.position else {
      Issue.record("no YaRN")
      return
    }
    #expect(yarn.factor == 4 && yarn.originalContext == 4096 && yarn.betaFast == 32 && yarn.betaSlow == 1)
    #expect(abs(yarn.attentionFactor - 1.138_629_436_111_989) < 1e-12)
  }

  /// Which layers are rotated: every fourth is not by default, and windows are of those alone.
  @Test func smolLM3() throws {
    let start = "{\"architectures\": [\"SmolLM3ForCausalLM\"], \(Self.sizes)"
    let c = try read(start + "}")
    #expect((0..<24).map { c.isRotated($0) } == (0..<24).map { $0 % 4 != 3 })
    #expect(c.ropeTheta == 2_000_000 && c.keyValueHeads == 4 && c.tiedEmbeddings && c.slidingWindows.isEmpty)
    let windowed = try read(
      start + ", \"no_rope_layer_interval\": 3, \"use_sliding_window\": true, \"sliding_window\": 9}")
    #expect((0..<24).map { windowed.isRotated($0) } == (0..<24).map { $0 % 3 != 2 })
    #expect((0..<24).allSatisfy { windowed.slidingWindow($0) == ($0 % 3 == 2 ? 9 : nil) })
    let marks = "[0" + String(repeating: ", 1", count: 30) + "]"
    let listed = try read(start + ", \"no_rope_layers\": \(marks)}")
    #expect((0..<24).map { listed.isRotated($0) } == (0..<24).map { $0 > 0 })
    for configuration in [c, windowed, listed] {
      #expect(try ModelConfiguration(json: configuration.json, file: "config.json") == configuration)
    }
    let all = try read(start + ", \"no_rope_layer_interval\": 25}")
    #expect(all.rotatedLayers.isEmpty && !all.features.contains("layers without rotary positions"))
    #expect(failure(start + ", \"no_rope_layers\": [1, 0]}").contains("for each of 24 layers"))
    #expect(failure(start + ", \"no_rope_layers\": \"all\"}").contains("no_rope_layers is not a list"))
    #expect(failure(start + ", \"no_rope_layer_interval\": 0}").contains("no_rope_layer_interval is 0"))
  }

  /// Granite's factors are 1 where they are absent, that on scores too.
  @Test func granite() throws {
    let start = "{\"architectures\": [\"GraniteForCausalLM\"], \(Self.sizes)"
    let plain = try read(start + "}")
    #expect(plain.attentionScale(0) == 1 && plain.embeddingMultiplier == 1 && plain.residualMultiplier == 1)
    #expect(plain.logitsDivisor == 1 && plain.keyValueHeads == 16 && !plain.tiedEmbeddings)
    let c = try read(
      start
        + """
        , "attention_multiplier": 0.015625, "embedding_multiplier": 12, "residual_multiplier": 0.22,
        "logits_scaling": 8.0}
        """)
    #expect(c.attentionScale(5) == 1 / 64 && c.embeddingMultiplier == 12 && c.residualMultiplier == 0.22)
    #expect(c.logitsDivisor == 8)
    for configuration in [plain, c] {
      #expect(try ModelConfiguration(json: configuration.json, file: "config.json") == configuration)
    }
    #expect(failure(start + ", \"logits_scaling\": 0}").contains("logits_scaling is 0.0, outside 1e-9...1e9"))
    #expect(failure(start + ", \"embedding_multiplier\": \"x\"}").contains("embedding_multiplier is a string"))
  }

  @Test func olmo2() throws {
    let c = try read("{\"architectures\": [\"Olmo2ForCausalLM\"], \(Self.sizes), \"rope_theta\": 500000}")
    #expect(c.normPlacement == .after && c.queryKeyNorm == .projection && c.keyValueHeads == 16)
    #expect(c.normEpsilon == 1e-5 && c.ropeTheta == 500_000 && !c.tiedEmbeddings && !c.attentionBias)
    #expect(try ModelConfiguration(json: c.json, file: "config.json") == c)
  }

  /// Phi-3-mini-128k, whose factors its first files called yarn, and Phi-4-mini.
  @Test func phi3() throws {
    func list(_ value: Double) -> String {
      "[" + (0..<48).map { "\(value + Double($0))" }.joined(separator: ", ") + "]"
    }
    func phi(_ type: String, _ more: String = "") -> String {
      """
      {"architectures": ["Phi3ForCausalLM"], "vocab_size": 32064, "hidden_size": 3072, "intermediate_size": 8192,
       "num_hidden_layers": 32, "num_attention_heads": 32, "max_position_embeddings": 131072, "sliding_window": 262144,
       "original_max_position_embeddings": 4096, "rope_theta": 10000.0, "bos_token_id": 1, "eos_token_id": 32000\(more),
       "rope_scaling": {"type": "\(type)", "short_factor": \(list(1)), "long_factor": \(list(2))}}
      """
    }
    for type in ["longrope", "su", "yarn"] {
      let c = try read(phi(type))
      guard case .rotary(10_000, .longRoPE(let long)) = c.position else {
        Issue.record("\(c.position)")
        return
      }
      #expect(long.shortFactors[47] == 48 && long.longFactors[0] == 2 && long.originalContext == 4096)
      #expect(abs(long.attentionFactor - 1.190_238_071_423_8) < 1e-12)
      #expect(c.headDimension == 96 && c.slidingWindow(31) == 262_144 && c.normEpsilon == 1e-5 && !c.tiedEmbeddings)
      #expect(try ModelConfiguration(json: c.json, file: "config.json") == c)
    }
    #expect(
      failure(phi("su", ", \"partial_rotary_factor\": 0.75")).contains(
        "short_factor has 48 numbers, not one for each pair of the 72 rotated elements of a head"))
    #expect(failure(phi("su", ", \"partial_rotary_factor\": 0.01")).contains("partial_rotary_factor is 0.01"))
    #expect(failure(phi("su").replacing("\"long_factor\"", with: "\"other\"")).contains("long_factor is no list"))
    #expect(failure(phi("su").replacing("[1.0,", with: "[0,")).contains("short_factor of the rotary scaling is not"))
  }

  /// Each as its maker's files have it: without layer_types and rope_parameters, which came later.
  @Test func gemmas() throws {
    let one = try read(
      "{\"architectures\": [\"GemmaForCausalLM\"], \(Self.sizes), \"hidden_act\": \"gelu\", \"head_dim\": 256}")
    #expect(one.activation == .geluTanh && one.normsAddOne && one.normPlacement == .before && one.tiedEmbeddings)
    #expect(abs(one.embeddingMultiplier - 45.254_834) < 1e-6 && one.attentionMultiplier == nil)
    let two = try read(
      """
      {"architectures": ["Gemma2ForCausalLM"], \(Self.sizes), "hidden_act": "gelu_pytorch_tanh", "head_dim": 256,
       "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 144, "cache_implementation": "hybrid",
       "num_key_value_heads": 8, "sliding_window": 4096, "sliding_window_size": 4096}
      """)
    #expect((0..<24).allSatisfy { two.slidingWindow($0) == ($0 % 2 == 0 ? 4096 : nil) })
    #expect(
      two.scoreCap == 50 && two.logitsCap == 30 && two.attentionScale(3) == 1 / 12 && two.normPlacement == .around)
    let three = try read(
      """
      {"architectures": ["Gemma3ForCausalLM"], \(Self.sizes), "head_dim": 256, "query_pre_attn_scalar": 256,
       "hidden_activation": "gelu_pytorch_tanh", "rope_local_base_freq": 10000, "rope_theta": 1000000,
       "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 512, "sliding_window_pattern": 6,
       "num_key_value_heads": 1, "attn_logit_softcapping": null, "final_logit_softcapping": null}
      """)
    #expect((0..<24).allSatisfy { three.slidingWindow($0) == ($0 % 6 == 5 ? nil : 512) })
    #expect(three.position == .rotary(theta: 1_000_000, scaling: .linear(factor: 8)))
    #expect(three.windowPosition == .rotary(theta: 10_000, scaling: .none) && three.queryKeyNorm == .heads)
    #expect(three.scoreCap == nil && three.logitsCap == nil)
    for configuration in [one, two, three] {
      #expect(try ModelConfiguration(json: configuration.json, file: "config.json") == configuration)
    }
    let start = "{\"architectures\": [\"Gemma3ForCausalLM\"], \(Self.sizes)"
    #expect(failure(start + ", \"use_bidirectional_attention\": true}").contains("use_bidirectional_attention is true"))
    #expect(failure(start + ", \"query_pre_attn_scalar\": 0}").contains("query_pre_attn_scalar is not positive"))
    #expect(failure(start + ", \"final_logit_softcapping\": -3}").contains("final_logit_softcapping is -3"))
    #expect(failure(start + ", \"sliding_window_pattern\": 0}").contains("sliding_window_pattern is 0"))
    let local = ", \"rope_parameters\": {\"sliding_attention\": {\"rope_type\": \"linear\", \"factor\": 2}}}"
    #expect(failure(start + local).contains("sliding_attention is not supported"))
  }

  @Test func mixtral() throws {
    let start = "{\"architectures\": [\"MixtralForCausalLM\"], \(Self.sizes)"
    let plain = try read(start + "}")
    let usual = ModelConfiguration.Experts(count: 8, chosen: 2, intermediateSize: 5504, normalizesWeights: true)
    #expect(plain.experts == usual && plain.slidingWindows.isEmpty)
    #expect(plain.ropeTheta == 1_000_000 && plain.keyValueHeads == 8)
    let more = 24 * 2048 * (7 * 3 * 5504 + 8)
    let other = try read("{\"architectures\": [\"MistralForCausalLM\"], \(Self.sizes)}")
    #expect(plain.declaredParameters - other.declaredParameters == Double(more))
    #expect(plain.features.contains("routed experts") && !plain.features.contains("dense layers among them"))
    let c = try read(start + ", \"num_local_experts\": 16, \"num_experts_per_tok\": 4, \"router_jitter_noise\": 0.1}")
    #expect(c.experts?.count == 16 && c.experts?.chosen == 4)
    for configuration in [plain, c] {
      #expect(try ModelConfiguration(json: configuration.json, file: "config.json") == configuration)
    }
    #expect(failure(start + ", \"num_local_experts\": 0}").contains("the number of experts is 0"))
    #expect(failure(start + ", \"num_experts_per_tok\": 9}").contains("num_experts_per_tok is 9, outside 1...8"))
  }

  /// Published files say `num_experts`, transformers 5 `num_local_experts`.
  @Test func qwen3MoE() throws {
    let start = "{\"architectures\": [\"Qwen3MoeForCausalLM\"], \(Self.sizes), \"moe_intermediate_size\": 768"
    let c = try read(
      start
        + """
        , "head_dim": 128, "num_experts": 64, "num_experts_per_tok": 8, "norm_topk_prob": true, "mlp_only_layers": [],
        "decoder_sparse_step": 1, "max_window_layers": 48, "sliding_window": null, "use_sliding_window": false}
        """)
    let published = ModelConfiguration.Experts(count: 64, chosen: 8, intermediateSize: 768, normalizesWeights: true)
    #expect(c.experts == published)
    #expect(c.queryKeyNorm == .heads && !c.hasDenseLayers && c.slidingWindows.isEmpty && c.keyValueHeads == 4)
    let mixed = try read(
      start
        + ", \"num_local_experts\": 4, \"num_experts_per_tok\": 2, \"decoder_sparse_step\": 3, \"mlp_only_layers\": [5]}"
    )
    #expect(mixed.experts?.denseLayers == (0..<24).filter { $0 % 3 != 2 || $0 == 5 })
    #expect(mixed.experts?.normalizesWeights == false && mixed.sparseLayers == 7 && mixed.experts(at: 8) != nil)
    #expect(mixed.features.contains("dense layers among them"))
    let windowed = try read(start + ", \"use_sliding_window\": true, \"sliding_window\": 9}")
    #expect((0..<24).allSatisfy { windowed.slidingWindow($0) == 9 })
    let dense = try read(start + ", \"num_experts\": 0}")
    #expect(dense.experts == nil && !dense.features.contains("routed experts"))
    for configuration in [c, mixed, windowed, dense] {
      #expect(try ModelConfiguration(json: configuration.json, file: "config.json") == configuration)
    }
    #expect(failure(start + ", \"decoder_sparse_step\": 0}").contains("decoder_sparse_step is 0, not above 0"))
    #expect(failure(start + ", \"mlp_only_layers\": 3}").contains("mlp_only_layers is not a list"))
    let narrow = start.replacing("768", with: "0")
    #expect(failure(narrow + "}").contains("moe_intermediate_size is 0"))
  }

  @Test func gpt2() throws {
    let c = try read(
      """
      {"architectures": ["GPT2LMHeadModel"], "activation_function": "gelu_new", "n_ctx": 1024, "n_embd": 768,
       "n_head": 12, "n_layer": 12, "n_positions": 1024, "vocab_size": 50257, "layer_norm_epsilon": 1e-05}
      """)
    #expect(c.intermediateSize == 3072 && c.tiedEmbeddings && c.position == .learned && c.activation == .geluTanh)
  }

  @Test func everythingUnsupportedIsSaidAtOnce() {
    let message = failure(
      """
      {"architectures": ["Starcoder2ForCausalLM"], \(Self.sizes), "norm_type": "rms_norm", "mlp_type": "gated",
       "hidden_act": "relu2", "rope_scaling": {"type": "axial", "factor": 2}, "num_key_value_heads": 3}
      """)
    for part in [
      #"norm_type is "rms_norm", which is not supported; supported: "layer_norm""#, #"mlp_type is "gated""#,
      "hidden_act relu2 is not supported", "rope_type axial is not supported",
      "num_attention_heads 16 is not a multiple of num_key_value_heads 3",
    ] { #expect(message.contains(part), "\(part) in \(message)") }
    #expect(
      failure(
        """
        {"architectures": ["Qwen2ForCausalLM"], \(Self.sizes), "num_key_value_heads": 2,
         "layer_types": ["sliding_attention", "chunked_attention"]}
        """
      ).contains("layer_types names 2 layers of 24; layer type chunked_attention is not supported"))
    #expect(failure("{\"architectures\": [\"GPT2LMHeadModel\"], \"add_cross_attention\": true}").contains("add_cross"))
    #expect(failure("{\"model_type\": \"bloom\"}").contains("architecture bloom is not supported; supported: Llama"))
  }
}
