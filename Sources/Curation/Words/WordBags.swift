import Numerics
import Work

/// The different words of each row and how often it has them, ascending by hash.
struct WordBags {
  struct Entry {
    /// 64 bits of hash.
    var word: UInt64
    var occurrences: Int32
  }

  private(set) var bags: [[Entry]]

  /// - Parameter transform: what is kept of a row's bag.
  /// - Throws: `Interrupted`.
  init(_ rows: RowTexts, label: String, work: Work, transform: ([Entry]) -> [Entry]) throws(Interrupted) {
    var bags = [[Entry]](repeating: [], count: rows.count)
    let pool = WorkspacePool<Words>()
    try bags.withUnsafeMutableBufferPointer { bags throws(Interrupted) in
      // Safe: each piece writes the bags of its own rows.
      nonisolated(unsafe) let bags = bags
      try Batches.run(rows.count, label: label, work: work) { range in
        pool.withWorkspace(suits: { _ in true }, make: Words.init) { words in
          for row in range { bags[row] = transform(Self.bag(rows.parts(row), words)) }
        }
      }
    }
    self.bags = bags
  }

  static func bag(_ parts: [ArraySlice<UInt8>], _ words: Words) -> [Entry] {
    words.split(parts)
    let hashes = (0..<words.count).map { hash(words.text($0, through: $0)) }.sorted()
    var bag: [Entry] = []
    for hash in hashes {
      if let last = bag.last, last.word == hash {
        bag[bag.count - 1].occurrences += 1
      } else {
        bag.append(Entry(word: hash, occurrences: 1))
      }
    }
    return bag
  }

  /// FNV-1a, then splitmix64's finalizer.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var z: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { z = (z ^ UInt64(byte)) &* 0x100_0000_01b3 }
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// In how many rows each word occurs.
struct DocumentFrequency: Sendable {
  private var counts: [UInt64: Int32] = [:]

  subscript(word: UInt64) -> Int { Int(counts[word] ?? 0) }

  mutating func add(_ bag: [WordBags.Entry]) {
    for entry in bag { counts[entry.word, default: 0] += 1 }
  }

  /// - Throws: `Interrupted`.
  mutating func add(_ rows: RowTexts, work: Work) throws(Interrupted) {
    final class Counter: @unchecked Sendable {  // Lent to one thread at a time, read when all are done.
      let words = Words()
      var frequency = DocumentFrequency()
    }
    let counters = try Batches.counted(rows.count, label: "words", work: work, make: Counter.init) { counter, range in
      for row in range { counter.frequency.add(WordBags.bag(rows.parts(row), counter.words)) }
    }
    for counter in counters { counts.merge(counter.frequency.counts) { $0 + $1 } }
  }
}
