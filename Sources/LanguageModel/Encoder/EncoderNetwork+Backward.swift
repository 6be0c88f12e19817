import Kernels
import MatMul
import Numerics

/// What the backward pass reuses besides what the forward pass kept.
struct EncoderBackwardSpace {
  let dStream: AlignedBuffer<Float>  // T x hidden: of a layer's output, then of its input
  let dSum: AlignedBuffer<Float>  // T x hidden: of a normalisation's input
  let dMixed: AlignedBuffer<Float>  // T x hidden
  let dAttention: AlignedBuffer<Float>  // T x 3·hidden

  init(_ c: EncoderConfiguration, rows: Int) {
    dStream = AlignedBuffer(count: rows * c.hiddenSize)
    dSum = AlignedBuffer(count: rows * c.hiddenSize)
    dMixed = AlignedBuffer(count: rows * c.hiddenSize)
    dAttention = AlignedBuffer(count: rows * 3 * c.hiddenSize)
  }
}

extension EncoderNetwork {
  /// Adds the gradient of Σ direction·hidden over the batch just run forward with `keep`; directions: total x hidden.
  func backward(_ directions: [Float], into gradient: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    let space = EncoderBackwardSpace(c, rows: rows)
    directions.withUnsafeBufferPointer { d in
      if let base = d.baseAddress { space.dStream.pointer.update(from: base, count: total * h) }
    }
    for (l, layer) in layout.layers.enumerated().reversed() {
      let k = kept[l]
      // Feed-forward: out = norm(middle + gelu(middle Wuᵀ + bu) Wdᵀ + bd)
      normBackward(k.output, layer.outputNorm, space.dStream, into: space.dSum, gradient)
      inputGradient(layer.down, space.dSum, into: activation)
      Parallel.ranges(rows, grain: Self.grain) { [c] r in
        let from = r.lowerBound * c.intermediateSize
        Kernels.activateBackward(
          .gelu, k.up.pointer + from, activation.pointer + from, r.count * c.intermediateSize)
      }
      weightGradient(layer.down, space.dSum, activation, into: gradient)
      renormalize(k.middle, layer.attentionNorm)
      weightGradient(layer.up, k.up, middle, into: gradient)
      inputGradient(layer.up, k.up, into: space.dSum, add: true)
      // Attention: middle = norm(in + attention(in Wqkvᵀ + bqkv) Woᵀ + bo)
      normBackward(k.middle, layer.attentionNorm, space.dSum, into: space.dStream, gradient)
      inputGradient(layer.output, space.dStream, into: space.dMixed)
      weightGradient(layer.output, space.dStream, k.mixed, into: gradient)
      attendBackward(k, space.dMixed, into: space.dAttention, gradient)
      weightGradient(layer.attention, space.dAttention, k.input, into: gradient)
      inputGradient(layer.attention, space.dAttention, into: space.dStream, add: true)
    }
    normBackward(embedded, layout.embeddingNorm, space.dStream, into: space.dSum, gradient)
    embedBackward(space.dSum, into: gradient)
  }

  /// Columns are split between threads, so that a repeated token sums its rows in batch order.
  private func embedBackward(_ dSum: AlignedBuffer<Float>, into gradient: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    Parallel.ranges(h, grain: 64) { columns in
      for (text, start) in zip(batch, starts) {
        for (p, (token, position)) in zip(text, positions(of: text)).enumerated() {
          let row = dSum.constant + (start + p) * h + columns.lowerBound
          for table in [layout.words + Int(token) * h, layout.positions + position * h]
            + (layout.tokenTypes.map { [$0] } ?? [])
          {
            Kernels.add(row, to: gradient.pointer + table + columns.lowerBound, columns.count)
          }
        }
      }
    }
  }

  /// dx = dy W, or dx += dy W.
  private func inputGradient(
    _ linear: EncoderLayout.Linear, _ dy: AlignedBuffer<Float>, into dx: AlignedBuffer<Float>, add: Bool = false
  ) {
    MatrixProduct(.f32).multiply(
      rows, linear.inputs, linear.outputs, .f32(dy.constant, linear.outputs),
      .f32(w.constant + linear.weight, linear.inputs), accumulate: add, into: dx.pointer, linear.inputs)
  }

  /// dW += dyᵀ x, db += Σ dy
  private func weightGradient(
    _ linear: EncoderLayout.Linear, _ dy: AlignedBuffer<Float>, _ x: AlignedBuffer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    MatrixProduct(.f32).multiply(
      linear.outputs, linear.inputs, rows, .f32(dy.constant, linear.outputs, transposed: true),
      .f32(x.constant, linear.inputs), accumulate: true, into: gradient.pointer + linear.weight, linear.inputs)
    Parallel.ranges(linear.outputs, grain: 64) { columns in
      for t in 0..<total {
        Kernels.add(
          dy.constant + t * linear.outputs + columns.lowerBound,
          to: gradient.pointer + linear.bias + columns.lowerBound, columns.count)
      }
    }
  }

  /// middle = the normalised rows again: cheaper to compute than to keep.
  private func renormalize(_ x: Normalized, _ norm: EncoderLayout.Norm) {
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.renormalize(
        x.sum.constant + r.lowerBound * h, weight: w.constant + norm.weight, bias: w.constant + norm.bias,
        mean: x.mean.constant + r.lowerBound, inverse: x.inverse.constant + r.lowerBound,
        middle.pointer + r.lowerBound * h, rows: r.count, width: h)
    }
  }

  /// dx = the gradient of the normalisation's input. Its weight's and bias's are split between threads by columns, so that every
  /// sum runs over the rows in order.
  private func normBackward(
    _ x: Normalized, _ norm: EncoderLayout.Norm, _ dy: AlignedBuffer<Float>, into dx: AlignedBuffer<Float>,
    _ gradient: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    dx.zero()
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.normBackward(
        x.sum.constant + r.lowerBound * h, weight: w.constant + norm.weight, mean: x.mean.constant + r.lowerBound,
        inverse: x.inverse.constant + r.lowerBound, dy: dy.constant + r.lowerBound * h,
        dx: dx.pointer + r.lowerBound * h, rows: r.count, width: h)
    }
    Parallel.ranges(h, grain: 64) { columns in
      let from = columns.lowerBound
      Kernels.normGradient(
        x.sum.constant + from, mean: x.mean.constant, inverse: x.inverse.constant, dy: dy.constant + from,
        dw: gradient.pointer + norm.weight + from, db: gradient.pointer + norm.bias + from, rows: total, stride: h,
        columns: columns.count)
    }
  }
}
