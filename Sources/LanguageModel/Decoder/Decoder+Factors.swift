import Kernels
import Numerics

/// The constants of a configuration that activations are multiplied by. A factor of 1 costs nothing and changes no bit.
extension Decoder {
  /// x becomes a·x.
  func multiply(_ x: UnsafeMutablePointer<Float>, by a: Double, _ count: Int) {
    guard a != 1 else { return }
    Kernels.scale(x, by: Float(a), count)
  }

  /// y = a·x
  func store<E: StoredElement>(
    _ x: UnsafePointer<Float>, times a: Double, into y: UnsafeMutablePointer<E>, _ count: Int
  ) {
    guard a != 1 else { return Kernels.store(x, y, count) }
    Kernels.scale(x, by: Float(a), into: y, count)
  }

  /// y += a·x
  func add(_ x: UnsafePointer<Float>, times a: Double, to y: UnsafeMutablePointer<Float>, _ count: Int) {
    guard a != 1 else { return Kernels.add(x, to: y, count) }
    Kernels.add(x, times: Float(a), to: y, count)
  }

  /// What the output matrix multiplies: hidden states, over what logits are divided by.
  var headFactor: Double { 1 / c.logitsDivisor }
}
