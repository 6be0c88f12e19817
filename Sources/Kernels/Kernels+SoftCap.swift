extension Kernels {
  /// x becomes cap·tanh(scale·x / cap): between ±cap, and nearly scale·x where that is small (arXiv 2408.00118, section 2).
  ///
  /// - Parameter slopes: receives the derivatives with respect to scale·x.
  package static func softCap(_ x: Output, scale: Float = 1, cap: Float, _ count: Int, slopes: Output? = nil) {
    let factor = scale / cap
    for i in 0..<count { x[i] = hyperbolicTangent(x[i] * factor) }
    if let slopes { for i in 0..<count { slopes[i] = 1 - x[i] * x[i] } }
    for i in 0..<count { x[i] *= cap }
  }

  /// tanh(x) to about 1.5e-7 of itself: near 0 an odd polynomial (coefficients of the Cephes library's tanhf), beyond
  /// 1 - 2/(e²ˣ + 1), which would cancel there.
  @inline(__always)
  package static func hyperbolicTangent(_ x: Float) -> Float {
    let z = x * x
    var p: Float = -5.704_988_7e-3
    p = (2.063_908_8e-2 as Float).addingProduct(p, z)
    p = (-5.373_971_6e-2 as Float).addingProduct(p, z)
    p = (1.333_144_2e-1 as Float).addingProduct(p, z)
    p = (-3.333_328_2e-1 as Float).addingProduct(p, z)
    let near = x.addingProduct(p * z, x)
    let far = 1 - 2 / (exponential(2 * abs(x)) + 1)
    return z < 0.390_625 ? near : (x < 0 ? -far : far)
  }

  /// x becomes x·y, rounded if x is.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func multiply<E: StoredElement>(_ x: UnsafeMutablePointer<E>, by y: Input, _ count: Int) {
    for i in 0..<count { x[i] = E(rounding: x[i].widened * y[i]) }
  }
}
