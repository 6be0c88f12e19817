import Foundation

/// The words that set groups of texts apart: those that more of a group's texts have than all the others do, ranked by the
/// log-likelihood ratio of their frequencies (Dunning, Computational Linguistics 19, 1993). A text has a word or not, however often.
///
///     G² = 2 Σ observed ln(observed / expected)     over group or not, with or without the word
public enum DistinctiveWords {
  /// Words of each group, the strongest first; in lower case, of two letters or more. O(all words).
  ///
  /// - Parameters:
  ///   - texts: UTF-8.
  ///   - groups: of each text its group, from 0.
  ///   - most: words of a group at most. Ties go to the earlier one in the alphabet.
  public static func of(_ texts: [ArraySlice<UInt8>], groups: [Int], most: Int) -> [[String]] {
    let groupCount = (groups.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: groupCount)
    var counts: [String: [Int: Int]] = [:]
    for (text, group) in zip(texts, groups) {
      sizes[group] += 1
      for word in words(in: text) { counts[word, default: [:]][group, default: 0] += 1 }
    }
    let all = texts.count
    var found = [[(word: String, strength: Double)]](repeating: [], count: groupCount)
    for (word, byGroup) in counts {
      let total = byGroup.values.reduce(0, +)
      // What one text alone has says nothing of a group.
      guard total > 1 else { continue }
      for (group, count) in byGroup where count * (all - sizes[group]) > (total - count) * sizes[group] {
        found[group].append((word, likelihoodRatio(count, of: sizes[group], total, of: all)))
      }
    }
    return found.map { words in
      words.sorted { ($1.strength, $0.word) < ($0.strength, $1.word) }.prefix(most).map(\.word)
    }
  }

  /// - Parameters:
  ///   - count: texts of the group with the word.
  ///   - total: texts of all groups with it.
  package static func likelihoodRatio(_ count: Int, of size: Int, _ total: Int, of all: Int) -> Double {
    func part(_ observed: Int, _ row: Int, _ column: Int) -> Double {
      guard observed > 0 else { return 0 }
      return Double(observed) * log(Double(observed) * Double(all) / (Double(row) * Double(column)))
    }
    return 2
      * (part(count, size, total) + part(size - count, size, all - total) + part(total - count, all - size, total)
        + part(all - size - total + count, all - size, all - total))
  }

  private static func words(in text: ArraySlice<UInt8>) -> Set<String> {
    var words: Set<String> = []
    var word = ""
    func finish() {
      if word.unicodeScalars.count > 1, word.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) {
        words.insert(word.lowercased())
      }
      word = ""
    }
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if CharacterClass(scalar.value) == .word { word.unicodeScalars.append(scalar) } else { finish() }
    }
    finish()
    return words
  }
}
