import Digests
import Pipeline
import Quantities
import Rows

/// By what the file of a shard is not of the run that another is of.
struct ShardDifference {
  /// As the rest of a sentence in which the other file was named before the first: "it is of …, and the other …".
  let words: String

  /// nil where both are of one run; they may be the same shard.
  init?(_ first: GatheredFiles.File, _ other: GatheredFiles.File) {
    guard let words = Self.words(first, other) else { return nil }
    self.words = words
  }

  private static func words(_ first: GatheredFiles.File, _ other: GatheredFiles.File) -> String? {
    let (a, b) = (first.note, other.note)
    if a.pool.pool != b.pool.pool { return pools(a.pool, b.pool) }
    if a.pool.shard.count != b.pool.shard.count {
      return "it is shard \(b.pool.shard), the other shard \(a.pool.shard)"
    }
    if a.steps != b.steps {
      func shown(_ steps: [String]) -> String {
        steps.isEmpty ? "nothing was done" : "`\(steps.joined(separator: " | "))` was done"
      }
      return "here \(shown(b.steps)), there \(shown(a.steps))"
    }
    if let seed = b.seed, let other = a.seed, seed != other {
      return "here `hold` drew by seed \(seed), there by \(other)"
    }
    if let words = scores(first.facts.scores, other.facts.scores) { return words }
    if first.facts.embedding != other.facts.embedding { return "the embeddings are of different models" }
    if a.counted != b.counted { return "the tokens were counted by different models or templates" }
    return columns(a.form, b.form)
  }

  private static func pools(_ a: PoolShard, _ b: PoolShard) -> String {
    if a.poolRows == b.poolRows, a.path == b.path { return "\(a.path) had another content, or was read in another way" }
    return
      "it is of the \(Figures.rows(b.poolRows)) of \(b.path), the other of the \(Figures.rows(a.poolRows)) of \(a.path)"
  }

  private static func scores(_ a: [String: ScoringProvenance], _ b: [String: ScoringProvenance]) -> String? {
    for measure in Set(a.keys).union(b.keys).sorted() {
      guard let a = a[measure] else { return "there `\(measure)` was not scored" }
      guard let b = b[measure] else { return "here `\(measure)` was not scored" }
      func short(_ digest: ContentDigest?) -> String { digest.map { String($0.hex.prefix(12)) } ?? "none" }
      let parts = [
        ("model", short(b.model), short(a.model)), ("template", b.template, a.template),
        ("formula", b.formula, a.formula), ("precision", b.precision, a.precision),
        ("most tokens of a row", Figures.count(b.maximalLength), Figures.count(a.maximalLength)),
        ("target", short(b.target), short(a.target)),
      ]
      if let part = parts.first(where: { $0.1 != $0.2 }) {
        return "`\(measure)` was scored under another \(part.0): \(part.1) here, \(part.2) there"
      }
      if a != b { return "`\(measure)` was scored in another way" }
    }
    return nil
  }

  private static func columns(_ a: SavedForm, _ b: SavedForm) -> String? {
    if let name = b.names.first(where: { !a.names.contains($0) }) { return "the column `\(name)` is here alone" }
    if let name = a.names.first(where: { !b.names.contains($0) }) { return "the column `\(name)` is there alone" }
    if a.names != b.names { return "the columns stand in another order" }
    return a.roles == b.roles ? nil : "other columns are question and answer"
  }
}
