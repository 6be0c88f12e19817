// TEMPORARY: until Packing's own is there.
enum BestFit {
  static func bins(lengths: [Int], capacity: Int) -> [[Int]] {
    var bins: [[Int]] = []
    var room: [Int] = []
    for i in lengths.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
      let fitting = room.indices.filter { room[$0] >= lengths[i] }.min { (room[$0], $0) < (room[$1], $1) }
      if let fitting {
        bins[fitting].append(i)
        room[fitting] -= lengths[i]
      } else {
        bins.append([i])
        room.append(max(0, capacity - lengths[i]))
      }
    }
    return bins
  }
}
