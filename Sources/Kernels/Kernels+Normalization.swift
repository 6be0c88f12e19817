extension Kernels {
  /// The rows of x normalised, rounded if y is: by layer normalisation where there is a bias, else by the root mean square.
  ///
  /// x, y: rows x width; weight, bias: width; mean (without a bias nothing) and inverse: of each row, for the backward pass.
  /// - Parameter added: rows that are added to x first, which then is the sum.
  package static func normalize<E: StoredElement>(
    _ x: Output, adding added: Input? = nil, weight: Input, bias: Input?, _ y: UnsafeMutablePointer<E>, mean: Output,
    inverse: Output, rows: Int, width: Int, epsilon: Float
  ) {
    if hasBFloat16, bias == nil, E.self == BFloat16.self {
      return rmsNormWide(
        x, adding: added, weight: weight, bits(y), inverse: inverse, rows: rows, width: width, epsilon: epsilon)
    }
    if let added { add(added, to: x, rows * width) }
    let x = Input(x)
    if bias == nil {
      rootMeanSquares(x, inverse: inverse, rows: rows, width: width, epsilon: epsilon)
    } else {
      moments(x, mean: mean, inverse: inverse, rows: rows, width: width, epsilon: epsilon)
    }
    renormalize(
      x, weight: weight, bias: bias, mean: Input(mean), inverse: Input(inverse), y, rows: rows, width: width)
  }

  /// The normalised rows again, from what `normalize` left: y = x·r·w (arXiv 1910.07467), or y = (x - μ)·r·w + b (arXiv
  /// 1607.06450).
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func renormalize<E: StoredElement>(
    _ x: Input, weight w: Input, bias b: Input?, mean: Input, inverse: Input, _ y: UnsafeMutablePointer<E>, rows: Int,
    width: Int
  ) {
    for t in 0..<rows {
      let (xt, yt) = (x + t * width, y + t * width)
      let r = inverse[t]
      guard let b else {
        for i in 0..<width { yt[i] = E(rounding: xt[i] * r * w[i]) }
        continue
      }
      let mu = mean[t]
      for i in 0..<width { yt[i] = E(rounding: (xt[i] - mu) * r * w[i] + b[i]) }
    }
  }

  /// r = 1/√(mean(x²) + ε)
  private static func rootMeanSquares(_ x: Input, inverse: Output, rows: Int, width: Int, epsilon: Float) {
    for t in 0..<rows {
      let square = dot(x + t * width, x + t * width, width)
      inverse[t] = 1 / (square / Float(width) + epsilon).squareRoot()
    }
  }

  /// μ, and r = 1/√(variance + ε)
  private static func moments(
    _ x: Input, mean: Output, inverse: Output, rows: Int, width: Int, epsilon: Float
  ) {
    for t in 0..<rows {
      let xt = x + t * width
      let mu = sum(xt, width) / Float(width)
      // Of the differences: E[x²] - μ² would cancel.
      let square = reduce(
        width,
        {
          let d = load(xt, $0) - mu
          return d * d
        }, { (xt[$0] - mu) * (xt[$0] - mu) })
      mean[t] = mu
      inverse[t] = 1 / (square / Float(width) + epsilon).squareRoot()
    }
  }

  /// Adds to dx. With x̂ = (x - μ)·r and g = w·dy: dx += r·(g - mean(g) - x̂·mean(g·x̂)); by the root mean square, where
  /// `mean` is nil, without μ and mean(g).
  package static func normBackward(
    _ x: Input, weight w: Input, mean: Input?, inverse: Input, dy: Input, dx: Output, rows: Int, width: Int
  ) {
    for t in 0..<rows {
      let (xt, dyt, dxt) = (x + t * width, dy + t * width, dx + t * width)
      let r = inverse[t]
      guard let mu = mean?[t] else {
        let projection = reduce(
          width, { load(xt, $0) * load(dyt, $0) * load(w, $0) }, { xt[$0] * dyt[$0] * w[$0] })
        let a = projection * r * r / Float(width)
        for i in 0..<width { dxt[i] += r * (w[i] * dyt[i] - xt[i] * a) }
        continue
      }
      let plain = dot(dyt, w, width) / Float(width)
      let projection = reduce(
        width, { (load(xt, $0) - mu) * load(dyt, $0) * load(w, $0) }, { (xt[$0] - mu) * dyt[$0] * w[$0] })
      let a = projection * r * r / Float(width)
      for i in 0..<width { dxt[i] += r * (w[i] * dyt[i] - plain - (xt[i] - mu) * a) }
    }
  }

  /// Adds to dw and db, row by row in order: dw += dy·x̂, db += dy. Of `columns` columns of rows `stride` apart.
  package static func normGradient(
    _ x: Input, mean: Input?, inverse: Input, dy: Input, dw: Output, db: Output?, rows: Int, stride: Int, columns: Int
  ) {
    for t in 0..<rows {
      let (xt, dyt) = (x + t * stride, dy + t * stride)
      let (r, mu) = (inverse[t], mean?[t] ?? 0)
      for i in 0..<columns { dw[i] += dyt[i] * ((xt[i] - mu) * r) }
      if let db { add(dyt, to: db, columns) }
    }
  }
}
