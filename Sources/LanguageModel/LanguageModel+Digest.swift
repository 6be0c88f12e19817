import Digests

extension LanguageModel {
  /// Of the configuration and every weight's bytes: equal for models that compute the same.
  public func digest() -> ContentDigest {
    var builder = ContentDigest.Builder()
    let c = configuration
    builder.update(c.family.modelType)
    for size in [
      c.vocabularySize, c.hiddenSize, c.intermediateSize, c.layers, c.heads, c.keyValueHeads, c.headDimension,
      c.contextLength, c.bosToken ?? -1, c.eosToken ?? -1,
    ] { builder.update(size) }
    builder.update(c.ropeTheta ?? -1)
    builder.update(c.normEpsilon)
    builder.update(c.tiedEmbeddings)
    builder.update(c.recommendedLearningRate ?? -1)
    // What a plain Llama does not have follows only where there is some.
    let plain = ModelConfiguration(
      vocabularySize: c.vocabularySize, hiddenSize: c.hiddenSize, intermediateSize: c.intermediateSize,
      layers: c.layers, heads: c.heads, keyValueHeads: c.keyValueHeads, headDimension: c.headDimension,
      contextLength: c.contextLength, ropeTheta: c.ropeTheta ?? 0, normEpsilon: c.normEpsilon,
      tiedEmbeddings: c.tiedEmbeddings, bosToken: c.bosToken, eosToken: c.eosToken,
      recommendedLearningRate: c.recommendedLearningRate)
    if c != plain { builder.update(c.json.serialized()) }
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
