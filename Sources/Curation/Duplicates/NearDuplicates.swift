import Numerics
public import Work

/// Finds texts that are nearly the same as one of a few: Jaccard similarity of their sets of 5-token shingles, candidates
/// by MinHash with banding (Broder 1997), each candidate then compared exactly.
///
/// Shingles that nearly all texts share are a template, and no likeness: they count neither in the search nor in the
/// similarity, or every row of one fixed instruction would be the twin of every other.
///
/// Time is in proportion to the texts' bytes: each text is compared with at most `comparisonsPerRow` others. Memory is in
/// proportion to the texts that are looked for.
public struct NearDuplicates: Sendable {
  /// The similarity from which two texts count as nearly the same.
  public var threshold: Double

  /// In a bucket of more held texts than this, the first of them stand for all.
  static let representatives = 64
  /// Most texts that are nearly the same are found by the first comparison; this bounds those that are only alike.
  static let comparisonsPerRow = 256
  private static let rowsBetweenChecks = 8_192
  private static let rowsAtOnce = 64

  /// Rows of at least this similarity, 0 to 1, are near duplicates.
  public init(threshold: Double = 0.6) {
    self.threshold = threshold
  }

  /// What a search found.
  public struct Found: Sendable, Equatable {
    /// Places of the texts that are not held and are nearly the same as one that is; ascending.
    public var twins: [Int]
    /// How many shingles were taken for a template.
    public var templateShingles: Int
  }

  /// The texts nearly the same as one of those at the places `held`.
  ///
  /// - Parameters:
  ///   - count: texts in all.
  ///   - text: the text at a place; called from several threads, more than once a place.
  ///   - label: what the progress is called.
  /// - Throws: `Interrupted` when `work` is cancelled.
  public func twins(
    of held: Set<Int>, among count: Int, label: String = "near twins", work: Work = .silent,
    text: (Int) -> [UInt8]
  ) throws(Interrupted) -> Found {
    let template = try ShingleTemplate(count: count, work: work, text: text)
    let places = held.sorted()
    let sets = Parallel.map(places.count) { index in
      work.cancellation.isCancelled ? [] : template.removed(from: Shingles.of(text(places[index])))
    }
    try work.checkCancellation()
    let buckets = Buckets(sets)
    var twins: [Int] = []
    for start in stride(from: 0, to: count, by: Self.rowsBetweenChecks) {
      try work.checkCancellation()
      work.progress(WorkProgress(label: label, done: Double(start), total: Double(count), unit: "rows"))
      let block = start..<min(start + Self.rowsBetweenChecks, count)
      let parts = Parallel.map((block.count + Self.rowsAtOnce - 1) / Self.rowsAtOnce) { part -> [Int] in
        let first = block.lowerBound + part * Self.rowsAtOnce
        var tried = [Int](repeating: -1, count: sets.count)
        return (first..<min(first + Self.rowsAtOnce, block.upperBound)).filter { row in
          guard !held.contains(row), !work.cancellation.isCancelled else { return false }
          let shingles = template.removed(from: Shingles.of(text(row)))
          return isTwin(shingles, row: row, of: sets, in: buckets, tried: &tried)
        }
      }
      twins += parts.joined()
    }
    try work.checkCancellation()
    return Found(twins: twins, templateShingles: template.shingles.count)
  }

  /// - Parameter tried: of each held set, the last row that was compared with it: bands repeat their candidates.
  private func isTwin(
    _ shingles: [UInt64], row: Int, of sets: [[UInt64]], in buckets: Buckets, tried: inout [Int]
  ) -> Bool {
    guard !shingles.isEmpty else { return false }
    var comparisons = 0
    for key in MinHash(shingles).keys {
      for candidate in buckets[key] where tried[candidate] != row {
        tried[candidate] = row
        if Shingles.jaccard(shingles, sets[candidate]) >= threshold { return true }
        comparisons += 1
        if comparisons == Self.comparisonsPerRow { return false }
      }
    }
    return false
  }
}

/// The held texts by the keys of their bands.
private struct Buckets {
  private var entries: [(key: UInt64, set: Int)] = []
  private var first: [UInt64: Int] = [:]

  init(_ sets: [[UInt64]]) {
    let keys = Parallel.map(sets.count) { sets[$0].isEmpty ? [] : MinHash(sets[$0]).keys }
    for (set, keys) in keys.enumerated() {
      for key in keys { entries.append((key, set)) }
    }
    entries.sort { ($0.key, $0.set) < ($1.key, $1.set) }
    for (place, entry) in entries.enumerated() where first[entry.key] == nil { first[entry.key] = place }
  }

  /// Places of the held texts in a bucket, at most `representatives`.
  subscript(key: UInt64) -> some Sequence<Int> {
    let start = first[key] ?? entries.count
    return entries[start..<min(start + NearDuplicates.representatives, entries.count)].lazy
      .prefix { $0.key == key }.map(\.set)
  }
}
