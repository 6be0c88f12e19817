import Kernels
import Numerics

/// The gradient of what is trainable of a model, all weights or an attached adapter's parameters, laid out as it is. Not
/// shared between threads by its users.
public final class Gradient {
  let trainable: Trainable
  package let buffer: AlignedBuffer<Float>

  /// Zeros of the model's shape.
  public init(for model: LanguageModel) {
    trainable = model.trainable
    buffer = AlignedBuffer(count: trainable.size)
  }

  public func zero() { buffer.zero() }

  /// The tensor of that Hugging Face (or PEFT) name, row-major in the file's orientation; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = trainable.entries.first(where: { $0.name == name }) else { return nil }
    return entry.inFileOrder(buffer.constant)
  }

  /// The Euclidean norm over all parameters; not finite as soon as one of them is not.
  public func norm() -> Double {
    let grain = 1 << 16
    let blocks = (buffer.count + grain - 1) / grain
    let partial = AlignedBuffer<Double>(count: blocks)
    Parallel.ranges(buffer.count, grain: grain) { range in
      partial.pointer[range.lowerBound / grain] = Kernels.sumOfSquares(
        buffer.constant + range.lowerBound, range.count)
    }
    var total = 0.0
    for i in 0..<blocks { total += partial.pointer[i] }
    return total.squareRoot()
  }
}
