extension Kernels {
  /// Rotary position embedding (arXiv 2104.09864) in place, half-rotation convention: dimension i turns with i + d/2.
  ///
  /// x: rows of `stride` values that begin with `heads` vectors of `dimension`; position of each row in `positions`;
  /// tables: position x dimension/2. `backward` turns the other way (the transpose of the rotation).
  package static func rotate(
    _ x: Output, stride: Int, rows: Int, heads: Int, dimension: Int, positions: UnsafePointer<Int32>,
    cosines: Input, sines: Input, backward: Bool
  ) {
    let half = dimension / 2
    let sign: Float = backward ? -1 : 1
    for t in 0..<rows {
      let c = cosines + Int(positions[t]) * half
      let s = sines + Int(positions[t]) * half
      for h in 0..<heads {
        let low = x + t * stride + h * dimension
        let high = low + half
        for i in 0..<half {
          let a = low[i]
          let b = high[i]
          let sine = sign * s[i]
          low[i] = a * c[i] - b * sine
          high[i] = b * c[i] + a * sine
        }
      }
    }
  }
}
