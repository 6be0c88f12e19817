import LanguageModel

/// Parts of what passes take that several estimates share.
extension ModelConfiguration {
  /// Parameters of the matrices that are packed at once: one layer's, but of its experts only the larger matrix of one.
  var packedParameters: Double {
    let expert = sparseLayers > 0 ? experts.map { upWidth(of: $0.intermediateSize) } ?? 0 : 0
    let dense = hasDenseLayers ? upWidth + intermediateSize : 0
    return Double(hiddenSize) * Double(attentionWidth + queryWidth + dense + expert)
  }

  /// Values that say which experts a token meets in layer `layer`.
  func routingWidth(at layer: Int) -> Int { experts(at: layer).map { $0.count + 3 * $0.chosen } ?? 0 }

  /// Bytes in which layers with experts work, one after the other: the rows of all tokens, and those that one expert takes at once.
  func expertMemory(stored: Int, tokens: Double, isBackward: Bool) -> Double {
    guard sparseLayers > 0, let experts else { return 0 }
    let (h, width, up) = (hiddenSize, experts.intermediateSize, upWidth(of: experts.intermediateSize))
    var (row, one) = ((stored + 4) * h, stored * (h + width) + 4 * (h + up))
    if isBackward {
      row += 4 * (experts.chosen + experts.count)
      one += stored * (h + up) + 8 * width
    }
    return tokens * Double(row) + min(512, tokens) * Double(one)
  }
}
