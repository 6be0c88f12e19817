extension ModelConfiguration {
  /// What this model has that not every model of its family has, in a few words each: what the families' tests cover is
  /// told in these.
  public var features: [String] {
    var found = [tiedEmbeddings ? "tied output" : "own output"]
    if keyValueHeads < heads { found.append("grouped heads") }
    if headDimension * heads != hiddenSize { found.append("heads of their own size") }
    if case .rotary(_, let scaling) = position {
      switch scaling {
      case .none: break
      case .linear: found.append("linear RoPE scaling")
      case .llama3: found.append("Llama 3 RoPE scaling")
      case .yarn: found.append("YaRN")
      case .dynamic: found.append("dynamic RoPE scaling")
      case .longRoPE: found.append("LongRoPE")
      }
    }
    if windowPosition != nil { found.append("positions of their own in windows") }
    if rotatedShare != 1 { found.append("heads rotated in part") }
    if (0..<layers).contains(where: { !isRotated($0) }) { found.append("layers without rotary positions") }
    switch normPlacement {
    case .before: break
    case .after: found.append("norms after branches")
    case .around: found.append("norms before and after branches")
    }
    if normsAddOne { found.append("norms of 1 + w") }
    switch queryKeyNorm {
    case nil: break
    case .heads: found.append("query and key norms")
    case .projection: found.append("query and key norms over all heads")
    }
    if attentionBias { found.append(attentionOutputBias ? "attention biases" : "query, key and value biases") }
    if feedForwardBias { found.append("feed-forward biases") }
    let windows = (0..<layers).count { slidingWindow($0) != nil }
    if windows > 0 { found.append(windows == layers ? "sliding window" : "sliding window on some layers") }
    found.append(ConfigurationReader.name(activation))
    if let experts, sparseLayers > 0 {
      found.append("routed experts")
      if hasDenseLayers { found.append("dense layers among them") }
      if !experts.normalizesWeights { found.append("experts' weights not normalised") }
    }
    if scalesAttentionByLayer { found.append("attention scaled by layer") }
    if let attentionMultiplier {
      found.append(attentionMultiplier == 1 ? "attention not scaled" : "attention multiplier")
    }
    if scoreCap != nil { found.append("soft caps on scores") }
    if logitsCap != nil { found.append("soft caps on logits") }
    if embeddingMultiplier != 1 { found.append("embedding multiplier") }
    if residualMultiplier != 1 { found.append("residual multiplier") }
    if logitsDivisor != 1 { found.append("logits scaling") }
    if eosTokens.count > 1 { found.append("several end tokens") }
    return found
  }
}
