extension Kernels {
  /// erf(x) to about 4e-7: an odd rational function on [-4, 4] (the coefficients that Eigen uses in float32), ±1 beyond.
  @inline(__always)
  package static func errorFunction(_ value: Float) -> Float {
    var x = value
    x = x < -4 ? -4 : x
    x = x > 4 ? 4 : x
    let z = x * x
    var p: Float = -2.726_142_3e-10
    p = (2.770_681_4e-8 as Float).addingProduct(p, z)
    p = (-2.101_024e-6 as Float).addingProduct(p, z)
    p = (-5.692_506_4e-5 as Float).addingProduct(p, z)
    p = (-7.349_906_3e-4 as Float).addingProduct(p, z)
    p = (-2.954_599_8e-3 as Float).addingProduct(p, z)
    p = (-1.609_603_3e-2 as Float).addingProduct(p, z)
    var q: Float = -1.456_607_2e-5
    q = (-2.133_740_6e-4 as Float).addingProduct(q, z)
    q = (-1.682_827e-3 as Float).addingProduct(q, z)
    q = (-7.373_329e-3 as Float).addingProduct(q, z)
    q = (-1.426_473_9e-2 as Float).addingProduct(q, z)
    return x * p / q
  }
}
