import Kernels
import Numerics

extension Decoder {
  // MARK: - Over the hidden size

  /// y = the norm of x's rows; `moments` receives what the backward pass needs: as many inverse deviations (or inverse
  /// root mean squares) as there are rows, then as many means.
  func normalize(
    _ x: AlignedBuffer<Float>, _ norm: WeightLayout.Norm, into y: AlignedBuffer<Float>, moments: AlignedBuffer<Float>
  ) {
    Parallel.ranges(rows, grain: Self.grain) { r in
      normalize(
        x.constant + r.lowerBound * c.hiddenSize, r, norm, into: y.pointer + r.lowerBound * c.hiddenSize,
        moments: moments)
    }
  }

  /// As above, of the rows `r` alone, at x and y.
  func normalize(
    _ x: UnsafePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, into y: UnsafeMutablePointer<Float>,
    moments: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    let weight = w.vector(norm.weight, h)
    let (inverse, epsilon) = (moments.pointer + r.lowerBound, Float(c.normEpsilon))
    if let bias = norm.bias {
      Kernels.layerNorm(
        x, weight: weight, bias: w.vector(bias, h), y, mean: inverse + rows, inverse: inverse, rows: r.count, width: h,
        epsilon: epsilon)
    } else {
      Kernels.rmsNorm(x, weight: weight, y, inverse: inverse, rows: r.count, width: h, epsilon: epsilon)
    }
  }

  /// normed = the layer's normalised input again: cheaper to compute than to keep.
  func renormalize(_ x: AlignedBuffer<Float>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>) {
    Parallel.ranges(rows, grain: Self.grain) { r in
      renormalize(
        x.constant + r.lowerBound * c.hiddenSize, r, norm, moments, into: normed.pointer + r.lowerBound * c.hiddenSize)
    }
  }

  /// As above, of the rows `r` alone, at x and y.
  func renormalize(
    _ x: UnsafePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    let h = c.hiddenSize
    let weight = w.vector(norm.weight, h)
    let inverse = moments.constant + r.lowerBound
    if let bias = norm.bias {
      Kernels.layerNormApply(
        x, weight: weight, bias: w.vector(bias, h), mean: inverse + rows, inverse: inverse, y, rows: r.count, width: h)
    } else {
      Kernels.rmsNormApply(x, weight: weight, inverse: inverse, y, rows: r.count, width: h)
    }
  }

  /// dStream += the gradient through the norm of dNormed; gradients of weights are summed over blocks of rows in order.
  func normBackward(
    _ x: AlignedBuffer<Float>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    withNormPartials(count: 2 * c.hiddenSize) { r, partial in
      normBackward(
        x.constant + r.lowerBound * c.hiddenSize, r, norm, moments,
        dNormed: dNormed.constant + r.lowerBound * c.hiddenSize, partial)
    } sum: {
      addNormGradient(norm, $0, into: gradient)
    }
  }

  /// As above, of the rows `r` alone, at x and dNormed; the gradients of weight and bias are added to `partial`.
  func normBackward(
    _ x: UnsafePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    dNormed dy: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) {
    let h = c.hiddenSize
    let weight = w.vector(norm.weight, h)
    let inverse = moments.constant + r.lowerBound
    let dx = dStream.pointer + r.lowerBound * h
    if norm.bias == nil {
      Kernels.rmsNormBackward(
        x, weight: weight, inverse: inverse, dy: dy, dx: dx, dw: partial, rows: r.count, width: h)
    } else {
      Kernels.layerNormBackward(
        x, weight: weight, mean: inverse + rows, inverse: inverse, dy: dy, dx: dx, dw: partial, db: partial + h,
        rows: r.count, width: h)
    }
  }

  func addNormGradient(
    _ norm: WeightLayout.Norm, _ partial: UnsafePointer<Float>, into gradient: AlignedBuffer<Float>
  ) {
    Kernels.add(partial, to: gradient.pointer + norm.weight, c.hiddenSize)
    if let bias = norm.bias { Kernels.add(partial + c.hiddenSize, to: gradient.pointer + bias, c.hiddenSize) }
  }

  /// Runs `body` on blocks of rows, each with zeroed room for its share of a weight's gradient; then `sum` on each share,
  /// in order.
  func withNormPartials(
    count: Int, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void, sum: (UnsafePointer<Float>) -> Void
  ) {
    let blocks = (rows + Self.grain - 1) / Self.grain
    normPartials.pointer.update(repeating: 0, count: blocks * count)
    Parallel.ranges(rows, grain: Self.grain) { r in
      body(r, normPartials.pointer + r.lowerBound / Self.grain * count)
    }
    guard trainsBase else { return }
    for block in 0..<blocks { sum(normPartials.constant + block * count) }
  }

  // MARK: - Over each head's query and key

  /// Normalises queries and keys in k.attention head by head, before rotation, and keeps them as they were.
  func normalizeHeads(_ o: WeightLayout.Layer, _ k: Kept) {
    Parallel.ranges(rows, grain: Self.grain) { r in
      normalizeHeads(k.attention.pointer + r.lowerBound * c.attentionWidth, r, o, k)
    }
  }

  /// As above, of the rows `r` alone, at `y`.
  func normalizeHeads(_ y: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ o: WeightLayout.Layer, _ k: Kept) {
    guard let queryNorm = o.queryNorm, let keyNorm = o.keyNorm else { return }
    let d = c.headDimension
    let both = c.queryWidth + c.keyWidth
    let (queryWeight, keyWeight) = (w.vector(queryNorm, d), w.vector(keyNorm, d))
    let epsilon = Float(c.normEpsilon)
    for t in r {
      let y = y + (t - r.lowerBound) * c.attentionWidth
      let x = k.queryKey.pointer + t * both
      let inverse = k.inverseHeads.pointer + t * (c.heads + c.keyValueHeads)
      x.update(from: y, count: both)
      Kernels.rmsNorm(
        UnsafePointer(x), weight: queryWeight, y, inverse: inverse, rows: c.heads, width: d, epsilon: epsilon)
      Kernels.rmsNorm(
        UnsafePointer(x + c.queryWidth), weight: keyWeight, y + c.queryWidth, inverse: inverse + c.heads,
        rows: c.keyValueHeads, width: d, epsilon: epsilon)
    }
  }

  /// dAttention's queries and keys, with respect to the normalised ones, become those with respect to what was normalised.
  func normalizeHeadsBackward(_ o: WeightLayout.Layer, _ k: Kept, into gradient: AlignedBuffer<Float>) {
    guard let queryNorm = o.queryNorm, let keyNorm = o.keyNorm else { return }
    let d = c.headDimension
    let both = c.queryWidth + c.keyWidth
    let (queryWeight, keyWeight) = (w.vector(queryNorm, d), w.vector(keyNorm, d))
    withNormPartials(count: 2 * d) { r, partial in
      for t in r {
        let dx = dAttention.pointer + t * c.attentionWidth
        let dy = dQueryKey.pointer + t * both
        let x = k.queryKey.constant + t * both
        let inverse = k.inverseHeads.constant + t * (c.heads + c.keyValueHeads)
        dy.update(from: dx, count: both)
        dx.update(repeating: 0, count: both)
        Kernels.rmsNormBackward(
          x, weight: queryWeight, inverse: inverse, dy: UnsafePointer(dy), dx: dx, dw: partial, rows: c.heads, width: d)
        Kernels.rmsNormBackward(
          x + c.queryWidth, weight: keyWeight, inverse: inverse + c.heads, dy: UnsafePointer(dy + c.queryWidth),
          dx: dx + c.queryWidth, dw: partial + d, rows: c.keyValueHeads, width: d)
      }
    } sum: { partial in
      Kernels.add(partial, to: gradient.pointer + queryNorm, d)
      Kernels.add(partial + d, to: gradient.pointer + keyNorm, d)
    }
  }
}
