import Kernels
import MatMul
import Numerics

extension Decoder {
  /// Adds the gradient of everything below the output matrix; the loss has left that of the hidden states in
  /// `gradients.normed`.
  func backward(into total: Gradient) {
    let gradient = total.sums
    let g = space.gradients
    g.stream.pointer.update(repeating: 0, count: rows * c.hiddenSize)
    forEachTile { r, _ in normBackward(space.stream, r, layout.finalNorm, space.finalMoments, g) }
    normGradient(space.stream, layout.finalNorm, space.finalMoments, dy: g.normed, into: gradient)
    for l in (0..<c.layers).reversed() {
      // What the layers share holds the last one after the forward pass.
      if space.keeping == .checkpoints, l + 1 < c.layers { runFromCheckpoint(l) }
      let matrices = matrices(attention: l, feedForward: l, isBackward: true)
      switch layout.layers[l].feedForward {
      case .dense(let part): perceptronBackward(l, part, matrices, g, into: gradient)
      case .experts(let experts): expertsBackward(l, experts, g, into: gradient)
      }
      attentionBackward(l, matrices, g, into: gradient)
      total.layerIsDone?(l)
    }
    guard trainsBase else { return }
    profile.measure("embedding", everywhere: true, bytes: 12 * Double(rows * c.hiddenSize)) {
      embeddingBackward(g.stream, into: total)
    }
  }

  /// out = middle + f(norm(middle) Wᵀ) Wdᵀ; the layer's `up` becomes the gradient of itself.
  private func perceptronBackward(
    _ l: Int, _ part: WeightLayout.Perceptron, _ m: Between, _ g: Gradients<Element>,
    into gradient: AlignedBuffer<Float>
  ) {
    let (k, o) = (space.layer(l), layout.layers[l])
    let (width, upWidth) = (c.intermediateSize, c.upWidth)
    forEachTile { r, tile in
      let dOut = branchOutputBackward(r, o.feedForwardNorms, k.fed, tile, g)
      multiply(m.down, r, dOut, into: tile.dActive.pointer)
      let dUp = k.up.pointer + r.lowerBound * upWidth
      profile.measure(
        "activation, backward", bytes: Double(MemoryLayout<Element>.size * r.count * (2 * upWidth + width))
      ) {
        let values = Kernels.loaded(dUp, tile.wide.pointer, r.count * upWidth)
        activateBackward(values, tile.dActive.pointer, rows: r.count, width: width)
        Kernels.store(values, dUp, r.count * upWidth)
        Kernels.store(tile.dActive.constant, g.active.pointer + r.lowerBound * width, r.count * width)
      }
      branchInputBackward(r, k.middle, o.feedForwardNorms, k.moments2, tile, g) { multiply(m.up, r, dUp, into: $0) }
    }
    branchNormGradients(o.feedForwardNorms, k.middle, k.moments2, k.fed, g, into: gradient)
    weightGradient(part.down, rows, g.out.constant, g.active.constant, into: gradient)
    weightGradient(part.up, rows, k.up.constant, g.input.constant, into: gradient)
  }

  /// From dy, in `y`, of the rows: x, as `activate` had it, becomes dx, and dy becomes y again.
  func activateBackward(_ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, rows: Int, width: Int) {
    switch c.feedForward {
    case .gated: Kernels.gatedBackward(c.activation, x, y, rows: rows, width: width)
    case .plain: Kernels.activateBackward(c.activation, x, y, rows * width)
    }
  }

  /// middle = in + attention(norm(in) Wqkvᵀ) Woᵀ
  private func attentionBackward(
    _ l: Int, _ m: Between, _ g: Gradients<Element>, into gradient: AlignedBuffer<Float>
  ) {
    let (k, o) = (space.layer(l), layout.layers[l])
    let (q, width) = (c.queryWidth, c.attentionWidth)
    forEachTile { r, tile in
      let dOut = branchOutputBackward(r, o.attentionNorms, k.attended, tile, g)
      let dMixed = g.mixed.pointer + r.lowerBound * q
      let values = Kernels.working(dMixed, tile.wide.pointer)
      multiply(m.output, r, dOut, into: values)
      Kernels.store(values, dMixed, r.count * q)
    }
    weightGradient(o.output, rows, g.out.constant, k.mixed.constant, into: gradient)
    profile.measure(
      "attention, backward", everywhere: true, operations: 2.5 * attentionOperations,
      bytes: Double(rows) * Double(6 * width)
    ) { attendBackward(l, k, g) }
    forEachTile { r, tile in
      let d = g.attention.pointer + r.lowerBound * width
      let stored = g.attentionStored.pointer + r.lowerBound * width
      profile.measure("rotation", bytes: 8 * Double(r.count * width)) {
        rotate(l, d, r, into: d, backward: true)
        normalizeHeadsBackward(r, o, k, g)
        Kernels.store(d, stored, r.count * width)
      }
      branchInputBackward(r, k.input, o.attentionNorms, k.moments1, tile, g) {
        multiply(m.attention, r, stored, into: $0)
      }
    }
    headNormGradient(o, k, g, into: gradient)
    branchNormGradients(o.attentionNorms, k.input, k.moments1, k.attended, g, into: gradient)
    weightGradient(o.attention, rows, g.attentionStored.constant, g.input.constant, into: gradient)
  }

  /// dW += dyᵀ x and db += Σ dy over so many rows; with an adapter its gradients instead, where it stands at that layer.
  func weightGradient(
    _ linear: Linear, _ rows: Int, _ dy: UnsafePointer<Element>, _ x: UnsafePointer<Element>,
    into gradient: AlignedBuffer<Float>
  ) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(rows * outputs * inputs),
      bytes: Double(MemoryLayout<Element>.size * rows * (outputs + inputs)) + 8 * Double(outputs * inputs)
    ) {
      if let adapter { return adapter.weightGradient(linear, rows, dy, x, into: gradient) }
      Self.product.multiply(
        outputs, inputs, rows, .of(dy, outputs, transposed: true), .of(x, inputs), accumulate: true,
        into: gradient.pointer + linear.offset, inputs)
      guard let bias = linear.bias else { return }
      // Columns are split between threads, so that every sum runs over the rows in order.
      Parallel.ranges(outputs, grain: 64) { columns in
        for t in 0..<rows {
          Kernels.add(
            dy + t * outputs + columns.lowerBound, to: gradient.pointer + bias + columns.lowerBound,
            columns.count)
        }
      }
    }
  }

  /// Columns are split between threads, so that a repeated token sums its rows in order.
  private func embeddingBackward(_ dStream: AlignedBuffer<Float>, into gradient: Gradient) {
    let h = c.hiddenSize
    let table = gradient.sums.pointer + layout.embedding
    let places = layout.positions.map { gradient.sums.pointer + $0 }
    let rows = batch.map { segment in
      gradient.embeddings?.reserve(segment.tokens)
      return segment.tokens
    }.map { $0.map { gradient.embeddings?.row($0) ?? table + Int($0) * h } }
    Parallel.ranges(h, grain: 64) { columns in
      for (segment, start) in zip(rows, starts) {
        for (p, row) in segment.enumerated() {
          let d = dStream.constant + (start + p) * h + columns.lowerBound
          add(d, times: c.embeddingMultiplier, to: row + columns.lowerBound, columns.count)
          if let places { Kernels.add(d, to: places + p * h + columns.lowerBound, columns.count) }
        }
      }
    }
  }
}
