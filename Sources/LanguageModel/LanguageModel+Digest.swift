public import Digests
import Documents
import Foundation
import Numerics
import Synchronization

extension LanguageModel {
  /// Of the configuration and every weight's value: equal for models that compute the same.
  public func digest() -> ContentDigest {
    guard let adapter else { return digestOfWeights() }
    var builder = ContentDigest.Builder()
    builder.update(digestOfWeights())
    lock.withLock { adapter.update(&builder) }
    return builder.finalize()
  }

  private func digestOfWeights() -> ContentDigest {
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
    return reading { weights in
      if let known = weights.mapped?.digest { return known }
      for (entry, digest) in zip(layout.entries, tensorDigests(weights)) {
        builder.update(entry.name)
        for piece in digest { builder.update(piece) }
      }
      let digest = builder.finalize()
      weights.mapped?.digest = digest
      return digest
    }
  }

  /// Of each tensor's float32 values, in pieces of about a million that are hashed side by side: the same for weights in
  /// memory and in files.
  private func tensorDigests(_ weights: Weights) -> [[ContentDigest]] {
    var pieces: [Range<Int>] = []
    var counts: [Int] = []
    for entry in layout.entries {
      let width = entry.columns
      let grain = max(1, (1 << 20) / max(1, width)) * width
      let before = pieces.count
      for from in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: grain) {
        pieces.append(from..<min(entry.range.upperBound, from + grain))
      }
      counts.append(pieces.count - before)
    }
    let digests = Mutex([ContentDigest?](repeating: nil, count: pieces.count))
    // Safe: mapped tensors and the buffer are only read.
    Parallel.forEach(pieces.count) { i in
      let floats = AlignedBuffer<Float>(uninitialized: pieces[i].count)
      weights.read(pieces[i], into: floats.pointer)
      let digest = ContentDigest.of(floats.bytes)
      digests.withLock { $0[i] = digest }
    }
    var rest = digests.withLock { $0.compactMap(\.self) }[...]
    return counts.map { count in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }
}
