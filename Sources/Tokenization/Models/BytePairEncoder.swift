/// Byte-pair encoding (Sennrich et al. 2016): joins, again and again, the adjacent pair of the lowest rank, the leftmost first.
struct BytePairEncoder: Sendable {
  let pairs: PairTable

  /// Up to this many symbols, looking at all of them for the best pair is quicker than a heap.
  private static let scanned = 48

  /// Replaces the symbols of a word by its tokens. Throws `Interrupted` where the watch is cancelled.
  func merge(_ symbols: inout [Int32], _ watch: EncodingWatch) throws {
    if symbols.count <= Self.scanned { mergeByScanning(&symbols) } else { try mergeByHeap(&symbols, watch) }
  }

  private func mergeByScanning(_ symbols: inout [Int32]) {
    var count = symbols.count
    guard count > 1 else { return }
    withUnsafeTemporaryAllocation(of: PairTable.Merge.self, capacity: count) { merges in
      symbols.withUnsafeMutableBufferPointer { symbols in
        for at in 0..<count - 1 { merges[at] = pairs[symbols[at], symbols[at + 1]] }
        while count > 1 {
          var best = 0
          for at in 1..<count - 1 where merges[at].rank < merges[best].rank { best = at }
          let merge = merges[best]
          guard merge.rank != .max else { return }
          symbols[best] = merge.token
          count -= 1
          for at in best + 1..<Swift.max(count, best + 1) { symbols[at] = symbols[at + 1] }
          for at in best..<Swift.max(count - 1, best) { merges[at] = merges[at + 1] }
          if best > 0 { merges[best - 1] = pairs[symbols[best - 1], merge.token] }
          if best < count - 1 { merges[best] = pairs[merge.token, symbols[best + 1]] }
        }
      }
    }
    symbols.removeLast(symbols.count - count)
  }

  /// The same in O(n log n), for words without end (a line of base64, a thousand spaces): a linked list of symbols and a heap of
  /// pairs, in which pairs that no longer stand are passed over.
  private func mergeByHeap(_ symbols: inout [Int32], _ watch: EncodingWatch) throws {
    let count = symbols.count
    var next = Array(1...count)
    var previous = Array(-1..<count - 1)
    var heap = Heap()
    func push(_ at: Int) {
      let merge = pairs[symbols[at], symbols[next[at]]]
      if merge.rank != .max { heap.push(rank: merge.rank, at: at) }
    }
    for at in 0..<count - 1 {
      if at & (EncodingWatch.stride - 1) == 0 { try watch.checkCancellation() }
      push(at)
    }
    var looks = 0
    while let (rank, at) = heap.pop() {
      looks &+= 1
      if looks & (EncodingWatch.stride - 1) == 0 { try watch.checkCancellation() }
      guard symbols[at] >= 0, next[at] < count else { continue }
      let merge = pairs[symbols[at], symbols[next[at]]]
      guard merge.rank == rank else { continue }
      let gone = next[at]
      symbols[at] = merge.token
      symbols[gone] = -1
      next[at] = next[gone]
      if next[at] < count {
        previous[next[at]] = at
        push(at)
      }
      if previous[at] >= 0 { push(previous[at]) }
    }
    symbols.removeAll { $0 < 0 }
  }
}

/// A binary heap of pairs: the lowest rank first, then the leftmost.
private struct Heap {
  private var items: [UInt64] = []  // rank, then place: one comparison

  mutating func push(rank: UInt32, at place: Int) {
    items.append(UInt64(rank) << 32 | UInt64(UInt32(truncatingIfNeeded: place)))
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (rank: UInt32, at: Int)? {
    guard let top = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child] < items[least] {
          least = child
        }
        if least == parent { break }
        items.swapAt(parent, least)
        parent = least
      }
    }
    return (UInt32(top >> 32), Int(top & 0xFFFF_FFFF))
  }
}
