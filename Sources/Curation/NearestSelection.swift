public import Quantities
public import Work

/// Where pool rows lie in relation to targets: what `NearestSelection` asks of a space of vectors.
public protocol NeighbourSpace: Sendable {
  var targetCount: Int { get }
  var poolCount: Int { get }

  /// For each of `targets`, at most `limit` of the pool's rows for which `isOpen` holds, the nearest first and equally
  /// near ones by row number; rows that have no place in the space are left out.
  ///
  /// - Throws: `Interrupted`.
  func nearest(
    to targets: [Int], limit: Int, isOpen: (Int) -> Bool, work: Work
  ) throws(Interrupted) -> [[Int]]
}

/// `select nearest`: each target in turn takes its nearest pool row that is still there, until the budget is full.
///
/// The round robin is that of RDS+ (Ivison et al., arXiv 2503.01807, algorithm 1), so that every target is served alike,
/// an odd one too; there a target whose nearest row is taken already takes none in that round, here it takes the next.
public enum NearestSelection {
  /// The rows in the order in which they are taken.
  ///
  /// Each target's list of neighbours is made as far as it will probably be read, and made anew from what is left when it
  /// ends; so memory is that of the rows asked for, not of all pairs.
  ///
  /// - Parameters:
  ///   - candidates: the pool's rows; only their tokens and whether they are excluded are read.
  ///   - share: of tokens, a row that no longer fits is passed over, and no row left out would still fit.
  /// - Throws: `Interrupted`.
  public static func order(
    _ space: some NeighbourSpace, _ candidates: [Candidate], share: Share, work: Work = .silent
  ) throws(Interrupted) -> [Int] {
    precondition(candidates.count == space.poolCount, "candidates of another pool")
    var isOpen = candidates.map { $0.excluded == nil }
    let rows = share.rows(of: candidates.count)
    var left = Int.max
    if case .tokens(let budget) = share { left = budget }
    // What is asked for, in rows: of tokens an estimate.
    let mean = max(1, candidates.reduce(0) { $0 + $1.tokens } / max(1, candidates.count))
    let expected = rows ?? min(candidates.count, left / mean)
    guard space.targetCount > 0, rows != 0 else { return [] }

    // Targets that are much alike read one another's lists empty: a list made anew is twice as long, within 128 MB of all.
    let first = 8 + 2 * (expected / space.targetCount)
    let longest = min(candidates.count, max(first, (1 << 24) / space.targetCount))
    var limits = [Int](repeating: first, count: space.targetCount)
    var lists = try space.nearest(
      to: Array(0..<space.targetCount), limit: first, isOpen: { isOpen[$0] && candidates[$0].tokens <= left },
      work: work)
    var places = [Int](repeating: 0, count: lists.count)
    // Targets for which some row may still be there.
    var active = Array(lists.indices)
    var taken: [Int] = []
    var turn = 0
    while taken.count < rows ?? .max, !active.isEmpty {
      let target = active[turn]
      while places[target] < lists[target].count {
        let row = lists[target][places[target]]
        if isOpen[row], candidates[row].tokens <= left { break }
        places[target] += 1
      }
      if places[target] == lists[target].count {
        limits[target] = min(longest, limits[target] * 2)
        lists[target] = try space.nearest(
          to: [target], limit: limits[target], isOpen: { isOpen[$0] && candidates[$0].tokens <= left }, work: work)[0]
        places[target] = 0
      }
      if let row = lists[target].dropFirst(places[target]).first {
        isOpen[row] = false
        if rows == nil { left -= candidates[row].tokens }
        taken.append(row)
        turn += 1
        if taken.count & 1023 == 0 {
          try work.checkCancellation(done: taken.count, total: expected, of: "rows chosen")
          work.progress(
            Progress(
              label: "choose", done: Double(taken.count), total: Double(max(expected, taken.count)), unit: "rows"))
        }
      } else {
        active.remove(at: turn)
      }
      if turn >= active.count { turn = 0 }
    }
    return taken
  }

  /// The same as a selection. Rows without a place in the space are `missingScore`.
  ///
  /// - Throws: `Interrupted`.
  public static func select(
    _ space: some NeighbourSpace, _ candidates: [Candidate], share: Share, hasPlace: (Int) -> Bool = { _ in true },
    work: Work = .silent
  ) throws(Interrupted) -> Selection {
    let rows = try order(space, candidates, share: share, work: work)
    var selection = Selection(taking: rows, of: candidates, share: share, eligible: hasPlace)
    if let asked = share.rows(of: candidates.count) { selection.shortfall = asked - rows.count }
    return selection
  }
}

/// The nearest of some rows, found by going through all.
enum Nearest {
  /// The rows of the `limit` greatest similarities, greatest first, equal ones by row number. O(n log limit).
  static func rows(_ similarities: some RandomAccessCollection<(row: Int, similarity: Double)>, limit: Int) -> [Int] {
    guard limit > 0 else { return [] }
    // A heap whose root is the worst of those kept.
    var heap: [(row: Int, similarity: Double)] = []
    heap.reserveCapacity(min(limit, similarities.count) + 1)
    func worse(_ a: (row: Int, similarity: Double), _ b: (row: Int, similarity: Double)) -> Bool {
      a.similarity != b.similarity ? a.similarity < b.similarity : a.row > b.row
    }
    func sink(_ start: Int) {
      var at = start
      while true {
        var least = at
        let child = 2 * at + 1
        if child < heap.count, worse(heap[child], heap[least]) { least = child }
        if child + 1 < heap.count, worse(heap[child + 1], heap[least]) { least = child + 1 }
        if least == at { return }
        heap.swapAt(at, least)
        at = least
      }
    }
    for entry in similarities {
      if heap.count < limit {
        heap.append(entry)
        var at = heap.count - 1
        while at > 0, worse(heap[at], heap[(at - 1) / 2]) {
          heap.swapAt(at, (at - 1) / 2)
          at = (at - 1) / 2
        }
      } else if worse(heap[0], entry) {
        heap[0] = entry
        sink(0)
      }
    }
    return heap.sorted { worse($1, $0) }.map(\.row)
  }
}
