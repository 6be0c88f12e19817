import Curation
import Digests
import LanguageModel
import Packing
import Pipeline
import Rows
import Store

/// What a whole row is about, to the model: its last hidden states over question and answer, averaged with weights that rise
/// by position. Remembered row by row.
enum HiddenStates {
  /// rows x hidden size; a row that cannot be encoded is missing, NaN.
  /// - Throws: `Interrupted`; what the model and the store throw.
  static func vectors(_ rows: Rows, _ loaded: LoadedModel, _ context: RunContext) throws -> [Float] {
    let template = try context.models.template(context.settings, directory: loaded.directory).template
    let encoded = try EncodedRows(rows, loaded, template, context)
    let dimension = loaded.model.configuration.hiddenSize
    let longest = loaded.model.configuration.longestRow(context.settings)
    let provenance = EmbeddingProvenance(
      name: loaded.name, model: loaded.digest, isEncoder: false, pooling: "rising", maximalLength: longest,
      template: template.name, precision: context.settings.arithmetic)
    let memory = RememberedEmbeddings(
      store: context.store, provenance: provenance, dimension: dimension, kind: "row states")
    var segments: [Segment?] = []
    for row in 0..<rows.count {
      guard let pair = try? encoded.scoringPair(row, maxLength: longest) else {
        segments.append(nil)
        continue
      }
      var segment = pair.conditional
      segment.pool = 1..<segment.tokens.count
      segment.poolRises = true
      segments.append(segment)
    }
    let keys = (0..<rows.count).map { memory.key(content: rows.contentKey(of: $0)) }
    let known = try memory.vectors(keys)
    let missing = segments.indices.filter { segments[$0] != nil && known[keys[$0]] == nil }
    var fresh: [ContentDigest: [Float]] = [:]
    let found = try Embedding.pooled(
      missing.compactMap { segments[$0] }, model: loaded.model, work: context.work
    ) { places, vectors in
      try memory.remember(zip(places, vectors).map { (keys[missing[$0.0]], $0.1) })
    }
    for (row, vector) in zip(missing, found) { fresh[keys[row]] = vector }
    let none = [Float](repeating: .nan, count: dimension)
    return segments.indices.flatMap { row in
      segments[row] == nil ? none : known[keys[row]] ?? fresh[keys[row]] ?? none
    }
  }
}
