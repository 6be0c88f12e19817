import Numerics

/// cos and sin of position·θ^(-2i/d), position x d/2, grown as longer segments come.
///
/// The angle is rounded to float32 before its cosine is taken, as the reference implementations do: at position 2,000
/// this rounding is larger than the accuracy that outputs are compared to.
final class RotaryTable {
  private let half: Int
  private let frequencies: [Float]
  private var count = 0
  private(set) var cosines = AlignedBuffer<Float>(count: 0)
  private(set) var sines = AlignedBuffer<Float>(count: 0)

  init(_ c: ModelConfiguration) {
    half = c.headDimension / 2
    frequencies = (0..<c.headDimension / 2).map { i in
      1 / Float(Elementary.pow(c.ropeTheta, Double(Float(2 * i) / Float(c.headDimension))))
    }
  }

  func extend(to positions: Int) {
    guard positions > count else { return }
    count = max(positions, 2 * count)
    cosines = AlignedBuffer(count: count * half)
    sines = AlignedBuffer(count: count * half)
    for p in 0..<count {
      for i in 0..<half {
        let angle = Double(Float(p) * frequencies[i])
        cosines.pointer[p * half + i] = Float(Elementary.cos(angle))
        sines.pointer[p * half + i] = Float(Elementary.sin(angle))
      }
    }
  }
}
