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
  private let gradient: Gradient
  private let optimizer: AdamW
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
    self.work = work
    gradient = Gradient(for: model)
    optimizer = AdamW(model, options)
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
    if let checkpoint, let kept = try Checkpoint.restore(checkpoint, run: identity, model: model, optimizer: optimizer)
    {
      (outcome, best) = kept
    }
    let before = outcome.seconds
    let watch = Stopwatch()
    var saved = 0.0
    var checkpointed: String?
    func elapsed() -> Double { watch.seconds }
    func save() throws {
      guard let checkpoint else { return }
      outcome.seconds = before + elapsed()
      try Checkpoint.save(checkpoint, run: identity, outcome: outcome, model: model, optimizer: optimizer, best: best)
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
        try validate()
      }
      while outcome.steps < steps.count, !isOutOfPatience {
        try take(steps[outcome.steps], report: report)
        reportStep(checkpointed)
        checkpointed = nil
        if outcome.steps == steps.count { break }
        if let every = options.validationEvery, every > 0, outcome.steps % every == 0 { try validate() }
        if let checkpoint, elapsed() - saved >= max(checkpoint.interval, (before + elapsed()) / 100) { try save() }
      }
      if outcome.validation.last?.step != outcome.steps { try validate() }
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

  /// One optimizer step over the samples at `step`.
  private func take(_ step: [Int], report: (Int) -> Void) throws {
    let learned = step.reduce(0) { $0 + samples[$1].segment.targetCount }
    let lengths = step.map { samples[$0].segment.tokens.count }
    let bins = BestFit.bins(lengths: lengths, capacity: options.capacity)
    let number = outcome.steps + 1
    // The gradient is zero: new, or left so by the optimizer.
    var nats = 0.0
    var tokens = 0
    var segments = 0
    for bin in bins {
      try work.checkCancellation()
      let batch = bin.map { samples[step[$0]].segment }
      let losses = try model.accumulateGradient(
        of: batch, scale: 1 / Float(learned), into: gradient, gradientCheckpointing: options.gradientCheckpointing,
        dropout: DropoutKey(seed: options.seed, step: outcome.steps, segment: segments))
      segments += bin.count
      let bad = zip(bin, losses).filter { !$1.nats.isFinite }.map { samples[step[$0.0]].row }
      guard bad.isEmpty else { throw TuningError.notFinite(what: "loss", step: number, rows: bad) }
      for loss in losses { nats += loss.nats }
      tokens += batch.reduce(0) { $0 + $1.tokens.count }
      report(outcome.totalTokens + tokens)
    }
    let norm = model.profile.measure("gradient's norm", everywhere: true, bytes: 4 * Double(gradient.buffer.count)) {
      gradient.norm()
    }
    guard norm.isFinite else {
      throw TuningError.notFinite(what: "gradient", step: number, rows: step.map { samples[$0].row })
    }
    model.profile.measure("AdamW", everywhere: true, bytes: 32 * Double(gradient.buffer.count)) {
      optimizer.update(
        model, gradient, scale: AdamW.clipping(norm: norm, limit: options.clip),
        rate: options.rate(step: outcome.steps, of: steps.count))
    }
    outcome.steps = number
    outcome.lossCurve.append(nats / Double(learned))
    outcome.learnedTokens += learned
    outcome.totalTokens += tokens
    let last = bins.last.map { $0.reduce(0) { $0 + lengths[$1] } } ?? 0
    outcome.packedTokens += bins.dropLast().reduce(last) { sum, bin in
      // A sample longer than the capacity has a pack of its own length.
      sum + max(options.capacity, bin.reduce(0) { $0 + lengths[$1] })
    }
  }

  private func validate() throws {
    guard !validation.isEmpty else { return }
    var nats = 0.0
    var count = 0
    for bin in BestFit.bins(lengths: validation.map(\.tokens.count), capacity: options.capacity) {
      try work.checkCancellation()
      for loss in try model.losses(of: bin.map { validation[$0] }) {
        nats += loss.nats
        count += loss.count
      }
    }
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
    builder.update("tuning 2")
    builder.update(options.canonical)
    for sample in samples { add(sample.segment) }
    builder.update("validation")
    for segment in validation { add(segment) }
    builder.update(model.digest().description)
    return builder.finalize().description
  }
}
