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

  /// Layer normalisation (arXiv 1607.06450): y = (x - μ)·r·w + b with r = 1/√(variance + ε); μ and r are kept.
  /// x, y: rows x width; w, b: width; mean, inverse: rows.
  package static func layerNorm(
    _ x: Input, weight w: Input, bias b: Input, _ y: Output, mean: Output, inverse: Output, rows: Int, width: Int,
    epsilon: Float
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
    layerNormApply(
      x, weight: w, bias: b, mean: UnsafePointer(mean), inverse: UnsafePointer(inverse), y, rows: rows, width: width)
  }

  /// y = (x - μ)·r·w + b with known μ and r: the normalised rows again, from what the forward pass kept.
  package static func layerNormApply(
    _ x: Input, weight w: Input, bias b: Input, mean: Input, inverse: Input, _ y: Output, rows: Int, width: Int
  ) {
    for t in 0..<rows {
      let mu = mean[t]
      let r = inverse[t]
      let xt = x + t * width
      let yt = y + t * width
      for i in 0..<width { yt[i] = (xt[i] - mu) * r * w[i] + b[i] }
    }
  }

  /// Adds to dx, dw and db. With x̂ = (x - μ)·r and g = w·dy: dw += dy·x̂, db += dy, dx += r·(g - mean(g) - x̂·mean(g·x̂)).
  package static func layerNormBackward(
    _ x: Input, weight w: Input, mean: Input, inverse: Input, dy: Input, dx: Output, dw: Output, db: Output, rows: Int,
    width: Int
  ) {
    for t in 0..<rows {
      let mu = mean[t]
      let r = inverse[t]
      let xt = x + t * width
      let dyt = dy + t * width
      let dxt = dx + t * width
      let plain = dot(dyt, w, width) / Float(width)
      let projection =
        reduce(
          width, { (load(xt, $0) - mu) * load(dyt, $0) * load(w, $0) }, { (xt[$0] - mu) * dyt[$0] * w[$0] })
        * r * r / Float(width)
      for i in 0..<width {
        let centred = xt[i] - mu
        dw[i] += dyt[i] * (centred * r)
        db[i] += dyt[i]
        dxt[i] += r * (w[i] * dyt[i] - plain - centred * projection)
      }
    }
  }
}
