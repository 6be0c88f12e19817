/// The largest of many scores, in order; of equal ones the first that came.
package struct TopSelection {
  package struct Item: Equatable {
    package var score: Float
    package var index: Int
  }

  package let capacity: Int
  /// Descending.
  package private(set) var items: [Item] = []

  /// - Parameter capacity: at least 1.
  package init(_ capacity: Int) {
    self.capacity = capacity
    items.reserveCapacity(capacity + 1)
  }

  /// A score up to this is not taken any more.
  package var floor: Float { items.count < capacity ? -.infinity : items[capacity - 1].score }

  package mutating func offer(_ score: Float, _ index: Int) {
    guard items.count < capacity || score > items[capacity - 1].score else { return }
    var place = items.count
    while place > 0, items[place - 1].score < score { place -= 1 }
    items.insert(Item(score: score, index: index), at: place)
    if items.count > capacity { items.removeLast() }
  }
}
