import Kernels
import Numerics

/// The gradient of a model's parameters, laid out as they are. Not shared between threads by its users.
public final class Gradient {
  let layout: WeightLayout
  package let buffer: AlignedBuffer<Float>

  /// Zeros of the model's shape.
  public init(for model: LanguageModel) {
    layout = model.layout
    buffer = AlignedBuffer(count: model.layout.size)
  }

  public func zero() { buffer.zero() }

  /// The tensor of that Hugging Face name, row-major in the file's orientation; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = layout.entries.first(where: { $0.name == name }) else { return nil }
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
