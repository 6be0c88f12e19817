import Foundation
import LanguageModel
import Numerics
import Packing
import Tuning

/// Tuning, of all weights or of an adapter at every linear layer, on packed rows, 2,048 tokens an optimizer step, as TRL's `packing` with two packs of 1,024.
enum TuneJob {
  /// Returns the seconds that tuning took.
  static func run(_ arguments: [String], profile: Profile? = nil) throws -> Double {
    let job = try Job(arguments, samples: 48)
    let (base, encoded) = try job.load()
    let weights = try base.copy()
    base.releaseMemory()
    let model =
      try job.rank.map {
        let adapter = try Adapter(for: weights, options: AdapterOptions(rank: $0), base: "", seed: 1)
        return try weights.attaching(adapter)
      } ?? weights
    model.profile = profile
    let samples = try (0..<encoded.count).flatMap { row in
      try encoded.trainingForm(row, maxLength: job.maxLength, long: .cut).segments.map {
        TrainingSample(row: row + 1, segment: $0)
      }
    }
    var options = TuningOptions()
    options.epochs = job.epochs
    options.maxSteps = job.steps
    options.gradientCheckpointing = job.gradientCheckpointing
    options.tokensPerStep = 2 * job.maxLength
    options.capacity = 2 * job.maxLength
    let trainer = try Trainer(model: model, samples: samples, options: options)
    var outcome = TuningOutcome()
    let time = try seconds { outcome = try trainer.run() }
    if let out = job.out { try writeCurve(outcome.lossCurve, to: out) }
    let mean = outcome.lossCurve.reduce(0, +) / Double(max(1, outcome.lossCurve.count))
    // The steps that were planned are those that were taken.
    let flop = Operations(model.configuration).training(trainer.steps.joined().map { samples[$0].segment })
    job.report([
      ("steps", "\(outcome.steps)"), ("tokens", "\(outcome.totalTokens)"),
      ("learned_tokens", "\(outcome.learnedTokens)"), ("tflop", rounded(flop / 1e12, 4)), ("seconds", rounded(time, 2)),
      ("tok_s", rounded(Double(outcome.totalTokens) / time, 1)), ("loss", rounded(mean, 4)),
    ])
    return time
  }

  private static func writeCurve(_ losses: [Double], to path: String) throws {
    try losses.map { "\($0)\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
  }
}
