import Digests
import LanguageModel
import Store

/// Projected gradients kept per row, as `RememberedLosses` keeps losses: other rows of the target cost their own alone.
struct RememberedGradients {
  static let kind = "gradient"
  let store: ResultStore
  /// Base model, template, greatest length and precision.
  let provenance: ScoringProvenance
  /// What the adapter was tuned on.
  let warmUp: ContentDigest
  let projection: SignProjection

  func key(_ content: ContentDigest) -> ContentDigest {
    var builder = provenance.rowKey("gradient-1", content)
    builder.update(warmUp)
    builder.update(projection.dimension)
    builder.update(String(projection.seed))
    return builder.finalize()
  }

  /// Of those rows that are remembered, by their place; a damaged entry counts as forgotten.
  func vectors(_ contents: [ContentDigest]) throws -> [Int: [Float]] {
    let keys = contents.map(key)
    let found = try store.rowValues(kind: Self.kind, keys: keys).compactMapValues { bytes in
      FloatBytes.decode(bytes, count: projection.dimension)
    }
    var vectors: [Int: [Float]] = [:]
    for (place, key) in keys.enumerated() { vectors[place] = found[key] }
    return vectors
  }

  func remember(_ vectors: [(content: ContentDigest, vector: [Float])]) throws {
    try store.putRowValues(
      kind: Self.kind, vectors.map { (key: key($0.content), bytes: FloatBytes.encode($0.vector)) }, engine: .current)
  }
}
