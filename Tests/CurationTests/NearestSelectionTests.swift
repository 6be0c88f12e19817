import Curation
import Documents
import Numerics
import Quantities
import TestSupport
import Testing
import Work

@Suite struct NearestSelectionTests {
  /// The rule as it is written: each target in turn looks through the whole pool.
  private func naive(
    _ similarities: [[Double]], _ candidates: [Candidate], rows: Int?, budget: Int = 0
  ) -> [Int] {
    var open = candidates.map { $0.excluded == nil }
    var left = budget
    var taken: [Int] = []
    while taken.count < rows ?? .max {
      let before = taken.count
      for similarity in similarities where taken.count < rows ?? .max {
        var best: Int?
        for row in candidates.indices
        where open[row] && !similarity[row].isNaN && (rows != nil || candidates[row].tokens <= left) {
          if best == nil || similarity[row] > similarity[best ?? 0] { best = row }
        }
        guard let best else { continue }
        open[best] = false
        left -= candidates[best].tokens
        taken.append(best)
      }
      if taken.count == before { break }
    }
    return taken
  }

  private func candidates(_ count: Int, generator: inout SeededGenerator) -> [Candidate] {
    (0..<count).map { _ in
      Candidate(
        score: nil, tokens: 1 + generator.index(below: 50), excluded: generator.index(below: 10) == 0 ? .unhelped : nil)
    }
  }

  @Test func sameRowsAsNumPy() throws {
    let data = try #require(try ChoosingFixture.read("selection")["vectors"])
    let dimension = try #require(data["dimension"]?.int)
    let space = VectorSpace(
      targets: try ChoosingFixture.doubles(data["targets"]).map { Float($0) },
      pool: try ChoosingFixture.doubles(data["pool"]).map { Float($0) }, dimension: dimension)
    let candidates = try ChoosingFixture.integers(data["tokens"]).map { Candidate(score: nil, tokens: $0) }
    #expect(
      try NearestSelection.order(space, candidates, share: .rows(60)) == ChoosingFixture.integers(data["rows"]))
    let budget = try #require(data["budget"]?.int)
    #expect(
      try NearestSelection.order(space, candidates, share: .tokens(budget))
        == ChoosingFixture.integers(data["within_budget"]))
  }

  /// Vectors of few values, so that many are equally near; some missing, some zero.
  @Test(arguments: 0..<25) func vectorsAsByBruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let dimension = 1 + generator.index(below: 20)
    func vectors(_ count: Int) -> [Float] {
      (0..<count).flatMap { _ -> [Float] in
        if generator.index(below: 12) == 0 {
          return [Float](repeating: generator.index(below: 2) == 0 ? .nan : 0, count: dimension)
        }
        return (0..<dimension).map { _ in Float(generator.index(below: 3) - 1) }
      }
    }
    let count = 1 + generator.index(below: 900)
    let space = VectorSpace(
      targets: vectors(1 + generator.index(below: 40)), pool: vectors(count), dimension: dimension)
    let rows = candidates(count, generator: &generator)
    let similarities = (0..<space.targetCount).map { t in (0..<count).map { space.cosine(t, $0) } }
    for asked in [1, count / 3, count] {
      #expect(
        try NearestSelection.order(space, rows, share: .rows(asked)) == naive(similarities, rows, rows: asked),
        "seed \(seed), \(asked) rows")
    }
    for budget in [0, 40, 1_000, 30_000] {
      #expect(
        try NearestSelection.order(space, rows, share: .tokens(budget))
          == naive(similarities, rows, rows: nil, budget: budget), "seed \(seed), \(budget) tokens")
    }
  }

  @Test func wordsAsScikitLearn() throws {
    let fixture = try ChoosingFixture.read("selection")["words"]
    let lexical = try ChoosingFixture.read("lexical")
    let space = try WordSpace(
      targets: RowTexts(try ChoosingFixture.texts(lexical["target"])),
      pool: RowTexts(try #require(lexical["rows"]?.array).map { Array(try #require($0["text"]?.string).utf8) }))
    for (target, row) in try #require(fixture?["cosines"]?.array).enumerated() {
      for (a, b) in zip(space.cosines(to: target), try ChoosingFixture.doubles(row)) { #expect(abs(a - b) < 1e-12) }
    }
    for (a, b) in zip(space.nearestTargets(), try ChoosingFixture.doubles(fixture?["nearest_targets"])) {
      #expect(abs(a - b) < 1e-12)
    }
  }

  @Test(arguments: 0..<8) func wordsAsByBruteForce(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var texts = ChoosingFixture.rows(150, generator: &generator)
    // Twins, which are equally near, and rows without words, which are near nothing.
    texts += texts.prefix(20) + [[], Array(" ".utf8)]
    let targets = ChoosingFixture.rows(7, generator: &generator) + [[]]
    let space = try WordSpace(targets: RowTexts(targets), pool: RowTexts(texts))
    let rows = candidates(texts.count, generator: &generator)
    let similarities = (0..<targets.count).map { target in
      space.cosines(to: target).enumerated().map { space.hasPlace($0) && !targets[target].isEmpty ? $1 : .nan }
    }
    for asked in [5, 60, texts.count] {
      #expect(
        try NearestSelection.order(space, rows, share: .rows(asked)) == naive(similarities, rows, rows: asked),
        "seed \(seed), \(asked) rows")
    }
  }

  @Test func everyRowIsKeptOrHasAReason() throws {
    let space = VectorSpace(targets: [1, 0], pool: [1, 0, .nan, .nan, 0, 1, 2, 1], dimension: 2)
    var rows = (0..<4).map { _ in Candidate(score: nil, tokens: 10) }
    rows[0].excluded = .unhelped
    let selection = try NearestSelection.select(space, rows, share: .rows(3), hasPlace: space.hasPlace)
    #expect(selection.kept == [2, 3] && selection.shortfall == 1)
    #expect(selection.dropped == [0: .unhelped, 1: .missingScore])
    #expect(
      try NearestSelection.order(VectorSpace(targets: [], pool: [1], dimension: 1), [rows[1]], share: .rows(1)).isEmpty)
  }

  @Test func itStopsWhenAsked() {
    let space = VectorSpace(
      targets: [Float](repeating: 1, count: 100), pool: [Float](repeating: 1, count: 100), dimension: 1)
    let rows = (0..<100).map { _ in Candidate(score: nil, tokens: 1) }
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Interrupted.self) {
      try NearestSelection.order(space, rows, share: .rows(10), work: Work(cancellation: cancellation))
    }
  }

  @Test func risingWeights() {
    // (1·a + 2·b + 3·c) / 6
    #expect(RisingPooling.pooled([6, 0, 0, 6, 1, 1], dimension: 2) == [1.5, 2.5])
    #expect(RisingPooling.pooled([4, 2], dimension: 2) == [4, 2])
    #expect(RisingPooling.pooled([], dimension: 3) == [0, 0, 0])
  }
}
