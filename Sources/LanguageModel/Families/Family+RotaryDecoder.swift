import Documents
import Kernels

/// What Llama and its descendants share: rotary positions and config.json's names for sizes.
extension Family {
  /// Sizes, positions and activation; what a family adds is set afterwards.
  ///
  /// - Parameters:
  ///   - windowTheta: of layers with a window, where they are rotated otherwise than the others.
  ///   - rotatesPartly: whether the family knows models that rotate a part of each head.
  static func rotaryDecoder(
    _ family: Family, _ reader: inout ConfigurationReader, contextLength: Int, epsilon: (key: String, value: Double),
    theta: Double = 10_000, windowTheta: Double? = nil, keyValueHeads: Int? = nil, headDimension: Int? = nil,
    activation: Activation = .silu, activationKey: String = "hidden_act", tied: Bool = false,
    rotatesPartly: Bool = false
  ) -> ModelConfiguration {
    let hidden = reader.integer("hidden_size")
    let heads = reader.integer("num_attention_heads")
    let context = reader.integer("max_position_embeddings", default: contextLength)
    // Absent means the family's default; null means a head each.
    let groups = reader.json["num_key_value_heads"] == nil ? keyValueHeads ?? heads : heads
    var c = ModelConfiguration(
      family: family, vocabularySize: reader.integer("vocab_size"), hiddenSize: hidden,
      intermediateSize: reader.integer("intermediate_size"), layers: reader.integer("num_hidden_layers"), heads: heads,
      keyValueHeads: reader.integer("num_key_value_heads", default: groups),
      headDimension: reader.integer("head_dim", default: headDimension ?? (heads > 0 ? hidden / heads : 0)),
      contextLength: context, normEpsilon: reader.number(epsilon.key, default: epsilon.value),
      tiedEmbeddings: reader.flag("tie_word_embeddings", default: tied))
    if let windowTheta {
      (c.position, c.windowPosition) = reader.rotaryByLayer(contextLength: context, defaultTheta: (theta, windowTheta))
    } else {
      c.position = reader.rotary(contextLength: context, defaultTheta: theta)
    }
    c.rotatedShare = reader.rotatedShare(isFree: rotatesPartly)
    c.activation = reader.activation(activationKey, default: activation)
    return c
  }

  /// The same back.
  static func writeRotaryDecoder(
    _ c: ModelConfiguration, epsilonKey: String, activationKey: String = "hidden_act", into object: inout JSONObject
  ) {
    object["vocab_size"] = .integer(c.vocabularySize)
    object["hidden_size"] = .integer(c.hiddenSize)
    object["intermediate_size"] = .integer(c.intermediateSize)
    object["num_hidden_layers"] = .integer(c.layers)
    object["num_attention_heads"] = .integer(c.heads)
    object["num_key_value_heads"] = .integer(c.keyValueHeads)
    object["head_dim"] = .integer(c.headDimension)
    object["max_position_embeddings"] = .integer(c.contextLength)
    if case .rotary(let theta, let scaling) = c.position {
      // The older form, which newer readers know too.
      object["rope_theta"] = .number(theta)
      object["rope_scaling"] = scaling.json
      if c.rotatedShare != 1 { object["partial_rotary_factor"] = .number(c.rotatedShare) }
    }
    object[epsilonKey] = .number(c.normEpsilon)
    object[activationKey] = .string(ConfigurationReader.name(c.activation))
  }

  /// Sliding windows as the Qwen families state them.
  static func writeWindows(_ c: ModelConfiguration, into object: inout JSONObject) {
    let width = c.slidingWindows.compactMap { $0 }.first
    object["use_sliding_window"] = .bool(width != nil)
    object["sliding_window"] = width.map { .integer($0) } ?? .null
    guard width != nil else { return }
    let types = layerTypes(c)
    object["layer_types"] = .array(types)
    // What readers that do not know `layer_types` go by, where it can say the same.
    let first = types.firstIndex(of: "sliding_attention") ?? c.layers
    if types[first...].allSatisfy({ $0 == "sliding_attention" }) { object["max_window_layers"] = .integer(first) }
  }

  /// `layer_types` of config.json.
  static func layerTypes(_ c: ModelConfiguration) -> [JSONValue] {
    (0..<c.layers).map { c.slidingWindow($0) == nil ? "full_attention" : "sliding_attention" }
  }
}

extension RotaryScaling {
  /// `rope_scaling` of config.json; nil for none.
  fileprivate var json: JSONValue? {
    switch self {
    case .none: nil
    case .linear(let factor):
      // Readers of this scaling's first years look for `type`.
      ["rope_type": "linear", "type": "linear", "factor": .number(factor)]
    case .dynamic(let factor):
      ["rope_type": "dynamic", "type": "dynamic", "factor": .number(factor)]
    case .longRoPE(let long):
      [
        "rope_type": "longrope", "type": "longrope", "attention_factor": .number(long.attentionFactor),
        "original_max_position_embeddings": .integer(long.originalContext),
        "short_factor": .array(long.shortFactors.map { .number($0) }),
        "long_factor": .array(long.longFactors.map { .number($0) }),
      ]
    case .llama3(let factor, let low, let high, let originalContext):
      [
        "rope_type": "llama3", "factor": .number(factor), "low_freq_factor": .number(low),
        "high_freq_factor": .number(high), "original_max_position_embeddings": .integer(Int(originalContext)),
      ]
    case .yarn(let yarn):
      [
        "rope_type": "yarn", "factor": .number(yarn.factor),
        "original_max_position_embeddings": .integer(Int(yarn.originalContext)), "beta_fast": .number(yarn.betaFast),
        "beta_slow": .number(yarn.betaSlow), "attention_factor": .number(yarn.attentionFactor),
        "truncate": .bool(yarn.truncate),
      ]
    }
  }
}
