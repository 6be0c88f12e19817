import Foundation
import Kernels
import Numerics

/// How a model is tuned. The defaults are the paper's (arXiv 2408.02193) but for what suits small selections.
public struct TuningOptions: Sendable, Codable, Hashable {
  /// Passes over the samples; the last may be partial.
  public var epochs: Double = 3
  /// Samples per optimizer step; nil: `TuningPlan.defaultSamplesPerStep`.
  public var samplesPerStep: Int?
  /// Instead of a number of samples: the samples of all epochs, one order after the other, are dealt to so many steps, equal
  /// to within one sample.
  public var steps: Int?
  /// Instead of a number of samples: each step takes samples while their tokens fit.
  public var tokensPerStep: Int?
  /// Tokens per micro-batch; a step's samples are packed into bins of it.
  public var capacity: Int = 4096
  /// The highest learning rate, reached after warm-up.
  public var learningRate: Double = 5e-5
  /// The rate stays at its highest after warm-up; nil: it falls to 0.
  public var holdsRate: Bool?
  /// Steps of linear warm-up; nil: 15, but at most a tenth of all.
  public var warmupSteps: Int?
  /// AdamW's decay of the mean gradient.
  public var beta1: Double = 0.9
  /// AdamW's decay of the mean squared gradient.
  public var beta2: Double = 0.999
  /// AdamW's addition to the root of the mean squared gradient.
  public var epsilon: Double = 1e-8
  /// Decoupled weight decay, never on normalisation weights.
  public var weightDecay: Double = 0
  /// Largest global gradient norm; 0: unlimited.
  public var clip: Double = 1
  /// Of the order of rows and of dropout.
  public var seed: UInt64 = 42
  /// Stops after so many steps, the schedule ending there.
  public var maxSteps: Int?
  /// Stops with the step in which so many answer tokens have been learned.
  public var stopAfterLearnedTokens: Int?
  /// Steps between validations; nil: at the end only.
  public var validationEvery: Int?
  /// Ends the run after so many validations in a row without a lower loss, and makes the weights of the lowest the result; nil: runs
  /// to the end, and the last weights are.
  public var patience: Int?

  /// Runs each layer again in the backward pass, in place of keeping its activations: the same bits, slower, less memory.
  public var gradientCheckpointing = false

  /// The defaults of `tune`.
  public init() {}

  /// The learning rate of step `step` (from 0) of `steps`: linear warm-up from 0, then a half cosine to 0, unless it is
  /// held.
  public func rate(step: Int, of steps: Int) -> Double {
    let warmup = warmup(of: steps)
    if step < warmup { return learningRate * Double(step) / Double(max(1, warmup)) }
    if holdsRate == true { return learningRate }
    let progress = Double(step - warmup) / Double(max(1, steps - warmup))
    return learningRate * max(0, 0.5 * (1 + Elementary.cos(.pi * progress)))
  }

  /// Warm-up steps of a run of `steps`.
  public func warmup(of steps: Int) -> Int { warmupSteps ?? min(15, steps / 10) }

  /// All options as text, keys sorted: equal for equal options.
  package var canonical: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Encoding fails for a value that is not finite only, and such a run is never equal to another.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "not finite"
  }
}
