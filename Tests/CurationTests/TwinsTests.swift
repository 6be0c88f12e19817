import Curation
import Numerics
import Synchronization
import TestSupport
import Testing
import Work

/// Of rows that say the same the first stays, whatever says that they do.
@Suite("Twins") struct TwinsTests {
  /// `count` words out of `vocabulary`.
  private func words(_ count: Int, of vocabulary: Int, _ generator: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in "w\(generator.index(below: vocabulary))" }
  }

  /// Texts over a small vocabulary; many are earlier ones with some words replaced.
  private func texts(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var generator = SeededGenerator(seed: seed)
    var texts: [[String]] = []
    for n in 0..<count {
      if n % 3 > 0 {
        var copy = texts[generator.index(below: texts.count)]
        for _ in 0..<generator.index(below: 5) { copy[generator.index(below: copy.count)] = "new\(n)" }
        texts.append(copy)
      } else {
        texts.append(words(60, of: 500, &generator))
      }
    }
    return texts.map { Array($0.joined(separator: " ").utf8) }
  }

  private func near(_ texts: [[UInt8]], _ threshold: Double = 0.8, work: Work = .silent) throws -> Twins {
    try Twins.near(count: texts.count, threshold: threshold, work: work) { texts[$0] }
  }

  private func near(_ texts: [String], _ threshold: Double = 0.8) throws -> Twins {
    try near(texts.map { Array($0.utf8) }, threshold)
  }

  /// What every search must give: whoever goes is like the one that stays for it, which came before; of those that stay no two
  /// are alike.
  private func check(_ twins: Twins, _ alike: (Int, Int) -> Bool, _ what: String) {
    for (row, standIn) in twins.standIns.enumerated() {
      guard let standIn else { continue }
      #expect(standIn < row && twins.standIns[standIn] == nil && alike(row, standIn), "\(what): \(row), \(standIn)")
    }
    let kept = twins.kept
    for (place, row) in kept.enumerated() {
      for other in kept[..<place] { #expect(!alike(row, other), "\(what): \(row) and \(other) stay") }
    }
  }

  @Test(arguments: 0..<8) func nearTwinsAreThoseOfTheExhaustiveSearch(seed: Int) throws {
    // Also more than one block of rows, and some in several blocks.
    let texts = texts(seed == 0 ? 1_500 : 90, seed: UInt64(seed))
    let sets = texts.map { Shingles.of($0) }
    let twins = try near(texts)
    #expect(twins.kept.count < texts.count && twins.kept.count > texts.count / 3)
    check(twins, { Shingles.jaccard(sets[$0], sets[$1]) >= 0.8 }, "seed \(seed)")
  }

  @Test func theFirstStaysAndStandsForTheRest() throws {
    let a = "one two three four five six seven eight nine ten eleven twelve"
    let twins = try near([a, "something else entirely", a + "  ", a, ""])
    #expect(twins.standIns == [nil, nil, 0, 0, nil])
    // Not by way of a third: what is like a row that went is compared with those that stay.
    let chain = (0..<8).map { n in (n..<n + 40).map { "w\($0)" }.joined(separator: " ") }
    let found = try near(chain, 0.9)
    #expect(found.standIns[0] == nil && found.standIns[1] == 0 && found.kept.count > 1)
    // Nothing says that two rows without a word say the same.
    #expect(try near(["", "", " \n"]).kept == [0, 1, 2])
    #expect(try near([String]()).standIns.isEmpty)
  }

  @Test func theResultDependsOnNoThread() throws {
    let texts = texts(2_500, seed: 3)
    let all = try near(texts)
    ThreadCount.hold()
    defer { ThreadCount.release() }
    for threads in [1, 3] {
      Threads.set(threads)
      #expect(try near(texts) == all)
    }
  }

  /// One instruction over other tasks makes no twins; a bucket of thousands of rows that are alike and no twins takes no square of
  /// them.
  @Test(arguments: [0.95, 0.5]) func rowsOfOneTemplate(share: Double) throws {
    var generator = SeededGenerator(seed: 12)
    let templates = (0..<2).map { _ in words(40, of: 10_000, &generator).joined(separator: " ") }
    func texts(_ count: Int) -> [[UInt8]] {
      (0..<count).map { n in
        let template = templates[Double(n % 100) < share * 100 ? 0 : 1]
        return Array((template + " " + words(8, of: 100_000, &generator).joined(separator: " ")).utf8)
      }
    }
    func seconds(_ count: Int) throws -> Double {
      let texts = texts(count)
      let clock = ContinuousClock()
      let start = clock.now
      let twins = try near(texts)
      // Of 48 tokens 40 are the template's: a similarity of 36 in 52 where it counts.
      #expect(twins.kept.count > count * 99 / 100)
      #expect((twins.templateShingles > 0) == (share > 0.9))
      return Double((clock.now - start) / .milliseconds(1)) / 1000
    }
    // Once in some tries: the machine may do other things.
    var isLinear = false
    for _ in 1...5 where !isLinear { isLinear = try 24 * seconds(300) + 0.5 > seconds(2_400) }
    #expect(isLinear)
  }

  @Test func exactTwinsAreTheSameAfterNormalization() throws {
    func exact(_ rows: [[String]]) throws -> [Int?] {
      let bytes = rows.map { $0.map { Array($0.utf8)[...] } }
      return try Twins.exact(count: rows.count) { bytes[$0] }.standIns
    }
    #expect(
      try exact([
        ["a b", "c"], ["a  b\n", " c"], ["a", "b c"], ["A b", "c"], ["a b c"], ["a\u{A0}b", "c"], [], [], ["", ""],
        ["", ""],
      ]) == [nil, 0, nil, nil, nil, 0, nil, nil, nil, 8])
    // An accent of its own, and a line separator.
    #expect(try exact([["caf\u{E9} x"], ["cafe\u{301}\u{2028}x"], ["cafe x"]]) == [nil, 0, nil])
    // What is no text stays apart from what it would be replaced by.
    let broken: [[UInt8]] = [[0xFF, 0x20, 0x41], [0xFE, 0x41], [0xFF, 0x09, 0x09, 0x41], Array("\u{FFFD} A".utf8)]
    #expect(try Twins.exact(count: 4) { [broken[$0][...]] }.standIns == [nil, nil, 0, nil])
  }

  @Test(arguments: [3, 20, 384, 700]) func embeddingTwinsAreThoseOfTheExhaustiveSearch(dimension: Int) throws {
    var generator = SeededGenerator(seed: UInt64(dimension))
    var vectors: [[Float]] = []
    for n in 0..<300 {
      if n % 2 == 1 {
        let length = Float(generator.uniform() * 20 + 0.1)
        let noise = Float(generator.uniform() * 0.5)
        vectors.append(vectors[generator.index(below: n)].map { length * ($0 + noise * Float(generator.normal())) })
      } else {
        vectors.append((0..<dimension).map { _ in Float(generator.normal()) })
      }
    }
    vectors[7] = [Float](repeating: .nan, count: dimension)
    vectors[8] = [Float](repeating: 0, count: dimension)
    vectors[9] = vectors[0].map { $0 * 1e-30 }
    let space = VectorSpace(targets: vectors.flatMap { $0 }, pool: vectors.flatMap { $0 }, dimension: dimension)
    let twins = try Twins.embedding(vectors.flatMap { $0 }, dimension: dimension, threshold: 0.95)
    check(twins, { space.cosine($0, $1) >= 0.95 }, "dimension \(dimension)")
    #expect(twins.standIns[9] == 0 && twins.standIns[7] == nil && twins.standIns[8] == nil)
  }

  @Test func whoIsGoneAltogether() {
    let twins = Twins(standIns: [nil, 0, nil, 0, 2, 2])
    let gone = twins.emptied(["a", "b", "a", "b", nil, "c"])
    #expect(gone.map(\.value) == ["b", "c"] && gone.map(\.rows) == [2, 1])
  }

  @Test func isInterruptedAndReportsProgress() throws {
    var generator = SeededGenerator(seed: 5)
    let texts = (0..<9_000).map { _ in Array(words(10, of: 1_000, &generator).joined(separator: " ").utf8) }
    let heard = Mutex<[Double]>([])
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { progress in
      heard.withLock { $0.append(progress.done) }
      if progress.done > 0 { cancellation.cancel() }
    }
    #expect(throws: Interrupted.self) { try near(texts, work: work) }
    #expect(heard.withLock { $0.count } == 2)
  }
}
