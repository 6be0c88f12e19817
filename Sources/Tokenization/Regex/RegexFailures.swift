/// Where the steps of a regex have failed in a text: the memory that keeps backtracking from trying them again.
///
/// Without captures, whether a step leads to a match from a place depends on nothing else, and as no loop may match nothing, a
/// step that is met again at its place has been followed to its end. If that end was a match, its way is forgotten: only what
/// failed may be kept.
struct RegexFailures {
  private var met: Set<UInt64> = []
  /// In the order in which they were met, so that the latest can be forgotten.
  private var order: [UInt64] = []

  /// Places are kept up to so many: 200 MB at most.
  private static let capacity = 1 << 22

  /// How many are kept: what `forget(from:)` takes.
  var count: Int { order.count }

  /// False where the step has been met at this place. `at` is below 2^44.
  mutating func isFirst(_ step: Int, at: Int) -> Bool {
    let key = UInt64(step) << 44 | UInt64(at)
    guard order.count < Self.capacity else { return !met.contains(key) }
    guard met.insert(key).inserted else { return false }
    order.append(key)
    return true
  }

  /// Forgets what was met since `count` was as given.
  mutating func forget(from count: Int) {
    guard count > 0 else {
      met.removeAll()
      order.removeAll()
      return
    }
    for key in order[count...] { met.remove(key) }
    order.removeLast(order.count - count)
  }
}
