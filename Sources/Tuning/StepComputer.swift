import LanguageModel
import Numerics

/// Who computes the gradient of each step and changes the weights by it: this process, or it and others.
protocol StepComputer: AnyObject {
  /// The gradient of the step, which waits for `update`.
  /// - Parameter done: hears tokens as they are computed here, and those of the others once they have told.
  /// - Returns: the nats of each sample with its place in the step, part by part; the gradient's Euclidean norm.
  /// - Throws: `Interrupted`: the step is then as if it had not begun.
  func gradient(_ step: PartGradient.Step, done: (Int) -> Void) throws -> (
    nats: [(place: Int, nats: Double)], norm: Double
  )
  /// Takes the step, or, without one, drops its gradient.
  func update(_ step: AdamWStep?) throws
  /// Makes the model's weights those after the last step: others may have taken it.
  func settle() throws
  /// Runs `body` with the settled model and AdamW's moments, laid out as what is trainable; between steps.
  func withMoments(_ body: (Moments) throws -> Void) throws
  /// Goes on from these, and from the model's weights as they are now.
  func restore(_ moments: Moments, steps: Int) throws
  /// Nothing more is asked.
  func end()
}

/// AdamW's two moments of every parameter.
struct Moments {
  var mean: AlignedBuffer<Float>
  var variance: AlignedBuffer<Float>
}

/// One process computes all parts, one after the other.
final class LocalSteps: StepComputer {
  private let part: PartGradient
  private let gradient: Gradient
  /// Of the second part and those behind it.
  private var rest: Gradient?
  private let optimizer: AdamW
  private let willRun: () throws -> Void

  /// - Parameter willRun: called before each micro-batch; throws to stop.
  init(_ part: PartGradient, willRun: @escaping () throws -> Void) {
    self.part = part
    self.willRun = willRun
    gradient = Gradient(for: part.model)
    optimizer = AdamW(part.options, 0..<part.model.trainable.size)
  }

  func gradient(_ step: PartGradient.Step, done: (Int) -> Void) throws -> (
    nats: [(place: Int, nats: Double)], norm: Double
  ) {
    // The gradient is zero: new, or left so by the optimizer.
    var nats: [(place: Int, nats: Double)] = []
    do {
      for (number, places) in part.parts(step).enumerated() {
        let sum = number == 0 ? gradient : rest ?? Gradient(for: part.model)
        if number > 0 { rest = sum }
        nats += try part.accumulate(
          places, of: step, before: nats.count, into: sum, willRun: { _ in try willRun() }, done: done)
        if number > 0 { gradient.take(sum) }
      }
    } catch {
      gradient.zero()
      rest?.zero()
      throw error
    }
    let model = part.model
    let norm = model.profile.measure("gradient's norm", everywhere: true, bytes: 4 * Double(gradient.buffer.count)) {
      gradient.norm()
    }
    return (nats, norm)
  }

  func update(_ step: AdamWStep?) {
    guard let step else { return gradient.zero() }
    part.model.profile.measure("AdamW", everywhere: true, bytes: 32 * Double(gradient.buffer.count)) {
      optimizer.update(part.model, gradient.buffer, step)
    }
  }

  func settle() {}

  func withMoments(_ body: (Moments) throws -> Void) rethrows { try body(optimizer.moments) }

  func restore(_ moments: Moments, steps: Int) {
    optimizer.moments.mean.copy(from: moments.mean)
    optimizer.moments.variance.copy(from: moments.variance)
    optimizer.step = steps
  }

  func end() {}
}
