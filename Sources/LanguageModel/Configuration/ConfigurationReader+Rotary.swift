import Documents

/// How config.json says that queries and keys are rotated.
extension ConfigurationReader {
  /// `rope_parameters` of newer files, or `rope_scaling` and `rope_theta` of older ones.
  private var rope: JSONValue? {
    let older = value("rope_scaling")
    return older?.object?.isEmpty == false ? older : value("rope_parameters")
  }

  /// Of every layer alike.
  mutating func rotary(contextLength: Int, defaultTheta: Double = 10_000) -> ModelConfiguration.Position {
    if rope?["full_attention"]?.object != nil || rope?["sliding_attention"]?.object != nil {
      problems.append("rope_parameters for each type of layer are not supported")
    }
    return rotary(rope, theta: value("rope_theta"), contextLength: contextLength, defaultTheta: defaultTheta)
  }

  /// Of layers that see everything, and of those with a window: `rope_parameters` by type of layer, or the former as ever and
  /// the latter's base by itself (`rope_local_base_freq`; Gemma 3).
  mutating func rotaryByLayer(
    contextLength: Int, defaultTheta: (full: Double, window: Double)
  ) -> (full: ModelConfiguration.Position, window: ModelConfiguration.Position) {
    let types = value("rope_parameters")
    let older = value("rope_scaling")
    let full = older?.object?.isEmpty == false ? older : types?["full_attention"]
    let window = rotary(
      types?["sliding_attention"], theta: value("rope_local_base_freq"), contextLength: contextLength,
      defaultTheta: defaultTheta.window)
    if case .rotary(_, let scaling) = window, scaling != .none {
      problems.append("RoPE scaling of layers of type sliding_attention is not supported")
    }
    return (
      rotary(full, theta: value("rope_theta"), contextLength: contextLength, defaultTheta: defaultTheta.full), window
    )
  }

  private mutating func rotary(
    _ rope: JSONValue?, theta: JSONValue?, contextLength: Int, defaultTheta: Double
  ) -> ModelConfiguration.Position {
    let theta = number(rope?["rope_theta"] ?? theta, "rope_theta") ?? defaultTheta
    return .rotary(theta: theta, scaling: scaling(rope, contextLength: contextLength))
  }

  /// The part of each head that is rotated; other than all of it is a problem where the family knows no such models.
  mutating func rotatedShare(isFree: Bool) -> Double {
    let share =
      number(rope?["partial_rotary_factor"] ?? value("partial_rotary_factor"), "partial_rotary_factor") ?? 1
    if isFree || share == 1 { return share }
    problems.append("partial_rotary_factor is \(share), which is not supported; supported: 1")
    return 1
  }

  private mutating func scaling(_ rope: JSONValue?, contextLength: Int) -> RotaryScaling {
    let kind = (rope?["rope_type"] ?? rope?["type"])?.string ?? "default"
    func needed(_ key: String, _ reader: inout Self) -> Double {
      if let value = reader.number(rope?[key], key) { return value }
      reader.problems.append("\(key) is missing, which rope_type \(kind) needs")
      return 1
    }
    let original =
      number(value("original_max_position_embeddings"), "original_max_position_embeddings")
      ?? number(rope?["original_max_position_embeddings"], "original_max_position_embeddings")
      ?? Double(contextLength)
    switch kind {
    case "default":
      return .none
    case "linear":
      return .linear(factor: needed("factor", &self))
    case "dynamic":
      return .dynamic(factor: needed("factor", &self))
    case "longrope", "su":
      return longRoPE(rope, original: original, contextLength: contextLength)
    case "llama3":
      return .llama3(
        factor: needed("factor", &self), low: needed("low_freq_factor", &self), high: needed("high_freq_factor", &self),
        originalContext: original)
    // Phi-3's first files name it so.
    case "yarn" where rope?["short_factor"] != nil:
      return longRoPE(rope, original: original, contextLength: contextLength)
    case "yarn":
      let factor = number(rope?["factor"], "factor") ?? Double(contextLength) / original
      let all = number(rope?["mscale_all_dim"], "mscale_all_dim") ?? 0
      let some = number(rope?["mscale"], "mscale") ?? 0
      let stated = number(rope?["attention_factor"], "attention_factor")
      let fast = number(rope?["beta_fast"], "beta_fast") ?? 32
      let slow = number(rope?["beta_slow"], "beta_slow") ?? 1
      return .yarn(
        .init(
          factor: factor, originalContext: original, betaFast: fast == 0 ? 32 : fast, betaSlow: slow == 0 ? 1 : slow,
          attentionFactor: stated ?? RotaryScaling.attentionFactor(factor, mscale: some, mscaleAllDimensions: all),
          truncate: rope?["truncate"]?.bool ?? true))
    default:
      problems.append(
        "rope_type \(kind) is not supported; supported: default, linear, dynamic, llama3, yarn, longrope")
      return .none
    }
  }

  private mutating func longRoPE(_ rope: JSONValue?, original: Double, contextLength: Int) -> RotaryScaling {
    func factors(_ key: String, _ reader: inout Self) -> [Double] {
      let values = rope?[key]?.array
      let numbers = values?.compactMap(\.double) ?? []
      if values == nil || numbers.count != values?.count { reader.problems.append("\(key) is no list of numbers") }
      return numbers
    }
    let context = Int(exactly: original) ?? 0
    let factor = number(rope?["factor"], "factor") ?? Double(contextLength) / max(1, original)
    return .longRoPE(
      .init(
        shortFactors: factors("short_factor", &self), longFactors: factors("long_factor", &self),
        originalContext: context,
        attentionFactor: number(rope?["attention_factor"], "attention_factor")
          ?? RotaryScaling.longAttentionFactor(factor, originalContext: context)))
  }

  /// Which layers are rotated, by `no_rope_layers` (1 for a layer that is) or `no_rope_layer_interval` (SmolLM3): empty where
  /// all are.
  mutating func rotatedLayers(_ layers: Int, interval fallback: Int) -> [Bool] {
    var rotated: [Bool] = []
    if let value = value("no_rope_layers") {
      let marks = value.array?.compactMap(\.int) ?? []
      if marks.count != value.array?.count || marks.count < layers {
        problems.append("no_rope_layers is not a list of a number for each of \(layers) layers")
      }
      rotated = marks.prefix(Self.some(layers)).map { $0 != 0 }
    } else {
      let interval = integer("no_rope_layer_interval", default: fallback)
      guard interval > 0 else {
        problems.append("no_rope_layer_interval is \(interval), not above 0")
        return []
      }
      rotated = (0..<Self.some(layers)).map { ($0 + 1) % interval != 0 }
    }
    return rotated.contains(false) ? rotated : []
  }
}
