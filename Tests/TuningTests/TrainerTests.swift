import Foundation
import LanguageModel
import Numerics
import Synchronization
import TestSupport
import Testing
import Tuning
import Work

@Suite struct TrainerTests {
  static let shape = ModelConfiguration(
    vocabularySize: 40, hiddenSize: 32, intermediateSize: 48, layers: 2, heads: 4, keyValueHeads: 2, contextLength: 128)

  static func model() throws -> LanguageModel { try LanguageModel(fresh: shape, seed: 1) }

  /// Rows whose answer counts up from the question's last token: learnable.
  static func rows(_ count: Int) -> [TrainingSample] {
    var g = SeededGenerator(seed: 2)
    return (0..<count).map { i in
      let question = (0..<3 + g.index(below: 20)).map { _ in Int32(g.index(below: 40)) }
      let last = question[question.count - 1]
      let answer = (1...3 + Int32(g.index(below: 6))).map { (last + $0) % 40 }
      return TrainingSample(row: i + 1, segment: Segment(tokens: question + answer, learnFrom: question.count))
    }
  }

  static func options() -> TuningOptions {
    var options = TuningOptions()
    options.learningRate = 1e-2
    options.samplesPerStep = 8
    options.capacity = 64
    options.weightDecay = 0.01
    return options
  }

  static func weights(_ model: LanguageModel) -> [Float] {
    ["model.embed_tokens.weight", "model.layers.1.mlp.up_proj.weight", "model.norm.weight"].flatMap {
      model.tensor($0) ?? []
    }
  }

  @Test func tuningLearns() throws {
    let model = try Self.model()
    let data = Self.rows(160)
    var options = Self.options()
    options.epochs = 12
    options.validationEvery = 100
    let held = Self.rows(200).suffix(40).map(\.segment)
    let trainer = try Trainer(model: model, samples: data, options: options, validation: held)
    let outcome = try trainer.run()
    #expect(outcome.steps == 240)
    #expect(outcome.lossCurve.count == 240)
    #expect(abs(outcome.lossCurve[0] - log(40)) < 0.3)
    #expect(outcome.validation.map(\.step) == [0, 100, 200, 240])
    #expect(outcome.validation[3].loss < 0.5 * outcome.validation[0].loss, "\(outcome.validation)")
    #expect(outcome.learnedTokens == 12 * data.reduce(0) { $0 + $1.segment.targetCount })
    #expect(outcome.totalTokens == 12 * data.reduce(0) { $0 + $1.segment.tokens.count })
    #expect(outcome.density > 0.8 && outcome.density <= 1)
    #expect(outcome.seconds > 0)
  }

  /// One bin or many, the step's mean is over all its answer tokens: the curves and the weights agree.
  @Test func packingDoesNotChangeTheStep() throws {
    var results: [(curve: [Double], weights: [Float])] = []
    for capacity in [1, 64, 4096] {
      let model = try Self.model()
      var options = Self.options()
      options.capacity = capacity
      options.epochs = 1
      // Small steps: AdamW's first ones follow the gradient's sign, which rounding could turn.
      options.learningRate = 1e-4
      let outcome = try Trainer(model: model, samples: Self.rows(48), options: options).run()
      results.append((outcome.lossCurve, Self.weights(model)))
    }
    for other in results.dropFirst() {
      for (a, b) in zip(results[0].curve, other.curve) { #expect(abs(a - b) < 1e-5) }
      for (a, b) in zip(results[0].weights, other.weights) { #expect(abs(a - b) < 2e-4) }
    }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let runs = try (0..<2).map { _ in
      let model = try Self.model()
      let outcome = try Trainer(model: model, samples: Self.rows(40), options: Self.options()).run()
      return (outcome.lossCurve, model.digest())
    }
    #expect(runs[0].0 == runs[1].0)
    #expect(runs[0].1 == runs[1].1)
  }

  /// Work that raises its cancellation when so many tokens are done.
  static func stopping(after tokens: Double) -> Work {
    let cancellation = Cancellation()
    return Work(cancellation: cancellation) { if $0.done >= tokens { cancellation.cancel() } }
  }

  static func trainer(_ model: LanguageModel, _ place: CheckpointPlace?, _ work: Work = .silent) throws -> Trainer {
    var options = options()
    options.validationEvery = 4
    return try Trainer(
      model: model, samples: rows(60), options: options, validation: rows(70).suffix(10).map(\.segment),
      checkpoint: place, work: work)
  }

  /// Stopped in the middle of steps, three times, each time going on with new objects: the undisturbed run's bits.
  @Test func interruptedRunsEndAsUndisturbedOnes() throws {
    let folder = try TemporaryDirectory()
    let place = CheckpointPlace(path: folder("run.checkpoint"))
    let whole = try Self.model()
    let undisturbed = try Self.trainer(whole, nil).run()
    for tokens in [150.0, 900.0, 1500.0] {
      let model = try Self.model()
      #expect(throws: Interrupted.self) { try Self.trainer(model, place, Self.stopping(after: tokens)).run() }
      #expect(FileManager.default.fileExists(atPath: place.path))
    }
    let model = try Self.model()
    let outcome = try Self.trainer(model, place).run()
    #expect(model.digest() == whole.digest())
    #expect(outcome.lossCurve == undisturbed.lossCurve)
    #expect(outcome.validation == undisturbed.validation)
    #expect(outcome.totalTokens == undisturbed.totalTokens)
    // Finished: asked again, it answers from the checkpoint.
    let again = try Self.model()
    let work = Work { _ in Issue.record("nothing is left to do") }
    #expect(try Self.trainer(again, place, work).run().lossCurve == undisturbed.lossCurve)
    #expect(again.digest() == whole.digest())
    place.remove()
    #expect(!FileManager.default.fileExists(atPath: place.path))
  }

  /// The first part in a process of its own.
  @Test func anotherProcessGoesOn() async throws {
    let folder = try TemporaryDirectory()
    await #expect(processExitsWith: .success) { [path = folder("run.checkpoint") as String] in
      let place = CheckpointPlace(path: path)
      do {
        _ = try TrainerTests.trainer(TrainerTests.model(), place, TrainerTests.stopping(after: 1100)).run()
        exit(1)
      } catch is Interrupted { exit(0) }
    }
    let whole = try Self.model()
    let undisturbed = try Self.trainer(whole, nil).run()
    let model = try Self.model()
    let counted = Mutex(0)
    let work = Work { progress in counted.withLock { $0 = max($0, progress.done < 1000 ? 1 : 0) } }
    let outcome = try Self.trainer(model, CheckpointPlace(path: folder("run.checkpoint")), work).run()
    #expect(counted.withLock { $0 } == 0, "the steps before the checkpoint were run again")
    #expect(outcome.lossCurve == undisturbed.lossCurve)
    #expect(model.digest() == whole.digest())
  }

  /// Rows of which every other one has a random answer: their loss is lowest where the model is half sure of the rule, and rises as
  /// it learns it by heart.
  static func doubtful(_ count: Int) -> [Segment] {
    var generator = SeededGenerator(seed: 7)
    return rows(60 + count).suffix(count).enumerated().map { place, sample in
      var segment = sample.segment
      guard place % 2 == 0 else { return segment }
      for at in segment.learnFrom..<segment.tokens.count { segment.tokens[at] = Int32(generator.index(below: 40)) }
      return segment
    }
  }

  /// A run that learns more than its validation rows can bear.
  static func impatient(
    _ model: LanguageModel, patience: Int?, place: CheckpointPlace? = nil, maxSteps: Int? = nil, work: Work = .silent
  ) throws -> Trainer {
    var options = options()
    options.epochs = 24
    options.learningRate = 2e-2
    options.validationEvery = 4
    options.patience = patience
    options.maxSteps = maxSteps
    options.holdsRate = true
    // As long in a run that is cut short.
    options.warmupSteps = 5
    return try Trainer(
      model: model, samples: rows(60), options: options, validation: doubtful(30),
      checkpoint: place, work: work)
  }

  /// The run ends by the rule, told from its own losses, and the model has the bits that it had after the best step.
  @Test func patienceEndsTheRunAndKeepsTheBestWeights() throws {
    let model = try Self.model()
    let outcome = try Self.impatient(model, patience: 3).run()
    let early = try #require(outcome.early)
    #expect(early.ranOut && outcome.steps < early.plannedSteps && early.plannedSteps == 192, "\(outcome.validation)")
    let losses = outcome.validation.map(\.loss)
    let lowest = try #require(losses.min())
    let best = try #require(losses.firstIndex(of: lowest))
    #expect(early.bestStep == outcome.validation[best].step && early.bestStep == 4 * best)
    #expect(losses.count - 1 - best == 3, "as many checks behind the best as patience has")
    #expect(best > 0, "the test says something only where the run learned before it got worse: \(losses)")
    #expect(early.bestLearnedTokens < outcome.learnedTokens && outcome.learnedTokens < early.plannedLearnedTokens)
    #expect(early.plannedLearnedTokens == 24 * Self.rows(60).reduce(0) { $0 + $1.segment.targetCount })

    let upToBest = try Self.model()
    _ = try Self.impatient(upToBest, patience: nil, maxSteps: early.bestStep).run()
    #expect(model.digest() == upToBest.digest())
  }

  /// Enough patience: all steps, and still the best weights. Without any nothing is said of it.
  @Test func patienceThatLasts() throws {
    let model = try Self.model()
    let outcome = try Self.impatient(model, patience: 1000).run()
    #expect(outcome.early?.ranOut == false && outcome.steps == 192)
    #expect(outcome.early?.bestStep == outcome.bestValidation?.step)
    let plain = try Self.model()
    let without = try Self.impatient(plain, patience: nil).run()
    #expect(without.early == nil && without.lossCurve == outcome.lossCurve && without.validation == outcome.validation)
    #expect(plain.digest() != model.digest())
  }

  @Test func patienceTakesRowsToValidateOn() throws {
    for (patience, every, rows) in [(0, 4, 1), (1, 4, 0), (1, nil, 1)] as [(Int, Int?, Int)] {
      var options = Self.options()
      options.patience = patience
      options.validationEvery = every
      #expect(throws: TuningError.self) {
        try Trainer(
          model: Self.model(), samples: Self.rows(8), options: options,
          validation: Self.rows(20).suffix(rows).map(\.segment))
      }
    }
  }

  /// Stopped before and behind the best step, and once more when it had ended: the undisturbed run's bits.
  @Test func interruptedRunsKeepTheirBestWeights() throws {
    let folder = try TemporaryDirectory()
    let place = CheckpointPlace(path: folder("run.checkpoint"))
    let whole = try Self.model()
    let undisturbed = try Self.impatient(whole, patience: 3).run()
    for part in [0.3, 0.6, 0.95] {
      let model = try Self.model()
      let stopping = Self.stopping(after: part * Double(undisturbed.totalTokens))
      #expect(throws: Interrupted.self) { try Self.impatient(model, patience: 3, place: place, work: stopping).run() }
    }
    for _ in 0..<2 {
      let model = try Self.model()
      let outcome = try Self.impatient(model, patience: 3, place: place).run()
      #expect(outcome.validation == undisturbed.validation && outcome.early == undisturbed.early)
      #expect(model.digest() == whole.digest())
    }
  }

  /// A checkpoint of other options or other rows is not this run's; a broken one is an error, not a fresh start.
  @Test func checkpointsAreOneRunsOwn() throws {
    let folder = try TemporaryDirectory()
    let place = CheckpointPlace(path: folder("run.checkpoint"))
    #expect(throws: Interrupted.self) { try Self.trainer(Self.model(), place, Self.stopping(after: 500)).run() }
    var options = Self.options()
    options.learningRate = 2e-2
    options.epochs = 1
    let other = try Self.model()
    let expected = try Self.model()
    let fresh = try Trainer(model: expected, samples: Self.rows(16), options: options).run()
    let outcome = try Trainer(model: other, samples: Self.rows(16), options: options, checkpoint: place).run()
    #expect(outcome.lossCurve == fresh.lossCurve)
    #expect(other.digest() == expected.digest())
    let bytes = try Data(contentsOf: URL(fileURLWithPath: place.path))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: place.path))
    #expect(throws: TuningError.self) {
      try Trainer(model: Self.model(), samples: Self.rows(16), options: options, checkpoint: place).run()
    }
  }

  /// A loss that is not finite stops the run before an update and names its rows.
  @Test func notFiniteNamesTheRows() throws {
    let model = try Self.model()
    // Token 39 is poisoned; of the rows only row 3 has it.
    model.withWeights { weights in
      for i in 0..<32 { weights.pointer[39 * 32 + i] = .nan }
    }
    var untied = Self.shape
    untied.tiedEmbeddings = false
    let poisoned = try LanguageModel(fresh: untied, seed: 1)
    poisoned.withWeights { weights in
      for i in 0..<32 { weights.pointer[39 * 32 + i] = .infinity }
    }
    var data = (0..<4).map { i in
      TrainingSample(row: 10 + i, segment: Segment(tokens: [1, 2, 3, Int32(4 + i)], learnFrom: 2))
    }
    data[2].segment.tokens[1] = 39
    var options = Self.options()
    options.samplesPerStep = 4
    let before = poisoned.digest()
    #expect(throws: TuningError.notFinite(what: "loss", step: 1, rows: [12])) {
      try Trainer(model: poisoned, samples: data, options: options).run()
    }
    #expect(poisoned.digest() == before)
    // Tied, the poison is in every row's logits.
    #expect(throws: TuningError.self) { try Trainer(model: model, samples: data, options: options).run() }
  }

  @Test func badOptionsAreRefused() throws {
    let model = try Self.model()
    func expectRefused(_ change: (inout TuningOptions) -> Void) {
      var options = Self.options()
      change(&options)
      #expect(throws: TuningError.self) { try Trainer(model: model, samples: Self.rows(4), options: options) }
    }
    expectRefused { $0.capacity = 0 }
    expectRefused { $0.learningRate = .nan }
    expectRefused { $0.learningRate = -1 }
    expectRefused { $0.epochs = 0 }
    expectRefused { $0.epochs = .infinity }
    #expect(throws: TuningError.nothingToLearn) { try Trainer(model: model, samples: [], options: Self.options()) }
  }
}
