import Numerics
import Work

/// Finds in one pass which of many rows say what an earlier one says: each is compared with those before it that stay, and
/// goes where it is the twin of one. So no row that stays is a known twin of another, and the first of each group stands for
/// the rest.
///
/// Rows meet in buckets: those with the same key in one of several bands. Rows that share more buckets are compared first. In a
/// bucket the first `representatives` that stay stand for all, and a row is compared with at most `comparisonsPerRow` others, so
/// that time is in proportion to the rows however much they are alike. What is found does not depend on threads.
struct TwinSearch {
  static let representatives = 64
  static let comparisonsPerRow = 64
  private static let rowsAtOnce = 1_024
  private static let grain = 32

  private let count: Int
  /// Of each band, the bucket of each row; -1: no other row is in it.
  private let buckets: [[Int32]]
  private let bucketCounts: [Int]

  /// - Parameters:
  ///   - key: of a row in a band; nil: the row has nothing to be compared by. Called from several threads.
  /// - Throws: `Interrupted` when `work` is cancelled.
  init(count: Int, bands: Int, work: Work, key: (_ row: Int, _ band: Int) -> UInt64?) throws(Interrupted) {
    self.count = count
    let made = Parallel.map(bands) { band -> (buckets: [Int32], count: Int) in
      work.cancellation.isCancelled ? ([], 0) : Self.buckets(count) { key($0, band) }
    }
    try work.checkCancellation()
    buckets = made.map(\.buckets)
    bucketCounts = made.map(\.count)
  }

  /// Bytes that a search of so many rows takes, without what it compares.
  static func bytes(rows: Int, bands: Int) -> Double {
    // Buckets and chains of every band, and the sorting of a band in each thread.
    Double(rows) * (Double(bands) * 9 + 32 * Double(Threads.count))
  }

  private static func buckets(_ count: Int, key: (Int) -> UInt64?) -> (buckets: [Int32], count: Int) {
    var entries: [(key: UInt64, row: Int32)] = []
    entries.reserveCapacity(count)
    for row in 0..<count { if let key = key(row) { entries.append((key, Int32(row))) } }
    entries.sort { ($0.key, $0.row) < ($1.key, $1.row) }
    var buckets = [Int32](repeating: -1, count: count)
    var number: Int32 = 0
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].key == entries[start].key { end += 1 }
      if end - start > 1 {
        for place in start..<end { buckets[Int(entries[place].row)] = number }
        number += 1
      }
      start = end
    }
    return (buckets, Int(number))
  }

  /// Of each row the earlier row that stays in its stead; nil: it stays.
  ///
  /// - Parameters:
  ///   - item: what a row is compared by; asked of rows that meet another, from several threads.
  ///   - mayBeTwins: a cheap test by the rows' places that passes over no twin, or next to none.
  ///   - areTwins: the comparison that decides.
  /// - Throws: `Interrupted` when `work` is cancelled.
  func standIns<Item>(
    label: String, work: Work, item: (Int) -> Item, mayBeTwins: (_ row: Int, _ other: Int) -> Bool = { _, _ in true },
    areTwins: (Item, Item) -> Bool
  ) throws(Interrupted) -> [Int?] {
    var standIns = [Int?](repeating: nil, count: count)
    var items = [Item?](repeating: nil, count: count)
    var chains = Chains(rows: count, buckets: bucketCounts)
    func twin(of row: Int, since first: Int) -> Int? {
      guard let own = items[row] else { return nil }
      var comparisons = 0
      for other in met(by: row, since: first, in: chains) where mayBeTwins(row, other) {
        guard let item = items[other] else { continue }
        if areTwins(own, item) { return other }
        comparisons += 1
        if comparisons == Self.comparisonsPerRow { return nil }
      }
      return nil
    }
    for start in stride(from: 0, to: count, by: Self.rowsAtOnce) {
      try work.checkCancellation(done: start, total: count, of: "rows compared")
      work.progress(WorkProgress(label: label, done: Double(start), total: Double(count), unit: "rows"))
      let block = start..<min(start + Self.rowsAtOnce, count)
      let made = Parallel.map(block.count) { place -> Item? in
        let row = block.lowerBound + place
        return work.cancellation.isCancelled || !meetsAnother(row) ? nil : item(row)
      }
      for (row, item) in zip(block, made) { items[row] = item }
      // Against all that stay before the block, in any order; then, one after the other, against those of the block.
      var found = [Int?](repeating: nil, count: block.count)
      let parts = Parallel.map((block.count + Self.grain - 1) / Self.grain) { part -> [Int?] in
        let first = block.lowerBound + part * Self.grain
        return (first..<min(first + Self.grain, block.upperBound)).map { row in
          work.cancellation.isCancelled ? nil : twin(of: row, since: 0)
        }
      }
      found = Array(parts.joined())
      for (place, row) in block.enumerated() {
        if place % Self.grain == 0 {
          try work.checkCancellation(done: start + place, total: count, of: "rows compared")
        }
        if let other = found[place] ?? twin(of: row, since: block.lowerBound) {
          standIns[row] = other
          items[row] = nil
        } else if items[row] != nil {
          for band in buckets.indices where buckets[band][row] >= 0 {
            chains.add(row, to: Int(buckets[band][row]), of: band)
          }
        }
      }
    }
    try work.checkCancellation()
    return standIns
  }

  private func meetsAnother(_ row: Int) -> Bool { buckets.contains { $0[row] >= 0 } }

  /// The rows from `first` on that stay and share a bucket with the row: those that share more first, then by their order.
  private func met(by row: Int, since first: Int, in chains: Chains) -> [Int] {
    var met: [Int32] = []
    for band in buckets.indices where buckets[band][row] >= 0 {
      var other = chains.heads[band][Int(buckets[band][row])]
      // From the last that was added on.
      while other >= first {
        met.append(other)
        other = chains.next[band][Int(other)]
      }
    }
    met.sort()
    var counted: [(row: Int, shared: Int)] = []
    for other in met {
      if counted.last?.row == Int(other) {
        counted[counted.count - 1].shared += 1
      } else {
        counted.append((Int(other), 1))
      }
    }
    counted.sort { ($1.shared, $0.row) < ($0.shared, $1.row) }
    return counted.map(\.row)
  }
}

/// The rows that stay, by their buckets: in each band a chain through the rows of a bucket, the last one first.
private struct Chains {
  private(set) var heads: [[Int32]]
  private(set) var next: [[Int32]]
  private var lengths: [[UInt8]]

  init(rows: Int, buckets: [Int]) {
    heads = buckets.map { [Int32](repeating: -1, count: $0) }
    lengths = buckets.map { [UInt8](repeating: 0, count: $0) }
    next = buckets.map { _ in [Int32](repeating: -1, count: rows) }
  }

  mutating func add(_ row: Int, to bucket: Int, of band: Int) {
    guard lengths[band][bucket] < TwinSearch.representatives else { return }
    lengths[band][bucket] += 1
    next[band][row] = heads[band][bucket]
    heads[band][bucket] = Int32(row)
  }
}
