import Kernels
import Numerics

extension Decoder {
  /// Adds the gradient of everything below the output matrix; `lossesAndGradient` has left dHidden in dNormed.
  func backward(into gradient: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    let f = c.intermediateSize
    dStream.pointer.update(repeating: 0, count: rows * h)
    normBackward(stream, layout.finalNorm, finalInverse, into: gradient)
    for l in (0..<c.layers).reversed() {
      let k = kept[l]
      let o = layout.layers[l]
      // Feed-forward: out = middle + swiglu(norm(middle) Wguᵀ) Wdᵀ
      input(dStream, h, o.down, f, into: activation)
      Parallel.ranges(rows, grain: Self.grain) { r in
        Kernels.swigluBackward(
          k.gateUp.pointer + r.lowerBound * 2 * f, activation.pointer + r.lowerBound * f, rows: r.count, width: f)
      }
      weight(dStream, h, activation, f, into: gradient, o.down)
      renormalize(k.middle, o.feedForwardNorm, k.inverse2)
      weight(k.gateUp, 2 * f, normed, h, into: gradient, o.gateUp)
      input(k.gateUp, 2 * f, o.gateUp, h, into: dNormed)
      normBackward(k.middle, o.feedForwardNorm, k.inverse2, into: gradient)
      // Attention: middle = in + attention(norm(in) Wqkvᵀ) Woᵀ
      input(dStream, h, o.output, c.queryWidth, into: dMixed)
      weight(dStream, h, k.mixed, c.queryWidth, into: gradient, o.output)
      attendBackward(k)
      rotate(dAttention, backward: true)
      renormalize(k.input, o.attentionNorm, k.inverse1)
      weight(dAttention, c.attentionWidth, normed, h, into: gradient, o.attention)
      input(dAttention, c.attentionWidth, o.attention, h, into: dNormed)
      normBackward(k.input, o.attentionNorm, k.inverse1, into: gradient)
    }
    // Embedding: columns are split between threads, so that a repeated token sums its rows in batch order.
    let table = gradient.pointer + layout.embedding
    Parallel.ranges(h, grain: 64) { columns in
      for (segment, start) in zip(batch, starts) {
        for (p, token) in segment.tokens.enumerated() {
          Kernels.add(
            dStream.constant + (start + p) * h + columns.lowerBound,
            to: table + Int(token) * h + columns.lowerBound, columns.count)
        }
      }
    }
  }

  /// dx = dy W; W: outputs x inputs.
  private func input(
    _ dy: AlignedBuffer<Float>, _ outputs: Int, _ offset: Int, _ inputs: Int, into dx: AlignedBuffer<Float>
  ) {
    LinearAlgebra.multiply(
      rows, inputs, outputs, dy.constant, outputs, w.matrix(offset, outputs * inputs), inputs, into: dx.pointer, inputs)
  }

  /// dW += dyᵀ x
  private func weight(
    _ dy: AlignedBuffer<Float>, _ outputs: Int, _ x: AlignedBuffer<Float>, _ inputs: Int,
    into gradient: AlignedBuffer<Float>, _ offset: Int
  ) {
    LinearAlgebra.multiply(
      outputs, inputs, rows, dy.constant, outputs, transposeA: true, x.constant, inputs, beta: 1,
      into: gradient.pointer + offset, inputs)
  }

  /// normed = the layer's normalised input again: cheaper to compute than to keep.
  private func renormalize(_ x: AlignedBuffer<Float>, _ offset: Int, _ inverse: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    let weight = w.vector(offset, h)
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.rmsNormApply(
        x.constant + r.lowerBound * h, weight: weight, inverse: inverse.constant + r.lowerBound,
        normed.pointer + r.lowerBound * h, rows: r.count, width: h)
    }
  }

  /// dStream += the gradient through the norm of dNormed; the weight's gradient is summed over blocks of rows in order.
  private func normBackward(
    _ x: AlignedBuffer<Float>, _ offset: Int, _ inverse: AlignedBuffer<Float>, into gradient: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    let weight = w.vector(offset, h)
    let blocks = (rows + Self.grain - 1) / Self.grain
    normPartials.pointer.update(repeating: 0, count: blocks * h)
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.rmsNormBackward(
        x.constant + r.lowerBound * h, weight: weight, inverse: inverse.constant + r.lowerBound,
        dy: dNormed.constant + r.lowerBound * h, dx: dStream.pointer + r.lowerBound * h,
        dw: normPartials.pointer + r.lowerBound / Self.grain * h, rows: r.count, width: h)
    }
    for block in 0..<blocks {
      Kernels.add(normPartials.constant + block * h, to: gradient.pointer + offset, h)
    }
  }
}
