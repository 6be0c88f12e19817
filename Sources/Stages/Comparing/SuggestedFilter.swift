import Rows

/// A filter that the target suggests: the word of its questions that sets it apart from the pool most.
struct SuggestedFilter {
  let word: String

  /// So large a part of the target's questions must have it.
  static let leastShare = 0.5
  /// A word whose two shares differ by less sets nothing apart.
  static let leastDifference = 0.1
  /// Rows of the pool that are looked at, evenly spaced: shares are known well enough from them.
  private static let sample = 20_000

  /// nil where no word sets the target apart.
  init?(target: Rows, pool: Rows) {
    func share(_ rows: Rows, _ places: StrideTo<Int>) -> [String: Double] {
      var counts: [String: Int] = [:]
      var count = 0
      for row in places {
        count += 1
        for word in Self.words(rows.question(row) ?? []) { counts[word, default: 0] += 1 }
      }
      return counts.mapValues { Double($0) / Double(max(1, count)) }
    }
    let step = max(1, pool.count / Self.sample)
    let ofTarget = share(target, stride(from: 0, to: target.count, by: 1)).filter { $0.value >= Self.leastShare }
    guard !ofTarget.isEmpty else { return nil }
    let ofPool = share(pool, stride(from: 0, to: pool.count, by: step))
    let best = ofTarget.map { (word: $0.key, difference: $0.value - (ofPool[$0.key] ?? 0)) }
      .max { ($0.difference, $1.word) < ($1.difference, $0.word) }
    guard let best, best.difference >= Self.leastDifference else { return nil }
    word = best.word
  }

  /// As it is written in a block.
  var text: String { "where contains(lower(question), \"\(word)\") | select random" }

  /// Lower-case words of at least three ASCII letters, which a string of the language holds as they are.
  private static func words(_ text: ArraySlice<UInt8>) -> Set<String> {
    var words: Set<String> = []
    var word: [UInt8] = []
    for byte in text + [0x20] {
      let lower = byte | 0x20
      if (0x61...0x7A).contains(lower) {
        word.append(lower)
      } else {
        if word.count >= 3 { words.insert(String(decoding: word, as: UTF8.self)) }
        word = []
      }
    }
    return words
  }
}
