import Kernels
import Numerics

extension Decoder {
  /// Adds the gradient of everything below the output matrix; `lossesAndGradient` has left dHidden in dNormed.
  func backward(into gradient: AlignedBuffer<Float>) {
    if rounds { return backwardRounded(into: gradient) }
    dStream.pointer.update(repeating: 0, count: rows * c.hiddenSize)
    normBackward(stream, layout.finalNorm, finalMoments, into: gradient)
    for l in (0..<c.layers).reversed() {
      // What the layers share holds the last one after the forward pass.
      if keepsInputsOnly, l + 1 < c.layers { fill(l, kept[l]) { attend(l, $0) } }
      feedForwardBackward(l, kept[l], into: gradient)
      attentionBackward(l, kept[l], into: gradient)
    }
    guard trainsBase else { return }
    profile.measure("embedding", everywhere: true, bytes: 12 * Double(rows * c.hiddenSize)) {
      embeddingBackward(into: gradient)
    }
  }

  /// out = middle + f(norm(middle) Wᵀ) Wdᵀ
  private func feedForwardBackward(_ l: Int, _ k: Kept, into gradient: AlignedBuffer<Float>) {
    let o = layout.layers[l]
    inputGradient(o.down, layer: l, dStream, into: activation)
    profile.measure(
      "activation, backward", everywhere: true, bytes: 8 * Double(rows * (c.upWidth + c.intermediateSize))
    ) {
      Parallel.ranges(rows, grain: Self.grain) { [c] r in
        let up = k.up.pointer + r.lowerBound * c.upWidth
        let active = activation.pointer + r.lowerBound * c.intermediateSize
        switch c.feedForward {
        case .gated: Kernels.gatedBackward(c.activation, up, active, rows: r.count, width: c.intermediateSize)
        case .plain: Kernels.activateBackward(c.activation, up, active, r.count * c.intermediateSize)
        }
      }
    }
    weightGradient(o.down, layer: l, dStream, activation, into: gradient)
    profile.measure("norm", everywhere: true, bytes: 8 * Double(rows * c.hiddenSize)) {
      renormalize(k.middle, o.feedForwardNorm, k.moments2)
    }
    weightGradient(o.up, layer: l, k.up, normed, into: gradient)
    inputGradient(o.up, layer: l, k.up, into: dNormed)
    profile.measure("norm, backward", everywhere: true, bytes: 16 * Double(rows * c.hiddenSize)) {
      normBackward(k.middle, o.feedForwardNorm, k.moments2, into: gradient)
    }
  }

  /// middle = in + attention(norm(in) Wqkvᵀ) Woᵀ
  private func attentionBackward(_ l: Int, _ k: Kept, into gradient: AlignedBuffer<Float>) {
    let o = layout.layers[l]
    inputGradient(o.output, layer: l, dStream, into: dMixed)
    weightGradient(o.output, layer: l, dStream, k.mixed, into: gradient)
    profile.measure(
      "attention, backward", everywhere: true, operations: 2.5 * attentionOperations,
      bytes: 4 * Double(rows * 2 * (c.attentionWidth + c.queryWidth))
    ) { attendBackward(l, k) }
    profile.measure("rotation", everywhere: true, bytes: 8 * Double(rows * (c.queryWidth + c.keyWidth))) {
      rotate(dAttention, backward: true)
      normalizeHeadsBackward(o, k, into: gradient)
    }
    profile.measure("norm", everywhere: true, bytes: 8 * Double(rows * c.hiddenSize)) {
      renormalize(k.input, o.attentionNorm, k.moments1)
    }
    weightGradient(o.attention, layer: l, dAttention, normed, into: gradient)
    inputGradient(o.attention, layer: l, dAttention, into: dNormed)
    profile.measure("norm, backward", everywhere: true, bytes: 16 * Double(rows * c.hiddenSize)) {
      normBackward(k.input, o.attentionNorm, k.moments1, into: gradient)
    }
  }

  /// Columns are split between threads, so that a repeated token sums its rows in batch order.
  func embeddingBackward(into gradient: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    let table = gradient.pointer + layout.embedding
    let places = layout.positions.map { gradient.pointer + $0 }
    Parallel.ranges(h, grain: 64) { columns in
      for (segment, start) in zip(batch, starts) {
        for (p, token) in segment.tokens.enumerated() {
          let d = dStream.constant + (start + p) * h + columns.lowerBound
          Kernels.add(d, to: table + Int(token) * h + columns.lowerBound, columns.count)
          if let places { Kernels.add(d, to: places + p * h + columns.lowerBound, columns.count) }
        }
      }
    }
  }
}
