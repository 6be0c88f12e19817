import Kernels
import Numerics

/// cos and sin of position·frequency, position x d/2, grown as longer segments come.
///
/// The angle is rounded to float32 before its cosine is taken, as the reference implementations do: at position 2,000
/// this rounding is larger than the accuracy that outputs are compared to.
final class RotaryTable {
  private let frequencies: [Float]
  private let amplitude: Float
  private var count = 0
  private(set) var cosines = AlignedBuffer<Float>(count: 0)
  private(set) var sines = AlignedBuffer<Float>(count: 0)

  /// nil where positions are learned.
  init?(_ c: ModelConfiguration) {
    guard case .rotary(let theta, let scaling) = c.position else { return nil }
    frequencies = scaling.frequencies(theta: theta, dimension: c.headDimension)
    amplitude = scaling.amplitude
  }

  func extend(to positions: Int) {
    guard positions > count else { return }
    count = max(positions, 2 * count)
    let half = frequencies.count
    cosines = AlignedBuffer(count: count * half)
    sines = AlignedBuffer(count: count * half)
    for p in 0..<count {
      for i in 0..<half {
        let angle = Double(Float(p) * frequencies[i])
        cosines.pointer[p * half + i] = Float(Elementary.cos(angle)) * amplitude
        sines.pointer[p * half + i] = Float(Elementary.sin(angle)) * amplitude
      }
    }
  }
}
