import Curation
import Digests
import Foundation
import Store

/// Scores kept per row, so that 100 new rows cost 100 rows and an interrupted run goes on where it stopped.
struct RememberedScores {
  static let kind = "complexity"
  let store: ResultStore
  let provenance: ScoringProvenance

  /// Key of one row's score: its text, and everything else that the score depends on.
  func key(_ content: ContentDigest) -> ContentDigest {
    var builder = ContentDigest.Builder()
    builder.update("score-\(ComplexityScorer.version)")
    builder.update(content)
    builder.update(provenance.model)
    builder.update(provenance.template)
    builder.update(provenance.maximalLength)
    builder.update(provenance.formula)
    builder.update(provenance.precision)
    return builder.finalize()
  }

  /// Of those of `keys` that are remembered; a damaged entry counts as forgotten.
  func scores(_ keys: [ContentDigest]) throws -> [ContentDigest: ScoredRow] {
    try store.rowValues(kind: Self.kind, keys: keys).compactMapValues(Self.decode)
  }

  func remember(_ scores: [(ContentDigest, ScoredRow)]) throws {
    try store.putRowValues(
      kind: Self.kind, scores.map { (key: $0.0, bytes: Self.encode($0.1)) }, engine: .current)
  }

  /// Little-endian: both losses (f64), answer tokens (u32), then the embedding (f32).
  private static func encode(_ row: ScoredRow) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(row.complexity.lossConditional.bitPattern)
    append(row.complexity.lossDirect.bitPattern)
    append(UInt32(row.complexity.answerTokens))
    for x in row.embedding { append(x.bitPattern) }
    return bytes
  }

  private static func decode(_ bytes: [UInt8]) -> ScoredRow? {
    guard bytes.count >= 20, (bytes.count - 20) % 4 == 0 else { return nil }
    func read<T: FixedWidthInteger>(_ at: Int, _ type: T.Type) -> T {
      bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: T.self)) }
    }
    return ScoredRow(
      complexity: Complexity(
        lossConditional: Double(bitPattern: read(0, UInt64.self)), lossDirect: Double(bitPattern: read(8, UInt64.self)),
        answerTokens: Int(read(16, UInt32.self))),
      embedding: stride(from: 20, to: bytes.count, by: 4).map { Float(bitPattern: read($0, UInt32.self)) })
  }
}
