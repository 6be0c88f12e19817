import Documents
import Evaluation
import Numerics
import Quantities
import TestSupport
import Testing

/// pass@k, intervals and paired tests of answers that pass or do not.
@Suite("Answers that pass") struct PassingTests {
  private let fixture: JSONValue

  init() throws { fixture = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/passing.json") }

  private func cases(_ name: String) throws -> [[Double?]] {
    try #require(fixture[name]?.array).map { try #require($0.array).map(\.double) }
  }

  @Test func passAtKIsTheExactFraction() throws {
    let cases = try cases("pass_at_k")
    #expect(cases.count == 1_000)
    for item in cases {
      let (n, c, k) = (Int(item[0] ?? 0), Int(item[1] ?? 0), Int(item[2] ?? 0))
      let estimate = try #require(PassAtK.estimate(samples: n, passed: c, k: k))
      #expect(abs(estimate - (item[3] ?? .nan)) < 1e-12, "\(n) \(c) \(k)")
    }
    #expect(
      PassAtK.estimate(samples: 4, passed: 1, k: 5) == nil && PassAtK.estimate(samples: 4, passed: 5, k: 1) == nil)
    #expect(PassAtK.estimate(samples: 0, passed: 0, k: 0) == nil)
    #expect(
      PassAtK.told(samples: 1) == [1] && PassAtK.told(samples: 20) == [1, 5, 10] && PassAtK.told(samples: 0) == [])
    #expect(PassAtK.told(samples: 120) == [1, 5, 10, 50, 100])
  }

  @Test func theExactTestIsSciPys() throws {
    for item in try cases("mcnemar") {
      let test = ExactMcNemar(firstOnly: Int(item[0] ?? 0), secondOnly: Int(item[1] ?? 0))
      let expected = item[2] ?? .nan
      #expect(abs(test.probability - expected) <= 1e-10 * expected, "\(test): \(test.probability), \(expected)")
    }
  }

  @Test func theDetectableDifferenceSolvesItsFormula() throws {
    for item in try cases("detectable") {
      let (detectable, count) = (DetectableDifference(discordant: item[0] ?? 0), Int(item[1] ?? 0))
      let found = detectable.difference(problems: count)
      #expect((found == nil) == (item[2] == nil))
      guard let found, let expected = item[2] else { continue }
      #expect(abs(found - expected) < 1e-9)
      // As many as these, or fewer, show it.
      #expect(try #require(detectable.problems(for: found)) <= count)
    }
    // HumanEval's 164 problems, a fifth of them answered otherwise.
    let human = DetectableDifference()
    #expect(abs(try #require(human.difference(problems: 164)) - 0.0971) < 5e-4)
    #expect(human.problems(for: 0) == nil && human.problems(for: 0.3) == nil)
    #expect(human.difference(problems: 0) == nil)
  }

  private func results(_ passed: [[Bool]], topics: [String]? = nil) -> ProblemResults {
    ProblemResults(
      passed.enumerated().map { place, answers in
        ProblemResults.Problem(
          name: "p\(place)", topic: topics?[place],
          answers: answers.map {
            ProblemResults.Answer(ended: true, step: $0 ? .passes : .parses, verdict: $0 ? "passes" : "fails")
          })
      })
  }

  @Test func groupsOfOneEachGiveThePlainBootstrap() {
    let values = (0..<40).map { Double($0 * $0 % 17) }
    func mean(_ places: [Int]) -> Double { places.reduce(0) { $0 + values[$1] } / Double(places.count) }
    let plain = Statistics.bootstrapInterval(count: 40, seed: 3, resamples: 500, statistic: mean)
    let single = Statistics.bootstrapInterval(groups: (0..<40).map { [$0] }, seed: 3, resamples: 500, statistic: mean)
    #expect(plain == single)
    // Problems that are all alike within four topics are no more than four.
    let topics = (0..<40).map { "t\($0 / 10)" }
    let alike = results((0..<40).map { [$0 < 20] })
    let clustered = results((0..<40).map { [$0 < 20] }, topics: topics)
    if let narrow = alike.interval(1, seed: 1), let wide = clustered.interval(1, seed: 1) {
      #expect(narrow.kind == .wilson && wide.kind == .clustered)
      #expect(wide.high - wide.low > 2 * (narrow.high - narrow.low))
    }
  }

  @Test func intervalsAreOfTheirKind() throws {
    let one = results((0..<20).map { [$0 < 5] })
    #expect(one.passAtK(1) == 0.25 && one.passAtK(5) == nil && one.told == [1])
    let wilson = Statistics.wilson(successes: 5, of: 20)
    let ofOne = try #require(one.interval(1, seed: 1))
    #expect(ofOne.low == wilson.low && ofOne.high == wilson.high && ofOne.kind == .wilson)
    // Where none passes, the bootstrap would be sure of it.
    let none = results((0..<20).map { _ in [false, false] }, topics: (0..<20).map { "t\($0 / 5)" })
    #expect(try #require(none.interval(1, seed: 1)).high == Statistics.wilson(successes: 0, of: 4).high)
    let several = results((0..<20).map { problem in (0..<10).map { $0 < problem % 3 } })
    #expect(several.interval(1, seed: 1)?.kind == .bootstrap && several.told == [1, 5, 10])
    let interval = try #require(several.interval(5, seed: 1))
    let estimate = try #require(several.passAtK(5))
    #expect(interval.low < estimate && estimate < interval.high)
    #expect(several.count(reaching: .passes) == 19 && several.count(reaching: .nothing) == 200)
    #expect(results([]).passAtK(1) == nil && results([]).interval(1, seed: 1) == nil)
  }

  @Test func pairsAreComparedByTheExactTest() throws {
    let base = results((0..<60).map { [$0 < 10] })
    let better = ProblemComparison(results((0..<60).map { [$0 < 20] }), base, seed: 1)
    #expect(better.exact == ExactMcNemar(firstOnly: 10, secondOnly: 0) && better.verdict == .better)
    #expect(abs(better.difference - 1.0 / 6) < 1e-12 && better.low > 0 && better.problems == 60)
    #expect(abs(try #require(better.discordant) - 1.0 / 6) < 1e-12)
    #expect(ProblemComparison(base, results((0..<60).map { [$0 < 20] }), seed: 1).verdict == .worse)
    // Five against none is one time in sixteen.
    #expect(ProblemComparison(results((0..<60).map { [$0 < 15] }), base, seed: 1).verdict == .undecided)
    // Several answers a problem: the interval decides, and not over a handful.
    let many = results((0..<40).map { problem in (0..<4).map { $0 < 1 + problem % 3 } })
    let few = results((0..<40).map { problem in (0..<4).map { $0 < problem % 3 } })
    #expect(
      ProblemComparison(many, few, seed: 1).exact == nil && ProblemComparison(many, few, seed: 1).verdict == .better)
    let handful = ProblemComparison(
      ProblemResults(Array(many.problems.prefix(8))), ProblemResults(Array(few.problems.prefix(8))), seed: 1)
    #expect(handful.low > 0 && handful.verdict == .undecided)
  }
}
