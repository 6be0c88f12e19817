import Documents
import Foundation
import Kernels
import LanguageModel
import Testing
import Tuning

func samples(_ lengths: [Int], learned: Int = 2) -> [TrainingSample] {
  lengths.enumerated().map { i, n in
    TrainingSample(
      row: i + 1, segment: Segment(tokens: (0..<n).map { Int32(($0 * 7 + i * 3) % 19) }, learnFrom: max(1, n - learned))
    )
  }
}

@Suite struct TuningPlanTests {
  @Test func everyEpochSeesEverySampleOnce() {
    let data = samples((0..<103).map { 4 + $0 % 9 })
    var options = TuningOptions()
    options.samplesPerStep = 10
    let steps = TuningPlan.steps(samples: data, options: options)
    #expect(steps.count == 33)
    for epoch in 0..<3 {
      let part = steps[epoch * 11..<(epoch + 1) * 11]
      #expect(part.flatMap { $0 }.sorted() == Array(0..<103))
      #expect(part.map(\.count) == [Int](repeating: 10, count: 10) + [3])
    }
    #expect(steps[0] != steps[11])
    #expect(TuningPlan.steps(samples: data, options: options) == steps)
    options.seed = 7
    #expect(TuningPlan.steps(samples: data, options: options) != steps)
    // The order is the seed's: neither capacity nor the learning rate moves a sample.
    options.seed = 42
    options.capacity = 16
    options.learningRate = 1
    #expect(TuningPlan.steps(samples: data, options: options) == steps)
  }

  @Test func limitsCutThePlan() {
    let data = samples([Int](repeating: 10, count: 40))
    var options = TuningOptions()
    options.epochs = 1.5
    options.samplesPerStep = 8
    let steps = TuningPlan.steps(samples: data, options: options)
    #expect(steps.map(\.count) == [8, 8, 8, 8, 8, 8, 8, 4])
    options.maxSteps = 3
    #expect(TuningPlan.steps(samples: data, options: options) == Array(steps.prefix(3)))
    options.maxSteps = nil
    options.stopAfterLearnedTokens = 33  // 16 a step
    #expect(TuningPlan.steps(samples: data, options: options) == Array(steps.prefix(3)))
    options.stopAfterLearnedTokens = nil
    options.tokensPerStep = 25
    #expect(TuningPlan.steps(samples: data, options: options).allSatisfy { $0.count <= 2 })
    options.tokensPerStep = 5  // longer than a step: alone
    #expect(TuningPlan.steps(samples: data, options: options).map(\.count) == [Int](repeating: 1, count: 60))
  }

  @Test func allEpochsAreDealtToTheSteps() {
    let data = samples([Int](repeating: 10, count: 120))
    var options = TuningOptions()
    options.epochs = 1.5
    options.steps = 30
    let steps = TuningPlan.steps(samples: data, options: options)
    #expect(steps.map(\.count) == [Int](repeating: 6, count: 30))
    // Each epoch is a whole order, wherever its steps end.
    #expect(Set(steps.joined().prefix(120)).count == 120)
    // Neither passes nor steps give way where one does not divide the other.
    options.epochs = 2.3
    options.steps = 7
    let uneven = TuningPlan.steps(samples: data, options: options)
    #expect(uneven.count == 7 && uneven.joined().count == 276 && Set(uneven.map(\.count)) == [39, 40])
    options.steps = 40
    // Fewer samples than steps: a step has one at least.
    options.epochs = 2
    #expect(TuningPlan.steps(samples: samples([9, 9, 9]), options: options).map(\.count) == [1, 1, 1, 1, 1, 1])
  }

  @Test func samplesPerStepSuitTheSelection() {
    #expect(TuningPlan.defaultSamplesPerStep(5) == 1)
    #expect(TuningPlan.defaultSamplesPerStep(120) == 6)
    #expect(TuningPlan.defaultSamplesPerStep(30_000) == 512)
    // By tokens, five hundred a step: short samples leave 20 steps an epoch, long ones 160.
    #expect(TuningPlan.defaultSamplesPerStep(120, tokens: 7_000) == 6)
    #expect(TuningPlan.defaultSamplesPerStep(120, tokens: 20_000) == 3)
    #expect(TuningPlan.defaultSamplesPerStep(480, tokens: 400_000) == 3)
    #expect(TuningPlan.defaultSamplesPerStep(90_000, tokens: 20_000_000) == 512)
    #expect(TuningPlan.defaultSamplesPerStep(3, tokens: 9_000) == 1)
    var options = TuningOptions()
    options.epochs = 1
    #expect(TuningPlan.steps(samples: samples([Int](repeating: 250, count: 80)), options: options).count == 40)
    var data = samples([Int](repeating: 6, count: 100))
    #expect(TuningPlan.steps(samples: data, options: TuningOptions()).count == 60)
    // Nothing to learn from: left out.
    data[3].segment.learnFrom = 6
    #expect(!TuningPlan.steps(samples: data, options: TuningOptions()).flatMap { $0 }.contains(3))
    #expect(TuningPlan.steps(samples: [], options: TuningOptions()).isEmpty)
  }

  /// Clipping, schedule and AdamW, twenty steps, against torch and transformers in double precision.
  @Test func optimizerFollowsTorch() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try JSONValue.read(root.appendingPathComponent("Fixtures/adamw.json").path)
    let settings = try #require(file["settings"])
    func number(_ key: String) throws -> Double { try #require(settings[key]?.double) }
    func list(_ value: JSONValue?) throws -> [Double] { try #require(value?.array).compactMap(\.double) }
    var options = TuningOptions()
    options.learningRate = try number("lr")
    options.warmupSteps = try #require(settings["warmup"]?.int)
    (options.beta1, options.beta2) = (try number("beta1"), try number("beta2"))
    options.epsilon = try number("epsilon")
    options.clip = try number("clip")
    let steps = try #require(settings["steps"]?.int)
    for run in try #require(file["runs"]?.array) {
      let decay = try #require(run["weight_decay"]?.double)
      let rates = try list(run["lr"])
      let norms = try list(run["norm"])
      var x = try (list(file["start"]?["a"]) + list(file["start"]?["b"])).map { Float($0) }
      var m = [Float](repeating: 0, count: 8)
      var v = m
      for step in 0..<steps {
        let g = try (list(file["gradients"]?[step]?["a"]) + list(file["gradients"]?[step]?["b"])).map { Float($0) }
        let norm = Kernels.sumOfSquares(g, 8).squareRoot()
        #expect(abs(norm - norms[step]) < 1e-5 * norms[step])
        let rate = options.rate(step: step, of: steps)
        #expect(abs(rate - rates[step]) < 1e-12)
        let t = Double(step + 1)
        Kernels.adamW(
          &x, g, mean: &m, variance: &v, 8, gradientScale: Float(AdamW.clipping(norm: norm, limit: options.clip)),
          rate: Float(rate), beta1: Float(options.beta1), beta2: Float(options.beta2), epsilon: Float(options.epsilon),
          decay: Float(decay), correction1: Float(1 - pow(options.beta1, t)),
          correction2: Float(1 - pow(options.beta2, t)))
        let expected = try list(run["a"]?[step]) + list(run["b"]?[step])
        for (a, b) in zip(x, expected) { #expect(abs(Double(a) - b) < 1e-5, "step \(step)") }
      }
    }
  }

  @Test func warmUpIsShort() {
    let options = TuningOptions()
    #expect(options.warmup(of: 1000) == 15)
    #expect(options.warmup(of: 60) == 6)
    #expect(options.warmup(of: 9) == 0)
    #expect(options.rate(step: 0, of: 9) == options.learningRate)
    #expect(options.rate(step: 59, of: 60) < 0.01 * options.learningRate)
    for step in 0..<60 { #expect(options.rate(step: step, of: 60) <= options.learningRate) }
  }
}

@Suite struct TuningOutcomeTests {
  private func outcome(_ losses: [Double]) -> TuningOutcome {
    var outcome = TuningOutcome()
    outcome.validation = losses.enumerated().map { ValidationPoint(step: 10 * $0, loss: $1) }
    return outcome
  }

  @Test func aRunThatEndsWhileTheValidationLossFallsIsCutShort() {
    #expect(outcome([3, 2.9, 2.8, 2.7, 2.6, 2.5, 2.4]).endedFalling)
    // Flat, or risen again: more steps would not have helped.
    #expect(!outcome([3, 2.5, 2.2, 2.1, 2.1, 2.1, 2.1]).endedFalling)
    #expect(!outcome([3, 2.5, 2.2, 2.0, 2.1, 2.2, 2.3]).endedFalling)
    #expect(!outcome([3, 2.5, 2.2, 2.15, 2.1, 1.9, 2.0]).endedFalling)
    // Less than a fiftieth of a nat in the last third, or hardly any of the whole fall.
    #expect(!outcome([3, 2.999, 2.998, 2.997, 2.996, 2.995, 2.994]).endedFalling)
    #expect(!outcome([9, 5, 3, 2.1, 2.02, 2.01, 2.0]).endedFalling)
    // Too few points to say.
    #expect(!outcome([3, 2.5, 2]).endedFalling)
    #expect(!TuningOutcome().endedFalling)
  }
}
