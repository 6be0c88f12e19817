import Dispatch
public import LanguageModel
import Numerics
import Packing
import Digests
public import Work

/// Tuning of one model, of all its weights or of the adapter attached to it alone: AdamW over the plan's steps, packed
/// inside each step.
///
/// With a checkpoint place, a run that was interrupted goes on in a new process and ends bit-identical to an undisturbed
/// one on the same engine: state is saved between steps only, and a partial step is redone.
public final class Trainer {
  /// Of each step the samples that it learns from, by their places.
  public let steps: [[Int]]
  private let model: LanguageModel
  private let samples: [TrainingSample]
  private let options: TuningOptions
  private let validation: [Segment]
  private let checkpoint: CheckpointPlace?
  private let work: Work
  private let part: PartGradient
  private var outcome = TuningOutcome()
  private let totalTokens: Int
  private var identity = ""
  /// The weights of the lowest validation loss so far, where `patience` asks for them.
  private var best: AlignedBuffer<Float>?

  /// Of the progress that a run reports, by which a search over many runs knows it.
  public static let progressLabel = "tune"

  /// The model is changed in place by `run`. Throws `TuningError` when there is nothing to learn or an option is out of
  /// range.
  public init(
    model: LanguageModel, samples: [TrainingSample], options: TuningOptions, validation: [Segment] = [],
    checkpoint: CheckpointPlace? = nil, work: Work = .silent
  ) throws {
    guard options.capacity > 0 else { throw TuningError.option("the pack capacity must be at least 1") }
    guard options.learningRate >= 0, options.learningRate.isFinite else {
      throw TuningError.option("the learning rate must be a number, 0 or more")
    }
    guard options.epochs > 0, options.epochs * Double(samples.count) < 1e12 else {
      throw TuningError.option("epochs must be more than 0")
    }
    steps = TuningPlan.steps(samples: samples, options: options)
    guard !steps.isEmpty else { throw TuningError.nothingToLearn }
    if let patience = options.patience {
      guard patience > 0 else { throw TuningError.option("patience must be at least 1") }
      guard !validation.isEmpty, options.validationEvery ?? 0 > 0 else {
        throw TuningError.option("patience takes rows to validate on during the run")
      }
    }
    self.model = model
    self.samples = samples
    self.options = options
    self.validation = validation
    self.checkpoint = checkpoint
    self.work = work.shared(by: model.crew)
    part = PartGradient(model: model, samples: samples, options: options)
    totalTokens = steps.reduce(0) { $0 + $1.reduce(0) { $0 + samples[$1].segment.tokens.count } }
    // Taken before the first step: it covers the weights that the run starts from.
    if checkpoint != nil { identity = digest() }
  }

  /// Runs, or goes on from the checkpoint, to the end, or with `patience` until validation gets no better; the model is then the
  /// best that there was.
  ///
  /// Throws `Interrupted` on cancellation, a checkpoint being saved; `TuningError.notFinite` naming the rows of the step;
  /// what saving a checkpoint throws.
  public func run() throws -> TuningOutcome {
    let kept = try checkpoint.flatMap { try Checkpoint.restore($0, run: identity, model: model) }
    let computer = try makeComputer()
    defer { computer.end() }
    if let kept {
      (outcome, best) = (kept.outcome, kept.best)
      try computer.restore(kept.moments, steps: kept.outcome.steps)
    }
    let before = outcome.seconds
    let watch = Stopwatch()
    var saved = 0.0
    var checkpointed: String?
    func elapsed() -> Double { watch.seconds }
    func save() throws {
      guard let checkpoint else { return }
      outcome.seconds = before + elapsed()
      try computer.withMoments {
        try Checkpoint.save(checkpoint, run: identity, outcome: outcome, model: model, moments: $0, best: best)
      }
      saved = elapsed()
      checkpointed = checkpoint.path
    }
    func report(_ done: Int) {
      work.progress(
        WorkProgress(label: Self.progressLabel, done: Double(done), total: Double(totalTokens), unit: "tokens"))
    }
    do {
      // Before the first step, and where an interruption came between a step and its validation.
      if let every = options.validationEvery, every > 0, outcome.steps % every == 0,
        outcome.validation.last?.step != outcome.steps
      {
        try validate(computer)
      }
      while outcome.steps < steps.count, !isOutOfPatience {
        try take(steps[outcome.steps], computer, report: report)
        reportStep(checkpointed)
        checkpointed = nil
        if outcome.steps == steps.count { break }
        if let every = options.validationEvery, every > 0, outcome.steps % every == 0 { try validate(computer) }
        if let checkpoint, elapsed() - saved >= max(checkpoint.interval, (before + elapsed()) / 100) { try save() }
      }
      if outcome.validation.last?.step != outcome.steps { try validate(computer) }
      try computer.settle()
    } catch let error as Interrupted {
      // Weights change only at the end of a step: what is saved is the last whole one.
      try save()
      throw Interrupted(
        done: outcome.steps, total: steps.count, what: "steps",
        kept: checkpoint == nil ? error.kept : "a checkpoint after step \(outcome.steps)")
    }
    try save()
    // Behind the checkpoint, which holds the last weights and these.
    if options.patience != nil { takeBest() }
    outcome.seconds = before + elapsed()
    return outcome
  }

  /// - Parameter checkpoint: what was saved since the last step.
  private func reportStep(_ checkpoint: String?) {
    var progress = WorkProgress(
      label: Self.progressLabel, done: Double(outcome.totalTokens), total: Double(totalTokens), unit: "tokens")
    progress.step = StepProgress(
      number: outcome.steps, total: steps.count, loss: outcome.lossCurve.last ?? .nan,
      rate: options.rate(step: outcome.steps - 1, of: steps.count), checkpoint: checkpoint)
    work.progress(progress)
  }

  private var isOutOfPatience: Bool { options.patience.map { outcome.validationsSinceBest >= $0 } ?? false }

  /// Puts the weights of the lowest validation loss in place of the last ones.
  private func takeBest() {
    let step = outcome.bestValidation?.step ?? outcome.steps
    if let best, step != outcome.steps { model.withTrainable { $0.copy(from: best) } }
    func learned(_ steps: ArraySlice<[Int]>) -> Int {
      steps.reduce(0) { $0 + $1.reduce(0) { $0 + samples[$1].segment.targetCount } }
    }
    outcome.early = EarlyStopping(
      plannedSteps: steps.count, plannedLearnedTokens: learned(steps[...]), bestStep: step,
      bestLearnedTokens: learned(steps[..<step]), ranOut: outcome.steps < steps.count)
  }

  /// This process alone, or where steps have parts to share, it and the model's crew.
  private func makeComputer() throws -> any StepComputer {
    let parts = steps.map { part.parts(PartGradient.Step(samples: $0, index: 0, learned: 0)).count }.max() ?? 1
    if let crew = model.crew as? any TuningCrew, model.origin != nil,
      let group = try crew.beginTuning(model, samples: samples, options: options, parts: parts)
    {
      return SharedSteps(crew, group, part, work: work)
    }
    return LocalSteps(part) { [work] in try work.checkCancellation() }
  }

  /// One optimizer step over the samples at `step`.
  private func take(_ step: [Int], _ computer: any StepComputer, report: (Int) -> Void) throws {
    let number = outcome.steps + 1
    let asked = PartGradient.Step(
      samples: step, index: outcome.steps, learned: step.reduce(0) { $0 + samples[$1].segment.targetCount })
    var tokens = 0
    let (nats, norm) = try computer.gradient(asked) {
      tokens += $0
      report(outcome.totalTokens + tokens)
    }
    let bad = nats.filter { !$0.nats.isFinite }.map { samples[step[$0.place]].row }
    guard bad.isEmpty, norm.isFinite else {
      try computer.update(nil)
      throw bad.isEmpty
        ? TuningError.notFinite(what: "gradient", step: number, rows: step.map { samples[$0].row })
        : TuningError.notFinite(what: "loss", step: number, rows: bad)
    }
    try computer.update(
      AdamWStep(
        scale: AdamW.clipping(norm: norm, limit: options.clip), rate: options.rate(step: outcome.steps, of: steps.count)
      ))
    outcome.steps = number
    outcome.lossCurve.append(nats.reduce(0) { $0 + $1.nats } / Double(asked.learned))
    outcome.learnedTokens += asked.learned
    outcome.totalTokens += step.reduce(0) { $0 + samples[$1].segment.tokens.count }
    let lengths = step.map { samples[$0].segment.tokens.count }
    for places in part.parts(asked) {
      let bins = part.bins(places, asked).map { $0.reduce(0) { $0 + lengths[places[$1]] } }
      // A sample longer than the capacity has a pack of its own length.
      outcome.packedTokens += bins.dropLast().reduce(bins.last ?? 0) { $0 + max(options.capacity, $1) }
    }
  }

  private func validate(_ computer: any StepComputer) throws {
    guard !validation.isEmpty else { return }
    try computer.settle()
    let bins = BestFit.bins(lengths: validation.map(\.tokens.count), capacity: options.capacity)
    // Summed in order, whoever computes them.
    var losses = [(nats: Double, count: Int)?](repeating: nil, count: validation.count)
    try model.losses(
      ofBatches: bins.map { $0.map { validation[$0] } },
      shouldStop: {
        try work.checkCancellation()
        return false
      },
      each: { bin, found in for (place, loss) in zip(bins[bin], found) { losses[place] = (loss.nats, loss.count) } })
    let ordered = bins.joined().compactMap { losses[$0] }
    let nats = ordered.reduce(0) { $0 + $1.nats }
    let count = ordered.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    outcome.validation.append(ValidationPoint(step: outcome.steps, loss: nats / Double(count)))
    guard options.patience != nil, outcome.bestValidation?.step == outcome.steps else { return }
    model.withTrainable { parameters in
      let kept = best ?? AlignedBuffer(uninitialized: parameters.count)
      kept.copy(from: parameters)
      best = kept
    }
  }

  /// What makes a checkpoint this run's: everything that the result depends on but the engine.
  private func digest() -> String {
    var builder = ContentDigest.Builder()
    func add(_ segment: Segment) {
      builder.update("\(segment.learnFrom) \(segment.learnTo) \(segment.tokens.count)")
      for range in segment.skipped { builder.update("without \(range)") }
      segment.tokens.withUnsafeBytes { builder.update($0) }
    }
    builder.update("tuning 3")
    builder.update(options.canonical)
    for sample in samples { add(sample.segment) }
    builder.update("validation")
    for segment in validation { add(segment) }
    builder.update(model.digest().description)
    return builder.finalize().description
  }
}
