/// Suggestions for a misspelt name.
public enum Spelling {
  /// At most three candidates close to a name, nearest first, and none rather than a bad one: the distance is at most a
  /// third of the longer name (rounded down, at least 1 from three letters on), and only the nearest distance is given.
  public static func candidates(for name: String, among names: some Sequence<String>) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard wanted.count >= 2 else { return [] }
    var best: [(distance: Int, name: String)] = []
    var seen: Set<String> = []
    for candidate in names where candidate != name && seen.insert(candidate).inserted {
      let letters = Array(candidate.lowercased().unicodeScalars)
      let longest = max(wanted.count, letters.count)
      let limit = longest <= 2 ? 0 : max(1, longest / 3)
      guard abs(wanted.count - letters.count) <= limit else { continue }
      let distance = self.distance(wanted, letters)
      if distance <= limit { best.append((distance, candidate)) }
    }
    guard let nearest = best.map(\.distance).min() else { return [] }
    return best.filter { $0.distance == nearest }.map(\.name).sorted().prefix(3).map { $0 }
  }

  /// The nearest name, if exactly one is nearest.
  public static func candidate(for name: String, among names: some Sequence<String>) -> String? {
    let found = candidates(for: name, among: names)
    return found.count == 1 ? found.first : nil
  }

  /// Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions,
  /// substitutions and swaps of neighbours each cost 1. O(mn) time, O(n) space.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = previous
    for i in 1...a.count {
      current[0] = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var value = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { value = min(value, beforePrevious[j - 2] + 1) }
        current[j] = value
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[b.count]
  }
}
