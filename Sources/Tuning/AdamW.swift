import Kernels
import LanguageModel
import Numerics

/// What one step of AdamW is told.
struct AdamWStep: Hashable {
  /// Multiplies the gradient (clipping).
  var scale: Double
  /// The learning rate.
  var rate: Double
}

/// AdamW's moments for what is trainable of one model, or for a part of it, and its step (arXiv 1711.05101).
package final class AdamW {
  let moments: Moments
  /// Steps taken.
  var step = 0
  private let options: TuningOptions
  private let range: Range<Int>

  /// - Parameter range: of the flat buffer of what is trainable.
  init(_ options: TuningOptions, _ range: Range<Int>) {
    moments = Moments(mean: AlignedBuffer(count: range.count), variance: AlignedBuffer(count: range.count))
    self.range = range
    self.options = options
  }

  /// One step for the parameters of the range. The gradient, which begins where the range does, is zero afterwards.
  func update(_ model: LanguageModel, _ gradient: AlignedBuffer<Float>, _ step: AdamWStep) {
    self.step += 1
    let correction1 = 1 - Elementary.pow(options.beta1, Double(self.step))
    let correction2 = 1 - Elementary.pow(options.beta2, Double(self.step))
    let entries = model.trainable.entries
    model.updateTrainable { parameters, bfloat16Copy in
      for entry in entries {
        let own = entry.range.clamped(to: range)
        Parallel.ranges(own.count, grain: 1 << 16) { r in
          let at = own.lowerBound + r.lowerBound
          let here = at - range.lowerBound
          Kernels.adamWStep(
            parameters.pointer + at, gradient.pointer + here, mean: moments.mean.pointer + here,
            variance: moments.variance.pointer + here, bfloat16Copy: bfloat16Copy.map { $0 + at }, r.count,
            gradientScale: Float(step.scale),
            rate: Float(step.rate),
            beta1: Float(options.beta1), beta2: Float(options.beta2), epsilon: Float(options.epsilon),
            decay: entry.isDecayed ? Float(options.weightDecay) : 0, correction1: Float(correction1),
            correction2: Float(correction2))
        }
      }
    }
  }

  /// The factor that brings a gradient of `norm` down to the limit (as torch.nn.utils.clip_grad_norm_).
  package static func clipping(norm: Double, limit: Double) -> Double {
    limit > 0 ? min(1, limit / (norm + 1e-6)) : 1
  }
}
