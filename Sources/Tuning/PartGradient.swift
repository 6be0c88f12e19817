import LanguageModel
import Packing

/// The gradient of one part of a step, on whichever process has the model.
struct PartGradient {
  let model: LanguageModel
  let samples: [TrainingSample]
  let options: TuningOptions

  /// What a step is: which samples, which number from 0, and how many targets all of them have.
  struct Step {
    var samples: [Int]
    var index: Int
    var learned: Int
  }

  /// The parts of a step, as places in it.
  func parts(_ step: Step) -> [[Int]] {
    StepParts.parts(lengths: step.samples.map { samples[$0].segment.tokens.count })
  }

  /// The micro-batches of a part, as places in it.
  func bins(_ part: [Int], _ step: Step) -> [[Int]] {
    BestFit.bins(lengths: part.map { samples[step.samples[$0]].segment.tokens.count }, capacity: options.capacity)
  }

  /// Of the samples at these places in a step.
  func tokens(_ places: [Int], of step: Step) -> Int {
    places.reduce(0) { $0 + (step.samples.indices.contains($1) ? samples[step.samples[$1]].segment.tokens.count : 0) }
  }

  /// Adds the part's gradient to `gradient`.
  /// - Parameters:
  ///   - before: samples of the step in the parts before this one: what is dropped depends on a sample's place, not on who computes it.
  ///   - willRun: called before each micro-batch, with whether it is the last; throws to leave the rest out.
  ///   - done: hears the tokens of each micro-batch.
  /// - Returns: the nats of each sample, in the micro-batches' order, and the sample's place in the step.
  func accumulate(
    _ part: [Int], of step: Step, before: Int, into gradient: Gradient, willRun: (_ isLast: Bool) throws -> Void,
    done: (Int) -> Void
  ) throws -> [(place: Int, nats: Double)] {
    var nats: [(place: Int, nats: Double)] = []
    let bins = bins(part, step)
    for (i, bin) in bins.enumerated() {
      try willRun(i == bins.count - 1)
      let batch = bin.map { samples[step.samples[part[$0]]].segment }
      let losses = try model.accumulateGradient(
        of: batch, scale: 1 / Float(step.learned), into: gradient, gradientCheckpointing: options.gradientCheckpointing,
        dropout: DropoutKey(seed: options.seed, step: step.index, segment: before + nats.count))
      nats += zip(bin, losses).map { (part[$0], $1.nats) }
      done(batch.reduce(0) { $0 + $1.tokens.count })
    }
    return nats
  }
}
