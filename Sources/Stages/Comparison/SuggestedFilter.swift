import Foundation
import Rows

/// A filter that the target suggests: the word of its questions that sets it apart from the pool most.
struct SuggestedFilter {
  let word: String

  /// So large a part of the target's questions must have it.
  static let leastShare = 1.0 / 3
  /// The target's questions must have it so many times as often as the pool's: `the` stands in most of either.
  static let leastRatio = 2.0
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
    // What a word tells, as in the divergence of the two: how many have it, times how much likelier the target's are to.
    let least = 1 / Double(max(1, pool.count))
    let best = ofTarget.map { word, share in (word: word, ratio: share / max(least, ofPool[word] ?? 0), share: share) }
      .filter { $0.ratio >= Self.leastRatio }
      .max { ($0.share * log($0.ratio), $1.word) < ($1.share * log($1.ratio), $0.word) }
    guard let best else { return nil }
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
