/// Batches, cut into portions that processes take one after the other, each whenever it is free.
///
/// A portion is a share of all that is left then, so that the first ones cost few messages and the last ones leave nobody waiting for
/// long: guided self-scheduling (Polychronopoulos and Kuck, IEEE Transactions on Computers 36(12), 1987).
package struct Portions: Sendable {
  /// Texts of one batch.
  package struct Portion: Sendable, Hashable {
    /// Its place among the batches.
    package var batch: Int
    package var texts: Range<Int>
    package var tokens: Int
  }

  /// In the batches' order; each text is in one.
  package let portions: [Portion]

  /// Below this, reading the weights and the messages would cost more than waiting.
  package static let leastTokens = 512
  /// Each process finds so many portions of the present size before it.
  private static let ahead = 2

  /// - Parameters:
  ///   - lengths: tokens of each text of each batch.
  ///   - isDivisible: whether a text's result is the same in any company; else each batch is one portion.
  package init(_ lengths: [[Int]], processes: Int, isDivisible: Bool) {
    var portions: [Portion] = []
    var left = lengths.reduce(0) { $0 + $1.reduce(0, +) }
    for (batch, lengths) in lengths.enumerated() {
      var start = 0
      repeat {
        let size = isDivisible ? max(Self.leastTokens, left / (Self.ahead * max(1, processes))) : .max
        var end = start
        var tokens = 0
        while end < lengths.count, end == start || tokens + lengths[end] <= size {
          tokens += lengths[end]
          end += 1
        }
        portions.append(Portion(batch: batch, texts: start..<end, tokens: tokens))
        left -= tokens
        start = end
      } while start < lengths.count
    }
    self.portions = portions
  }

  /// What portions gave, put together to batches.
  package struct Assembly<Made> {
    private var parts: [[(start: Int, made: [Made])]]
    private var missing: [Int]

    package init(_ portions: Portions) {
      let batches = (portions.portions.last?.batch ?? -1) + 1
      parts = Array(repeating: [], count: batches)
      missing = Array(repeating: 0, count: batches)
      for portion in portions.portions { missing[portion.batch] += 1 }
    }

    /// Adds what a portion gave, in any order; returns what the whole batch gave, in its texts' order, once that is complete.
    package mutating func add(_ made: [Made], of portion: Portion) -> [Made]? {
      parts[portion.batch].append((portion.texts.lowerBound, made))
      missing[portion.batch] -= 1
      guard missing[portion.batch] == 0 else { return nil }
      defer { parts[portion.batch] = [] }
      return parts[portion.batch].sorted { $0.start < $1.start }.flatMap(\.made)
    }
  }
}
