extension Kernels {
  /// Rotary position embedding (arXiv 2104.09864), half-rotation convention: dimension i turns with i + d/2, where the first d =
  /// `rotated` of a vector turn.
  ///
  /// x, y: rows of `width` values that begin with `heads` vectors of `dimension`; what follows them, or their rotated part, is
  /// carried over. y may be x, or is rounded. Row of the tables for each row in `positions`; tables: rows x rotated/2. `backward` turns the other way (the
  /// transpose of the rotation).
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func rotate<E: StoredElement>(
    _ x: Input, into y: UnsafeMutablePointer<E>, rows: Int, width: Int, heads: Int, dimension: Int, rotated: Int,
    positions: UnsafePointer<Int32>, cosines: Input, sines: Input, backward: Bool = false
  ) {
    if hasBFloat16, !backward, rotated == dimension, E.self == BFloat16.self {
      return rotateWide(
        x, rows: rows, width: width, heads: heads, dimension: dimension, positions: positions, cosines: cosines,
        sines: sines, into: bits(y))
    }
    let half = rotated / 2
    let sign: Float = backward ? -1 : 1
    for t in 0..<rows {
      let c = cosines + Int(positions[t]) * half
      let s = sines + Int(positions[t]) * half
      for h in 0..<heads {
        let at = t * width + h * dimension
        let (low, high) = (x + at, x + at + half)
        for i in 0..<half {
          let (a, b) = (low[i], high[i])
          let sine = sign * s[i]
          y[at + i] = E(rounding: a * c[i] - b * sine)
          y[at + half + i] = E(rounding: b * c[i] + a * sine)
        }
        if rotated < dimension { store(x + at + rotated, y + at + rotated, dimension - rotated) }
      }
      let rest = t * width + heads * dimension
      store(x + rest, y + rest, width - heads * dimension)
    }
  }
}
