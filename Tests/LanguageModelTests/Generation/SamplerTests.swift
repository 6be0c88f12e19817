import Documents
import Foundation
import LanguageModel
import Numerics
import Testing

@Suite struct SamplerTests {
  /// Tests/Fixtures/generation/expected.json, `warpers`.
  @Test func whatMayBeDrawnIsWhatTransformersKeeps() throws {
    let fixture = try #require(try GenerationFixture.expected()["warpers"])
    let rows = try #require(fixture["logits"]?.array).map { row in
      (row.array ?? []).compactMap(\.double).map { Float($0) }
    }
    var sets = 0
    for one in try #require(fixture["cases"]?.array) {
      var options = GenerationOptions(temperature: try #require(one["temperature"]?.double))
      options.topK = one["top_k"]?.double.map { Int($0) }
      options.topP = one["top_p"]?.double
      #expect(options.problems.isEmpty)
      for (row, kept) in zip(rows, one["kept"]?.array ?? []) {
        let found = Sampler.candidates(row, row.count, options).map(\.index)
        #expect(found == (kept.array ?? []).compactMap(\.double).map { Int($0) }, "\(options)")
        sets += 1
      }
    }
    #expect(sets == 96 && rows.count == 12)
  }

  @Test func drawsFollowTheDistribution() {
    let logits: [Float] = [2, -1, 0.5, 1.5, -3, 0, 1, -0.5, 0.25, 1.75]
    let draws = 20_000
    let cases: [(GenerationOptions, Set<Int>)] = [
      (GenerationOptions(temperature: 0.8, seed: 3), Set(0..<10)),
      (GenerationOptions(temperature: 1.4, topK: 5, seed: 4), [0, 9, 3, 6, 2]),
      (GenerationOptions(temperature: 1, topP: 0.6, seed: 5), [0, 9, 3]),
    ]
    for (options, kept) in cases {
      let weights = logits.indices.map { i -> Double in
        kept.contains(i) ? exp(Double(logits[i]) / options.temperature) : 0
      }
      let total = weights.reduce(0, +)
      var counts = [Int](repeating: 0, count: logits.count)
      var sampler = Sampler(options, stream: 0)
      for _ in 0..<draws { counts[Int(sampler.next(logits, logits.count))] += 1 }
      var statistic = 0.0
      for i in logits.indices {
        guard weights[i] > 0 else {
          #expect(counts[i] == 0)
          continue
        }
        let expected = Double(draws) * weights[i] / total
        statistic += (Double(counts[i]) - expected) * (Double(counts[i]) - expected) / expected
      }
      // The 0.999 quantiles of χ² with 9, 4 and 2 degrees of freedom.
      let limit = [10: 27.88, 5: 18.47, 3: 13.82][kept.count, default: 0]
      #expect(statistic < limit, "\(options): \(statistic)")
    }
  }

  @Test func aSeedAndAStreamMakeTheSameDraws() {
    let logits = (0..<50).map { Float(sin(Double($0))) * 3 }
    func draws(_ seed: UInt64, _ stream: Int) -> [Int32] {
      var sampler = Sampler(GenerationOptions(temperature: 1, seed: seed), stream: stream)
      return (0..<12).map { _ in sampler.next(logits, logits.count) }
    }
    #expect(draws(1, 0) == draws(1, 0))
    #expect(draws(1, 0) != draws(1, 1))
    #expect(draws(1, 0) != draws(2, 0))
    // Guards the bits: what a seed gave once, it gives in later versions.
    #expect(draws(7, 3) == [45, 27, 39, 39, 27, 21, 27, 27, 34, 1, 7, 40])
  }

  @Test func theLikeliestIsTheFirstOfEquals() {
    let logits: [Float] = [0, 3, 1, 3]
    var greedy = Sampler(GenerationOptions(), stream: 0)
    #expect(greedy.next(logits, 4) == 1)
    var one = Sampler(GenerationOptions(temperature: 0.5, topK: 1, topP: 0.01), stream: 9)
    #expect(one.next(logits, 3) == 1)
    // A nucleus always holds one.
    #expect(Sampler.candidates(logits, 4, GenerationOptions(temperature: 1, topP: 1e-9)).map(\.index) == [3])
  }

  @Test func optionsThatCannotBe() {
    for options in [
      GenerationOptions(maxTokens: 0), GenerationOptions(temperature: -1), GenerationOptions(temperature: .nan),
      GenerationOptions(temperature: 1, topK: 0), GenerationOptions(temperature: 1, topP: 0),
      GenerationOptions(temperature: 1, topP: 1.5), GenerationOptions(topK: 3), GenerationOptions(topP: 0.5),
      GenerationOptions(beams: 0), GenerationOptions(temperature: 1, beams: 2), GenerationOptions(stop: [""]),
      GenerationOptions(beams: 2, lengthPenalty: .infinity),
    ] {
      #expect(options.problems.count == 1, "\(options)")
    }
  }
}
