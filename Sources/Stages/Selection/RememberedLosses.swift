import Curation
import Digests
import Store

/// The loss of an answer after its question, under one model.
struct AnswerLoss: Sendable, Hashable {
  /// Mean nats per answer token.
  var mean: Double
  var tokens: Int
}

extension ScoringProvenance {
  /// The beginning of the key of what one pass of the model made of a row; what else it depends on follows.
  func rowKey(_ version: String, _ content: ContentDigest) -> ContentDigest.Builder {
    var builder = ContentDigest.Builder()
    builder.update(version)
    builder.update(content)
    builder.update(model)
    builder.update(template)
    builder.update(maximalLength)
    builder.update(precision)
    return builder
  }
}

/// Losses kept per row, as `RememberedScores` keeps scores: 100 new rows cost 100 rows.
struct RememberedLosses {
  static let kind = "loss"
  let store: ResultStore
  /// Base model, template, greatest length and precision.
  let provenance: ScoringProvenance
  /// What was tuned on the way from the base to the model that was asked; nil: nothing.
  let warmUp: ContentDigest?

  func key(_ content: ContentDigest) -> ContentDigest {
    var builder = provenance.rowKey("loss-1", content)
    builder.update(warmUp?.description ?? "base")
    return builder.finalize()
  }

  /// Of those rows that are remembered, by their place; a damaged entry counts as forgotten. What scoring complexity left
  /// behind serves where the base itself is asked.
  func losses(_ contents: [ContentDigest]) throws -> [Int: AnswerLoss] {
    let keys = contents.map(key)
    let found = try store.rowValues(kind: Self.kind, keys: keys).compactMapValues(Self.decode)
    var losses: [Int: AnswerLoss] = [:]
    for (place, key) in keys.enumerated() { losses[place] = found[key] }
    guard warmUp == nil, losses.count < contents.count else { return losses }
    let scores = RememberedScores(store: store, provenance: provenance)
    let known = try scores.scores(contents.indices.filter { losses[$0] == nil }.map { scores.key(contents[$0]) })
    for (place, content) in contents.enumerated() where losses[place] == nil {
      if let score = known[scores.key(content)]?.complexity {
        losses[place] = AnswerLoss(mean: score.lossConditional, tokens: score.answerTokens)
      }
    }
    return losses
  }

  func remember(_ losses: [(content: ContentDigest, loss: AnswerLoss)]) throws {
    try store.putRowValues(
      kind: Self.kind, losses.map { (key: key($0.content), bytes: Self.encode($0.loss)) }, engine: .current)
  }

  /// Little-endian: the loss (f64), answer tokens (u32).
  private static func encode(_ loss: AnswerLoss) -> [UInt8] {
    withUnsafeBytes(of: loss.mean.bitPattern.littleEndian) { Array($0) }
      + withUnsafeBytes(of: UInt32(clamping: loss.tokens).littleEndian) { Array($0) }
  }

  private static func decode(_ bytes: [UInt8]) -> AnswerLoss? {
    guard bytes.count == 12 else { return nil }
    return bytes.withUnsafeBytes {
      AnswerLoss(
        mean: Double(bitPattern: UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))),
        tokens: Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self))))
    }
  }
}
