import Kernels
import Numerics
import Synchronization
public import Work

/// Rows as tf-idf vectors of their words, near where the cosine between them is great.
///
///     weight of a word in a row = (1 + ln occurrences) · (1 + ln((1 + n) / (1 + rows with the word)))
///
/// over the n rows of target and pool together; vectors have length 1 (Salton and Buckley 1988, "ltc"; scikit-learn's
/// TfidfVectorizer with sublinear_tf). Words are those of `LexicalRatio`, punctuation among them: in code it says much.
///
/// A word is known by 64 bits of its hash. Of the pool only words that some target has are kept, in lists by word: about
/// 8 bytes for each different word of a row, and three times that while they are made.
public struct WordSpace: NeighbourSpace {
  /// Rows of the target.
  public let targetCount: Int
  /// Rows of the pool.
  public let poolCount: Int
  /// Each target's words by number, with their weights, scaled to length 1.
  private let targets: [[(word: Int32, weight: Double)]]
  /// The pool's rows with each of the targets' words, ascending, and how often they have it: word w's are
  /// `postings[starts[w]..<starts[w + 1]]`.
  private let postings: [Posting]
  private let starts: [Int]
  private let idf: [Double]
  /// 0 for a row without words.
  private let poolLengths: [Double]

  private struct Posting {
    var row: Int32
    var occurrences: Int32
  }

  /// Two passes over the pool on all threads.
  ///
  /// - Throws: `Interrupted`.
  public init(targets: RowTexts, pool: RowTexts, work: Work = .silent) throws(Interrupted) {
    targetCount = targets.count
    poolCount = pool.count
    let ofTargets = try WordBags(targets, label: "words", work: work) { $0 }
    var frequency = DocumentFrequency()
    for bag in ofTargets.bags { frequency.add(bag) }
    // First the rows that have each word, for which every word counts; then lengths, and the targets' words alone.
    try frequency.add(pool, work: work)
    let documents = Double(targets.count + pool.count)
    let counted = frequency
    let idf = { (word: UInt64) in 1 + Elementary.log((1 + documents) / (1 + Double(counted[word]))) }

    var numbers: [UInt64: Int32] = [:]
    var idfs: [Double] = []
    for bag in ofTargets.bags {
      for entry in bag where numbers[entry.word] == nil {
        numbers[entry.word] = Int32(idfs.count)
        idfs.append(idf(entry.word))
      }
    }
    self.idf = idfs
    self.targets = ofTargets.bags.map { bag in
      let weights = bag.compactMap { entry in
        numbers[entry.word].map { (word: $0, weight: Self.weight(entry.occurrences) * idf(entry.word)) }
      }
      let length = weights.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
      return weights.map { (word: $0.word, weight: $0.weight / length) }
    }

    let known = numbers
    let rows = try WordBags(pool, label: "tf-idf", work: work) { bag in
      // The length needs every word, what is kept only those of targets.
      var square = 0.0
      for entry in bag {
        let weight = Self.weight(entry.occurrences) * idf(entry.word)
        square += weight * weight
      }
      return bag.filter { known[$0.word] != nil } + [WordBags.Entry(word: square.bitPattern, occurrences: -1)]
    }
    var lengths: [Double] = []
    lengths.reserveCapacity(pool.count)
    var sizes = [Int](repeating: 0, count: idfs.count + 1)
    for bag in rows.bags {
      lengths.append(bag.last.map { Double(bitPattern: $0.word).squareRoot() } ?? 0)
      for entry in bag.dropLast() { if let number = known[entry.word] { sizes[Int(number) + 1] += 1 } }
    }
    for word in 0..<idfs.count { sizes[word + 1] += sizes[word] }
    starts = sizes
    var postings = [Posting](repeating: Posting(row: 0, occurrences: 0), count: sizes[idfs.count])
    for (row, bag) in rows.bags.enumerated() {
      for entry in bag.dropLast() {
        guard let number = known[entry.word] else { continue }
        postings[sizes[Int(number)]] = Posting(row: Int32(row), occurrences: entry.occurrences)
        sizes[Int(number)] += 1
      }
    }
    self.postings = postings
    poolLengths = lengths
  }

  /// Whether the pool's row has words.
  public func hasPlace(_ row: Int) -> Bool { poolLengths[row] > 0 }

  /// A target's cosine to each row of the pool, in [0, 1]; 0 to a row without words. O(pool + postings of its words).
  public func cosines(to target: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: poolCount)
    sums.withUnsafeMutableBufferPointer { sums in
      postings.withUnsafeBufferPointer { postings in
        for (word, weight) in targets[target] {
          let factor = weight * idf[Int(word)]
          for place in starts[Int(word)]..<starts[Int(word) + 1] {
            let posting = postings[place]
            sums[Int(posting.row)] += factor * Self.weight(posting.occurrences)
          }
        }
      }
      for row in sums.indices where poolLengths[row] > 0 { sums[row] /= poolLengths[row] }
    }
    return sums
  }

  /// Each target's greatest cosine to another target; 0 where it shares no word with any. O(targets² · words).
  public func nearestTargets() -> [Double] {
    let dense = targets.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.word, $0.weight) }) }
    return Parallel.map(targetCount) { i in
      var greatest = 0.0
      for j in 0..<targetCount where j != i {
        // Words in the order of `i`'s list: a dictionary has none that is always the same.
        let cosine = targets[i].reduce(0.0) { $0 + $1.weight * (dense[j][$1.word] ?? 0) }
        greatest = max(greatest, cosine)
      }
      return greatest
    }
  }

  /// See `NeighbourSpace`. O(limit + pool rows that share a word) for each target row, on all threads.
  public func nearest(
    to chosen: [Int], limit: Int, isOpen: (Int) -> Bool, work: Work
  ) throws(Interrupted) -> [[Int]] {
    let open = (0..<poolCount).filter { poolLengths[$0] > 0 && isOpen($0) }
    var lists: [[Int]] = []
    for from in stride(from: 0, to: chosen.count, by: 16) {
      let some = Array(chosen[from..<min(from + 16, chosen.count)])
      lists += Parallel.map(some.count) { place in
        guard !targets[some[place]].isEmpty else { return [] }
        let cosines = cosines(to: some[place])
        return Nearest.rows(open.lazy.map { (row: $0, similarity: cosines[$0]) }, limit: limit)
      }
      try work.checkCancellation(done: lists.count, total: chosen.count, of: "targets")
      if chosen.count > 1 {
        work.progress(
          Progress(label: "compare", done: Double(lists.count), total: Double(chosen.count), unit: "targets"))
      }
    }
    return lists
  }

  private static let logarithms: [Double] = (0..<256).map { $0 > 0 ? 1 + Elementary.log(Double($0)) : 0 }

  private static func weight(_ occurrences: Int32) -> Double {
    occurrences < 256 ? logarithms[Int(occurrences)] : 1 + Elementary.log(Double(occurrences))
  }
}
