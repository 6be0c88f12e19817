import Kernels
import Numerics

/// What the backward pass reuses besides what the forward pass kept.
struct EncoderBackwardSpace {
  let dStream: AlignedBuffer<Float>  // T x hidden: of a layer's output, then of its input
  let dSum: AlignedBuffer<Float>  // T x hidden: of a normalisation's input
  let dMixed: AlignedBuffer<Float>  // T x hidden
  let dAttention: AlignedBuffer<Float>  // T x 3·hidden
  let delta: AlignedBuffer<Float>  // T x heads
  let partials: AlignedBuffer<Float>  // T/grain x 2·hidden

  init(_ c: EncoderConfiguration, rows: Int) {
    dStream = AlignedBuffer(count: rows * c.hiddenSize)
    dSum = AlignedBuffer(count: rows * c.hiddenSize)
    dMixed = AlignedBuffer(count: rows * c.hiddenSize)
    dAttention = AlignedBuffer(count: rows * 3 * c.hiddenSize)
    delta = AlignedBuffer(count: rows * c.heads)
    partials = AlignedBuffer(count: (rows + EncoderNetwork.grain - 1) / EncoderNetwork.grain * 2 * c.hiddenSize)
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
      normBackward(k.output, layer.outputNorm, space.dStream, into: space.dSum, space, gradient)
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
      normBackward(k.middle, layer.attentionNorm, space.dSum, into: space.dStream, space, gradient)
      inputGradient(layer.output, space.dStream, into: space.dMixed)
      weightGradient(layer.output, space.dStream, k.mixed, into: gradient)
      attendBackward(k, space.dMixed, delta: space.delta, into: space.dAttention, gradient)
      weightGradient(layer.attention, space.dAttention, k.input, into: gradient)
      inputGradient(layer.attention, space.dAttention, into: space.dStream, add: true)
    }
    normBackward(embedded, layout.embeddingNorm, space.dStream, into: space.dSum, space, gradient)
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
    LinearAlgebra.multiply(
      rows, linear.inputs, linear.outputs, dy.constant, linear.outputs, w.constant + linear.weight, linear.inputs,
      accumulate: add, into: dx.pointer, linear.inputs)
  }

  /// dW += dyᵀ x, db += Σ dy
  private func weightGradient(
    _ linear: EncoderLayout.Linear, _ dy: AlignedBuffer<Float>, _ x: AlignedBuffer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    LinearAlgebra.multiply(
      linear.outputs, linear.inputs, rows, dy.constant, linear.outputs, transposeA: true, x.constant, linear.inputs,
      accumulate: true, into: gradient.pointer + linear.weight, linear.inputs)
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
      Kernels.layerNormApply(
        x.sum.constant + r.lowerBound * h, weight: w.constant + norm.weight, bias: w.constant + norm.bias,
        mean: x.mean.constant + r.lowerBound, inverse: x.inverse.constant + r.lowerBound,
        middle.pointer + r.lowerBound * h, rows: r.count, width: h)
    }
  }

  /// dx = the gradient of the normalisation's input; its weight's and bias's are summed over blocks of rows in order.
  private func normBackward(
    _ x: Normalized, _ norm: EncoderLayout.Norm, _ dy: AlignedBuffer<Float>, into dx: AlignedBuffer<Float>,
    _ space: EncoderBackwardSpace, _ gradient: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    dx.zero()
    space.partials.zero()
    Parallel.ranges(rows, grain: Self.grain) { r in
      let partial = space.partials.pointer + r.lowerBound / Self.grain * 2 * h
      Kernels.layerNormBackward(
        x.sum.constant + r.lowerBound * h, weight: w.constant + norm.weight, mean: x.mean.constant + r.lowerBound,
        inverse: x.inverse.constant + r.lowerBound, dy: dy.constant + r.lowerBound * h,
        dx: dx.pointer + r.lowerBound * h, dw: partial, db: partial + h, rows: r.count, width: h)
    }
    for block in 0..<(rows + Self.grain - 1) / Self.grain {
      let partial = space.partials.constant + block * 2 * h
      Kernels.add(partial, to: gradient.pointer + norm.weight, h)
      Kernels.add(partial + h, to: gradient.pointer + norm.bias, h)
    }
  }
}
