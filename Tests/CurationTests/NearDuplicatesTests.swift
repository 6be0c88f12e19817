import Curation
import Numerics
import Synchronization
import Testing
import Work

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

  /// `count` words out of `vocabulary`.
  private func words(_ count: Int, of vocabulary: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in "w\(generator.index(below: vocabulary))" }.joined(separator: " ")
  }

  private func twins(_ texts: [String], of held: Set<Int>, work: Work = .silent) throws -> NearDuplicates.Found {
    let bytes = texts.map { Array($0.utf8) }
    return try NearDuplicates().twins(of: held, among: bytes.count, work: work) { bytes[$0] }
  }

  @Test(arguments: 0..<10) func findsWhatTheExhaustiveSearchFinds(seed: Int) throws {
    let texts = texts(seed: UInt64(seed))
    let sets = texts.map { Shingles.of($0) }
    var clear = 0
    for i in texts.indices {
      let found = try Set(NearDuplicates().twins(of: [i], among: texts.count) { texts[$0] }.twins)
      for j in texts.indices where j != i {
        let similarity = Shingles.jaccard(sets[i], sets[j])
        if found.contains(j) { #expect(similarity >= 0.6, "seed \(seed), rows \(i) and \(j)") }
        if similarity >= 0.7 {
          clear += 1
          #expect(found.contains(j), "seed \(seed), rows \(i) and \(j)")
        }
      }
    }
    #expect(clear > 0)
  }

  @Test func punctuationAndSpacingSplitTokens() {
    let a = Shingles.of(Array("def f(x):\n    return x + 1".utf8))
    let b = Shingles.of(Array("def f(x): return x+1".utf8))
    #expect(a == b)
    #expect(Shingles.of([]) == [])
    #expect(Shingles.of(Array("two words".utf8)).count == 1)
  }

  /// One long instruction, other tasks behind it: as shares of all their words the rows are twins, as tasks they are not.
  @Test(arguments: 0..<4) func aTemplateIsNoLikeness(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let template = words(80, of: 10_000, &generator)
    var texts = (0..<300).map { _ in template + " " + words(12, of: 10_000, &generator) }
    // Three tasks twice, a word apart.
    for n in 0..<3 { texts.append(texts[n] + " please") }
    let found = try twins(texts, of: Set(0..<20))
    #expect(found.twins == [300, 301, 302], "seed \(seed)")
    #expect(found.templateShingles == 76, "seed \(seed)")
    // Rows that are the template and nothing else are the same row.
    let same = try twins(Array(repeating: template, count: 150), of: [3])
    #expect(same.twins.count == 149)
    // Among few rows what they share may be all that they are.
    let few = (0..<20).map { template + " \($0)" }
    #expect(try twins(few, of: [0]).twins.count == 19)
  }

  /// Two templates, each of half of the rows, so that neither is left out: buckets of thousands of rows that are twins, or
  /// alike and no twins. All pairs of a bucket would be tens of millions of comparisons.
  @Test(arguments: [30, 8]) func rowsThatAreAllAlikeTakeLinearTime(common: Int) throws {
    var generator = SeededGenerator(seed: 11)
    let templates = [words(common, of: 10_000, &generator), words(common, of: 10_000, &generator)]
    func texts(_ count: Int) -> [String] {
      (0..<count).map { templates[$0 % 2] + " " + words(8, of: 100_000, &generator) }
    }
    func seconds(_ count: Int) throws -> Double {
      let texts = texts(count)
      let clock = ContinuousClock()
      let start = clock.now
      let held = Set(stride(from: 0, to: count, by: 9))
      let found = try twins(texts, of: held).twins.count
      // Of 38 words 30 are the template's, or 8 of 16: a similarity of 0.62, or of 0.2.
      #expect(common == 30 ? found > (count - held.count) * 99 / 100 : found < count / 100, "\(found)")
      return Double((clock.now - start) / .milliseconds(1)) / 1000
    }
    // Eight times the rows: eight times the time, not sixty-four, at least once in some tries: the machine may do other things.
    var isLinear = false
    for _ in 1...5 where !isLinear { isLinear = try 24 * seconds(1_000) + 0.5 > seconds(8_000) }
    #expect(isLinear)
  }

  @Test func isInterruptedAndReportsProgress() throws {
    var generator = SeededGenerator(seed: 5)
    let texts = (0..<20_000).map { _ in words(10, of: 1_000, &generator) }
    let heard = Mutex<[Double]>([])
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { progress in
      heard.withLock { $0.append(progress.done) }
      if progress.done > 0 { cancellation.cancel() }
    }
    #expect(throws: Interrupted.self) { try twins(texts, of: [1, 2, 3], work: work) }
    #expect(heard.withLock { $0.count } == 2)
  }
}
