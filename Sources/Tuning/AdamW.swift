import Kernels
import LanguageModel
import Numerics

/// AdamW's moments for what is trainable of one model, and its step (arXiv 1711.05101).
package final class AdamW {
  let mean: AlignedBuffer<Float>
  let variance: AlignedBuffer<Float>
  /// Steps taken.
  var step = 0
  private let options: TuningOptions

  init(_ model: LanguageModel, _ options: TuningOptions) {
    let trainable = model.trainable
    mean = AlignedBuffer(count: trainable.size)
    variance = AlignedBuffer(count: trainable.size)
    self.options = options
  }

  /// One step at `rate`; `scale` multiplies the gradient (clipping), which is zero afterwards.
  func update(_ model: LanguageModel, _ gradient: Gradient, scale: Double, rate: Double) {
    step += 1
    let correction1 = 1 - Elementary.pow(options.beta1, Double(step))
    let correction2 = 1 - Elementary.pow(options.beta2, Double(step))
    let entries = model.trainable.entries
    model.updateTrainable { parameters, bfloat16Copy in
      for entry in entries {
        let base = entry.range.lowerBound
        Parallel.ranges(entry.range.count, grain: 1 << 16) { r in
          let at = base + r.lowerBound
          Kernels.adamWStep(
            parameters.pointer + at, gradient.buffer.pointer + at, mean: mean.pointer + at,
            variance: variance.pointer + at, bfloat16Copy: bfloat16Copy.map { $0 + at }, r.count,
            gradientScale: Float(scale),
            rate: Float(rate),
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
