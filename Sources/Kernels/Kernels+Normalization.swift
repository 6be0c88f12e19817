extension Kernels {
  /// Root-mean-square normalisation (arXiv 1910.07467): y = x·r·w with r = 1/√(mean(x²) + ε), kept in `inverse`.
  /// x, y: rows x width; w: width; inverse: rows.
  package static func rmsNorm(
    _ x: Input, weight w: Input, _ y: Output, inverse: Output, rows: Int, width: Int, epsilon: Float
  ) {
    for t in 0..<rows {
      let square = dot(x + t * width, x + t * width, width)
      inverse[t] = 1 / (square / Float(width) + epsilon).squareRoot()
    }
    rmsNormApply(x, weight: w, inverse: UnsafePointer(inverse), y, rows: rows, width: width)
  }

  /// y = x·r·w with known r: the normalised rows again, from what the forward pass kept.
  package static func rmsNormApply(
    _ x: Input, weight w: Input, inverse: Input, _ y: Output, rows: Int, width: Int
  ) {
    for t in 0..<rows {
      let r = inverse[t]
      let xt = x + t * width
      let yt = y + t * width
      for i in 0..<width { yt[i] = xt[i] * r * w[i] }
    }
  }

  /// Adds to dx and dw. With x̂ = x·r: dw += dy·x̂, dx += r·(w·dy - x̂·mean(w·dy·x̂)).
  package static func rmsNormBackward(
    _ x: Input, weight w: Input, inverse: Input, dy: Input, dx: Output, dw: Output, rows: Int, width: Int
  ) {
    for t in 0..<rows {
      let r = inverse[t]
      let xt = x + t * width
      let dyt = dy + t * width
      let dxt = dx + t * width
      let projection = reduce(
        width, { load(xt, $0) * load(dyt, $0) * load(w, $0) }, { xt[$0] * dyt[$0] * w[$0] })
      let a = projection * r * r / Float(width)
      for i in 0..<width {
        dw[i] += dyt[i] * (xt[i] * r)
        dxt[i] += r * (w[i] * dyt[i] - xt[i] * a)
      }
    }
  }
}
