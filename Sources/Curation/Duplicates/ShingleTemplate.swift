import Numerics
import Work

/// The shingles that nearly all texts have: a template, and no likeness.
struct ShingleTemplate {
  private(set) var shingles: Set<UInt64> = []

  /// A shingle of so many of the texts is of their template.
  private static let templateShare = 0.9
  /// Among fewer texts than this, what they share may be all that they are.
  private static let templateRows = 100
  private static let sampled = 512
  /// Stands for a text that is nothing but its template: two such texts differ in nothing that counts.
  private static let nothingElse: UInt64 = 0

  /// Those that were found elsewhere.
  init(shingles: Set<UInt64>) { self.shingles = shingles }

  /// Of `count` texts; `text` is called from several threads, more than once a place. O(bytes).
  init(count: Int, work: Work, text: (Int) -> [UInt8]) throws(Interrupted) {
    guard count >= Self.templateRows else { return }
    // What nearly all have, a sample has too, but for a few.
    let sample = Array(stride(from: 0, to: count, by: max(1, count / Self.sampled)))
    var counts: [UInt64: Int] = [:]
    for place in sample {
      try work.checkCancellation()
      for shingle in Shingles.of(text(place)) { counts[shingle, default: 0] += 1 }
    }
    let enough = Int((Double(sample.count) * (Self.templateShare - 0.1)).rounded(.up))
    let candidates = Set(counts.filter { $0.value >= enough }.keys)
    guard !candidates.isEmpty else { return }
    let rowsAtOnce = 1_024
    let parts = Parallel.map((count + rowsAtOnce - 1) / rowsAtOnce) { part -> [UInt64: Int] in
      var counts: [UInt64: Int] = [:]
      for place in part * rowsAtOnce..<min((part + 1) * rowsAtOnce, count) {
        if work.cancellation.isCancelled { break }
        for shingle in Shingles.of(text(place)) where candidates.contains(shingle) { counts[shingle, default: 0] += 1 }
      }
      return counts
    }
    try work.checkCancellation()
    let totals = parts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    shingles = Set(totals.filter { Double($0.value) >= Self.templateShare * Double(count) }.keys)
  }

  /// A set without the template's shingles; never empty unless it was.
  func removed(from set: [UInt64]) -> [UInt64] {
    if shingles.isEmpty { return set }
    let rest = set.filter { !shingles.contains($0) }
    return rest.isEmpty && !set.isEmpty ? [Self.nothingElse] : rest
  }
}
