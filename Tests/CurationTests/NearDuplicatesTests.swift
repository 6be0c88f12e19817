import Curation
import Numerics
import Testing

@Suite struct NearDuplicatesTests {
  /// Texts over a small vocabulary; every second one is an earlier one with some words replaced.
  private func texts(seed: UInt64) -> [[UInt8]] {
    var generator = SeededGenerator(seed: seed)
    var texts: [[String]] = []
    for n in 0..<60 {
      if n % 2 == 1 {
        var copy = texts[generator.index(below: texts.count)]
        for _ in 0..<generator.index(below: 6) {
          copy[generator.index(below: copy.count)] = "new\(generator.index(below: 99))"
        }
        texts.append(copy)
      } else {
        texts.append((0..<60).map { _ in "w\(generator.index(below: 500))" })
      }
    }
    return texts.map { Array($0.joined(separator: " ").utf8) }
  }

  @Test(arguments: 0..<10) func findsWhatTheExhaustiveSearchFinds(seed: Int) {
    let texts = texts(seed: UInt64(seed))
    let sets = texts.map(NearDuplicates.shingles)
    var expected: Set<[Int]> = []
    var clear: Set<[Int]> = []
    for i in texts.indices {
      for j in texts.indices where j > i {
        let similarity = NearDuplicates.jaccard(sets[i], sets[j])
        if similarity >= 0.6 { expected.insert([i, j]) }
        if similarity >= 0.7 { clear.insert([i, j]) }
      }
    }
    let found = Set(NearDuplicates().pairs(texts).map { [$0.0, $0.1] })
    #expect(found.isSubset(of: expected), "seed \(seed)")
    #expect(clear.isSubset(of: found), "seed \(seed)")
    #expect(!clear.isEmpty)
  }

  @Test func punctuationAndSpacingSplitTokens() {
    let a = NearDuplicates.shingles(Array("def f(x):\n    return x + 1".utf8))
    let b = NearDuplicates.shingles(Array("def f(x): return x+1".utf8))
    #expect(a == b)
    #expect(NearDuplicates.shingles([]) == [])
    #expect(NearDuplicates.shingles(Array("two words".utf8)).count == 1)
  }
}
