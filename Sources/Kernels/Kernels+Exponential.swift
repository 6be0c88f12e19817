extension Kernels {
  /// exp(x) to about 2 units in the last place, for x in [-87, 88] (clamped); plain arithmetic, so that loops vectorise.
  ///
  /// x = n·ln 2 + r with n rounded by the magic number 1.5·2²³, whose low mantissa bits then hold n; a polynomial of
  /// degree 6 gives exp(r) for |r| <= ln 2 / 2 (coefficients of the Cephes library's expf).
  @inline(__always)
  package static func exponential(_ value: Float) -> Float {
    var x = value
    x = x < -87 ? -87 : x
    x = x > 88 ? 88 : x
    let magic: Float = 12_582_912
    let shifted = magic.addingProduct(x, 1.442_695_04)
    let n = shifted - magic
    var r = x.addingProduct(n, -0.693_359_375)
    r = r.addingProduct(n, 2.121_944_4e-4)
    var p: Float = 1.987_569_15e-4
    p = (1.398_199_95e-3 as Float).addingProduct(p, r)
    p = (8.333_452e-3 as Float).addingProduct(p, r)
    p = (4.166_579_6e-2 as Float).addingProduct(p, r)
    p = (1.666_666_5e-1 as Float).addingProduct(p, r)
    p = (5.000_000_1e-1 as Float).addingProduct(p, r)
    let e = (r + 1).addingProduct(p, r * r)
    let power = Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3f80_0000)
    return e * power
  }

  /// x = exp(scale·x - shift), and Σ x: in blocks, so that what is summed is still in the nearest cache.
  package static func sumAsExponentials(_ x: Output, scale: Float, shift: Float, _ count: Int) -> Float {
    var total: Float = 0
    var from = 0
    while from < count {
      let n = min(1024, count - from)
      let block = x + from
      for i in 0..<n { block[i] = exponential(block[i] * scale - shift) }
      total += sum(block, n)
      from += n
    }
    return total
  }

  /// x = exp(x - shift)
  package static func exponentials(_ x: Output, shift: Float, _ count: Int) {
    for i in 0..<count { x[i] = exponential(x[i] - shift) }
  }
}
