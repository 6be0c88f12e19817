public import LanguageModel
public import Work

/// A short tuning of a base on a few target rows: what a step toward the target does to other rows shows which of them
/// lead there (ToV, arXiv 2510.00386; TACS, arXiv 2605.09404).
///
/// The learning rate is held after its own warm-up, so that a run of 20 steps is the beginning of one of 40.
public struct WarmUp: Sendable {
  /// Part of every key under which what follows from a warm-up is remembered.
  public static let version = 2

  /// Of the tuning runs; of these the numbers of rows and steps follow from the plan.
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

  /// Tunes `model` on the rows by the plan, in place.
  /// - Throws: `TuningError` where it diverges; `Interrupted`.
  public func run(
    _ samples: [TrainingSample], _ plan: WarmUpPlan, model: LanguageModel, checkpoint: CheckpointPlace? = nil,
    work: Work
  ) throws -> TuningOutcome {
    try Trainer(
      model: model, samples: samples, options: options(plan, samples: samples.count), checkpoint: checkpoint, work: work
    ).run()
  }

  private func options(_ plan: WarmUpPlan, samples: Int) -> TuningOptions {
    var options = options
    options.samplesPerStep = plan.rowsPerStep
    // At least as many as have that number of steps.
    let stepsPerEpoch = max(1, (samples + plan.rowsPerStep - 1) / plan.rowsPerStep)
    options.epochs = Double(plan.steps / stepsPerEpoch + 1)
    options.maxSteps = plan.steps
    return options
  }
}
