/// Best-fit decreasing bin packing (arXiv 2404.10830): the longest first, each into the fullest bin that still takes it.
public enum BestFit {
  /// Places of `lengths` by bin, each bin's in ascending order; bins in the order in which they were opened.
  ///
  /// Deterministic, O(n log n). Every place is in one bin; a length above `capacity` has a bin of its own.
  public static func bins(lengths: [Int], capacity: Int) -> [[Int]] {
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var bins: [[Int]] = []
    // Open bins by the room that is left in them; of equal ones, the last to get there.
    var byRoom: [[Int]] = Array(repeating: [], count: Swift.max(capacity, 0) + 1)
    var rooms = SmallestAtLeast(limit: byRoom.count)
    for item in order {
      let length = Swift.max(lengths[item], 0)
      var bin = bins.count
      var left = capacity - length
      if length <= capacity, let room = rooms.first(from: length), let best = byRoom[room].popLast() {
        if byRoom[room].isEmpty { rooms.remove(room) }
        bin = best
        left = room - length
        bins[bin].append(item)
      } else {
        bins.append([item])
      }
      guard left >= 0 else { continue }
      byRoom[left].append(bin)
      rooms.insert(left)
    }
    return bins.map { $0.sorted() }
  }
}

/// A set of small numbers that finds the smallest one not below a given number: a tree of bits, 64 to a node.
private struct SmallestAtLeast {
  private var levels: [[UInt64]] = []

  /// For the numbers 0 ..< `limit`.
  init(limit: Int) {
    var count = limit
    repeat {
      count = (count + 63) / 64
      levels.append(Array(repeating: 0, count: count))
    } while count > 1
  }

  mutating func insert(_ number: Int) {
    var place = number
    for level in levels.indices {
      levels[level][place >> 6] |= 1 << UInt64(place & 63)
      place >>= 6
    }
  }

  mutating func remove(_ number: Int) {
    var place = number
    for level in levels.indices {
      levels[level][place >> 6] &= ~(1 << UInt64(place & 63))
      if levels[level][place >> 6] != 0 { return }
      place >>= 6
    }
  }

  func first(from number: Int) -> Int? {
    var place = number
    for level in levels.indices {
      let node = place >> 6
      guard node < levels[level].count else { return nil }
      let bits = levels[level][node] & (UInt64.max << UInt64(place & 63))
      if bits != 0 {
        var found = node << 6 | bits.trailingZeroBitCount
        for below in levels[..<level].reversed() { found = found << 6 | below[found].trailingZeroBitCount }
        return found
      }
      place = node + 1
    }
    return nil
  }
}
