import Digests
import Store

/// Embeddings kept per question, so that 100 new rows cost 100 rows and an interrupted run goes on where it stopped.
struct RememberedEmbeddings {
  let store: ResultStore
  let provenance: EmbeddingProvenance
  let dimension: Int
  /// What the vectors are of: questions, or whole rows.
  var kind = "embedding"

  /// Key of one question's vector: its text, and everything else that the vector depends on.
  func key(question: some Collection<UInt8>, input: (some Collection<UInt8>)?) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("embedding-1")
    builder.update(question.count)
    builder.update(Array(question))
    builder.update(input?.count ?? -1)
    builder.update(Array(input.map { Array($0) } ?? []))
    return finished(builder)
  }

  /// Key of a whole row's vector: its content, and everything else that the vector depends on.
  func key(content: ContentDigest) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("row-embedding-1")
    builder.update(content)
    return finished(builder)
  }

  private func finished(_ begun: ContentDigest.Builder) -> ContentDigest {
    var builder = begun
    builder.update(provenance.model)
    builder.update(provenance.template ?? "")
    builder.update(provenance.maximalLength)
    builder.update(provenance.precision)
    return builder.finalize()
  }

  /// Of those of `keys` that are remembered; a damaged entry counts as forgotten.
  func vectors(_ keys: [ContentDigest]) throws -> [ContentDigest: [Float]] {
    try store.rowValues(kind: kind, keys: keys).compactMapValues { FloatBytes.decode($0, count: dimension) }
  }

  func remember(_ vectors: [(ContentDigest, [Float])]) throws {
    try store.putRowValues(kind: kind, vectors.map { (key: $0.0, bytes: FloatBytes.encode($0.1)) }, engine: .current)
  }
}
