import LanguageModel
import Work

/// A short tuning of a base on a few target rows: what a step toward the target does to other rows shows which of them
/// lead there (ToV, arXiv 2510.00386; TACS, arXiv 2605.09404).
///
/// How many steps pay is found by cross-validation: the target's rows in five folds, one held back at a time, or only some
/// of them held back where all would cost too much. The learning rate is held after its own warm-up, so that a run of 40
/// steps is the beginning of one of 80 and one run a fold serves all depths.
public struct WarmUp: Sendable {
  /// Steps among which the number is chosen.
  public static let depths = [10, 20, 40, 80]
  /// Part of every key under which what follows from a warm-up is remembered.
  public static let version = 1

  /// The target's rows are cut into so many folds.
  public static let folds = 5

  /// Of the tuning runs; of these `epochs` and `maxSteps` follow from the depth.
  public var options: TuningOptions

  /// - Parameters:
  ///   - rate: the learning rate, held.
  ///   - capacity: tokens of a micro-batch.
  public init(rate: Double, capacity: Int, seed: UInt64) {
    options = TuningOptions()
    options.learningRate = rate
    options.holdsRate = true
    options.warmupSteps = 4
    options.capacity = capacity
    options.seed = seed
  }

  /// What the folds said.
  public struct Choice: Sendable, Hashable, Codable {
    /// Optimizer steps.
    public var depth: Int
    /// Mean loss, over folds, of the rows held back: after no step, then after each of `depths`.
    public var losses: [Double]

    public init(depth: Int, losses: [Double]) {
      self.depth = depth
      self.losses = losses
    }
  }

  /// Chooses the depth whose loss on rows held back is lowest; the smallest of all where there are too few rows to hold
  /// any back.
  ///
  /// - Parameters:
  ///   - heldBack: how many of the folds are held back in turn, at least 1.
  ///   - model: gives each run a model of its own to tune.
  /// - Throws: `TuningError` where a run diverges; `Interrupted`.
  public func choose(
    _ samples: [TrainingSample], heldBack: Int = WarmUp.folds, model: () throws -> LanguageModel, work: Work
  ) throws -> Choice {
    let folds = min(Self.folds, samples.count)
    guard folds > 1, let deepest = Self.depths.last, let shallowest = Self.depths.first else {
      return Choice(depth: Self.depths.first ?? 10, losses: [])
    }
    let heldBack = min(max(1, heldBack), folds)
    var sums = [Double](repeating: 0, count: Self.depths.count + 1)
    for fold in 0..<heldBack {
      let held = samples.indices.filter { $0 % folds == fold }.map { samples[$0] }
      let kept = samples.indices.filter { $0 % folds != fold }.map { samples[$0] }
      var options = options(steps: deepest, samples: kept.count)
      options.validationEvery = shallowest
      let trainer = try Trainer(
        model: model(), samples: kept, options: options, validation: held.map(\.segment), work: work)
      let points = try trainer.run().validation
      for (place, depth) in ([0] + Self.depths).enumerated() {
        sums[place] += points.first { $0.step == depth }?.loss ?? .infinity
      }
    }
    let losses = sums.map { $0 / Double(heldBack) }
    let best = losses.dropFirst().indices.min { losses[$0] < losses[$1] } ?? 1
    return Choice(depth: Self.depths[best - 1], losses: losses)
  }

  /// Tunes `model` on all samples for `depth` steps, in place.
  /// - Throws: `TuningError` where it diverges; `Interrupted`.
  public func run(
    _ samples: [TrainingSample], depth: Int, model: LanguageModel, checkpoint: CheckpointPlace? = nil, work: Work
  ) throws -> TuningOutcome {
    try Trainer(
      model: model, samples: samples, options: options(steps: depth, samples: samples.count), checkpoint: checkpoint,
      work: work
    ).run()
  }

  /// Tokens that one run of `choose` trains on.
  public func tokensOfFold(_ samples: [TrainingSample]) -> Int {
    let kept = samples.count - samples.count / Self.folds
    let mean = samples.reduce(0) { $0 + $1.segment.tokens.count } / max(1, samples.count)
    return (Self.depths.last ?? 0) * TuningPlan.defaultSamplesPerStep(kept) * mean
  }

  private func options(steps: Int, samples: Int) -> TuningOptions {
    var options = options
    let perStep = TuningPlan.defaultSamplesPerStep(samples)
    options.samplesPerStep = perStep
    options.epochs = Double((steps * perStep + samples - 1) / samples + 1)
    options.maxSteps = steps
    return options
  }
}
