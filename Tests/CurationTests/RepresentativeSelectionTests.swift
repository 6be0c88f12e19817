import Curation
import Documents
import Numerics
import Quantities
import TestSupport
import Testing
import Work

@Suite struct RepresentativeSelectionTests {
  private func points(_ count: Int, _ dimension: Int, generator: inout SeededGenerator) -> [Float] {
    (0..<count).flatMap { _ -> [Float] in
      let vector = (0..<dimension).map { _ in generator.normal() }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { Float($0 / length) }
    }
  }

  @Test(arguments: 0..<4) func theGradientIsThatOfFiniteDifferences(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    // Of any length: scaling is part of the gradient.
    let parameters = (0..<7 * 5).map { _ in generator.normal() }
    // Where a point's nearest vector changes, the loss jumps: only points that have one clearly.
    let all = points(300, 5, generator: &generator)
    let clear = (0..<300).filter { point in
      let similarities = (0..<7).map { vector -> Double in
        let row = parameters[vector * 5..<(vector + 1) * 5]
        let product = zip(row, all[point * 5..<(point + 1) * 5]).reduce(0) { $0 + $1.0 * Double($1.1) }
        return product / row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      .sorted(by: >)
      return similarities[0] - similarities[1] > 0.02
    }
    #expect(clear.count > 200)
    let objective = RepresentativeObjective(
      points: clear.flatMap { all[$0 * 5..<($0 + 1) * 5] }, count: clear.count, dimension: 5,
      balance: 0.5 + generator.uniform(), temperature: 0.3)
    let gradient = objective.evaluate(parameters, detached: parameters).gradient
    let scale = gradient.map(abs).max() ?? 0
    for d in parameters.indices {
      let h = 2e-3
      func loss(_ change: Double) -> Double {
        var moved = parameters
        moved[d] += change
        return objective.evaluate(moved, detached: parameters).loss
      }
      let difference = (loss(h) - loss(-h)) / (2 * h)
      #expect(abs(difference - gradient[d]) < 0.02 * scale, "seed \(seed), \(d): \(difference), \(gradient[d])")
    }
  }

  @Test func sameRowsAsNumPy() throws {
    let fixture = try ChoosingFixture.read("selection")
    let data = try #require(fixture["representative"])
    let pool = try ChoosingFixture.doubles(fixture["vectors"]?["pool"]).map { Float($0) }
    let start = try ChoosingFixture.integers(data["start"])
    let count = pool.count / 16
    let points = (0..<count).flatMap { row -> [Float] in
      let vector = pool[row * 16..<(row + 1) * 16].map(Double.init)
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { Float($0 / length) }
    }
    let seeds = start.flatMap { points[$0 * 16..<($0 + 1) * 16].map(Double.init) }
    let objective = RepresentativeObjective(
      points: points, count: count, dimension: 16, balance: 1, temperature: 0.07)
    let first = objective.evaluate(seeds, detached: seeds).loss
    let expectedLoss = try #require(data["first_loss"]?.double)
    #expect(abs(first - expectedLoss) < 1e-5)
    let centres = try RepresentativeSelection().centres(points, dimension: 16, start: seeds)
    let candidates = (0..<count).map { _ in Candidate(score: nil, tokens: 1) }
    let rows = try NearestSelection.order(
      VectorSpace(targets: centres, pool: pool, dimension: 16), candidates, share: .rows(start.count))
    let expected = try ChoosingFixture.integers(data["rows"])
    #expect(rows == expected)
  }

  @Test func theSameSeedTakesTheSameRowsOnAnyNumberOfThreads() throws {
    var generator = SeededGenerator(seed: 8)
    var vectors = points(700, 6, generator: &generator)
    for d in 0..<6 { vectors[5 * 6 + d] = .nan }
    var candidates = (0..<700).map { _ in Candidate(score: nil, tokens: 3 + generator.index(below: 9)) }
    candidates[9].excluded = .unhelped
    var method = RepresentativeSelection()
    method.steps = 20
    ThreadCount.hold()
    defer { ThreadCount.release() }
    for share in [Share.rows(40), .fraction(0.1), .tokens(500)] {
      var kept: [[Int]] = []
      for threads in [1, 3] {
        Threads.set(threads)
        let selection = try method.select(vectors, dimension: 6, candidates, share: share, seed: 4)
        kept.append(selection.kept)
        #expect(selection.kept.count + selection.dropped.count == 700)
        #expect(selection.dropped[5] == .missingScore && selection.dropped[9] == .unhelped)
        if case .tokens(let budget) = share {
          let used = selection.kept.reduce(0) { $0 + candidates[$1].tokens }
          #expect(used <= budget)
          for (row, reason) in selection.dropped where reason == .overBudget {
            #expect(used + candidates[row].tokens > budget)
          }
        } else {
          #expect(selection.kept.count == share.rows(of: 700))
        }
      }
      #expect(kept[0] == kept[1])
      #expect(try method.select(vectors, dimension: 6, candidates, share: share, seed: 5).kept != kept[0])
    }
  }

  @Test func itStopsBetweenSteps() {
    var generator = SeededGenerator(seed: 1)
    let vectors = points(50, 4, generator: &generator)
    let candidates = (0..<50).map { _ in Candidate(score: nil, tokens: 1) }
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { if $0.label == "represent", $0.done == 2 { cancellation.cancel() } }
    #expect(throws: Interrupted(done: 2, total: 300, what: "steps")) {
      try RepresentativeSelection().select(vectors, dimension: 4, candidates, share: .rows(5), seed: 1, work: work)
    }
  }

  @Test func nothingToChooseFrom() throws {
    let none = try RepresentativeSelection().select([], dimension: 4, [], share: .fraction(0.5), seed: 1)
    #expect(none.kept.isEmpty)
    let missing = try RepresentativeSelection().select(
      [.nan, 0], dimension: 2, [Candidate(score: nil, tokens: 1)], share: .rows(1), seed: 1)
    #expect(missing.kept.isEmpty && missing.dropped == [0: .missingScore] && missing.shortfall == 1)
  }
}
