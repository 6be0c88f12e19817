import Foundation
import LanguageModel
import Numerics
import TestSupport
import Testing
import Tuning
import Work

@Suite struct AdapterTuningTests {
  static func model(_ base: LanguageModel) throws -> LanguageModel {
    try base.attaching(
      Adapter(for: base, options: AdapterOptions(rank: 4, alpha: 8, dropout: 0.2), base: "", seed: 9))
  }

  static func trainer(_ model: LanguageModel, _ place: CheckpointPlace?, _ work: Work = .silent) throws -> Trainer {
    var options = TrainerTests.options()
    options.validationEvery = 4
    return try Trainer(
      model: model, samples: TrainerTests.rows(60), options: options,
      validation: TrainerTests.rows(70).suffix(10).map(\.segment), checkpoint: place, work: work)
  }

  @Test func onlyTheAdapterLearns() throws {
    let base = try TrainerTests.model()
    let before = base.digest()
    let model = try Self.model(base)
    let outcome = try Self.trainer(model, nil).run()
    #expect(base.digest() == before)
    let validation = outcome.validation
    #expect(try #require(validation.last).loss < (try #require(validation.first).loss) - 0.1, "\(validation)")
    let merged = try model.merged()
    let held = TrainerTests.rows(70).suffix(10).map(\.segment)
    for (a, b) in zip(try model.losses(of: held), try merged.losses(of: held)) {
      #expect(abs(a.nats - b.nats) < 1e-4 * max(1, b.nats))
    }
  }

  /// With dropout: the masks of a step are the same whether or not another process did those before it.
  @Test func interruptedRunsEndAsUndisturbedOnes() throws {
    let folder = try TemporaryDirectory()
    let place = CheckpointPlace(path: folder("run.checkpoint"))
    let base = try TrainerTests.model()
    let whole = try Self.model(base)
    let undisturbed = try Self.trainer(whole, nil).run()
    for tokens in [150.0, 900.0, 1500.0] {
      let model = try Self.model(base)
      #expect(throws: Interrupted.self) {
        try Self.trainer(model, place, TrainerTests.stopping(after: tokens)).run()
      }
    }
    // What is kept is the adapter's size, three times, and not the model's.
    let size = try #require(try FileManager.default.attributesOfItem(atPath: place.path)[.size] as? Int)
    #expect(size < 3 * 4 * (whole.trainable.size + 64) + 8192 && whole.trainable.parameterCount < base.parameterCount)
    let model = try Self.model(base)
    let outcome = try Self.trainer(model, place).run()
    #expect(model.digest() == whole.digest())
    #expect(outcome.lossCurve == undisturbed.lossCurve)
    #expect(outcome.validation == undisturbed.validation)
    // Another adapter's checkpoint is not this one's.
    let other = try base.attaching(
      Adapter(for: base, options: AdapterOptions(rank: 4, alpha: 9, dropout: 0.2), base: "", seed: 9))
    #expect(try Self.trainer(other, place).run().lossCurve != undisturbed.lossCurve)
  }
}
