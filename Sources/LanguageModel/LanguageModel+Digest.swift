import Digests

extension LanguageModel {
  /// Of the configuration and every weight's bytes: equal for models that compute the same.
  public func digest() -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("llama")
    let c = configuration
    for size in [
      c.vocabularySize, c.hiddenSize, c.intermediateSize, c.layers, c.heads, c.keyValueHeads, c.headDimension,
      c.contextLength, c.bosToken ?? -1, c.eosToken ?? -1,
    ] { builder.update(size) }
    builder.update(c.ropeTheta)
    builder.update(c.normEpsilon)
    builder.update(c.tiedEmbeddings)
    builder.update(c.recommendedLearningRate ?? -1)
    withWeights { weights in
      for entry in layout.entries {
        builder.update(entry.name)
        builder.update(
          UnsafeRawBufferPointer(rebasing: weights.bytes[4 * entry.range.lowerBound..<4 * entry.range.upperBound]))
      }
    }
    return builder.finalize()
  }
}
