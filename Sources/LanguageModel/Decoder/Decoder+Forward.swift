import Kernels
import Numerics

extension Decoder {
  /// Runs the decoder over the batch; `hidden` then holds the normalised last hidden states, and every layer's activations
  /// stay for `backward` as far as `keeping` says.
  /// - Parameter targetsOnly: the states that predict a target are all that is asked for, and where nothing is kept, the last
  ///   layer ends with them: see `narrow`.
  func forward(_ batch: [Segment], keeping: Keeping, targetsOnly: Bool = false) {
    if rounds { return forwardRounded(batch, keeping: keeping) }
    forward(batch, keeping: keeping, targetsOnly: targetsOnly && keeping == .nothing) { attend($0, $1) }
  }

  /// As `forward`, with an attention of the caller's: of the layer's number and its activations.
  func forward(
    _ batch: [Segment], keeping: Keeping, targetsOnly: Bool = false, attention: (Int, Kept) -> Void
  ) {
    prepare(batch, keeping: keeping, rounded: false)
    profile.measure("embedding", everywhere: true, bytes: 8 * Double(rows * c.hiddenSize)) {
      embed(into: kept[0].input)
    }
    for l in 0..<c.layers {
      let k = keeping == .nothing ? kept[0] : kept[l]
      runLayer(l, k, into: l + 1 == c.layers || keeping == .nothing ? stream : kept[l + 1].input) {
        attention(l, $0)
        if targetsOnly, l + 1 == c.layers { narrow($0) }
      }
    }
    profile.measure("norm", everywhere: true, bytes: 8 * Double(rows * c.hiddenSize)) {
      normalize(stream, layout.finalNorm, into: hidden, moments: finalMoments)
    }
  }

  /// Leaves the last layer only the rows that predict a target: what other rows would become after attention is read by
  /// nobody.
  private func narrow(_ k: Kept) {
    let wanted = targets.map(\.row)
    guard !wanted.isEmpty, wanted.count < rows else { return }
    // In order: no row is read after another was written over it.
    func gather(_ x: AlignedBuffer<Float>, _ width: Int) {
      for (i, row) in wanted.enumerated() where i < row {
        (x.pointer + i * width).update(from: x.pointer + row * width, count: width)
      }
    }
    gather(k.input, c.hiddenSize)
    gather(k.mixed, c.queryWidth)
    leaveTargets(wanted.count)
  }

  func embed(into x: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    for (segment, start) in zip(batch, starts) {
      for (p, token) in segment.tokens.enumerated() { embed(token, at: p, into: x.pointer + (start + p) * h) }
    }
    (x.pointer + total * h).update(repeating: 0, count: (rows - total) * h)
  }

  /// The residual stream's first value of one token: its embedding, plus its position's where those are learned.
  func embed(_ token: Int32, at position: Int, into x: UnsafeMutablePointer<Float>) {
    w.row(layout.embedding, Int(token), width: c.hiddenSize, into: x)
    guard let table = layout.positions else { return }
    let row = normed.pointer
    w.row(table, position, width: c.hiddenSize, into: row)
    Kernels.add(UnsafePointer(row), to: x, c.hiddenSize)
  }

  /// One layer from k.input to `next`, which may be k.input. `attention` computes k.mixed from the rotated queries, keys
  /// and values in k.attention.
  func runLayer(_ l: Int, _ k: Kept, into next: AlignedBuffer<Float>, attention: (Kept) -> Void) {
    fill(l, k, attention: attention)
    profile.measure("activation", everywhere: true, bytes: 4 * Double(rows * (c.upWidth + c.intermediateSize))) {
      Parallel.ranges(rows, grain: Self.grain) { [c] r in
        let up = k.up.constant + r.lowerBound * c.upWidth
        let active = activation.pointer + r.lowerBound * c.intermediateSize
        switch c.feedForward {
        case .gated: Kernels.gated(c.activation, up, active, rows: r.count, width: c.intermediateSize)
        case .plain: Kernels.activate(c.activation, up, active, r.count * c.intermediateSize)
        }
      }
    }
    copy(k.middle, to: next)
    apply(layout.layers[l].down, layer: l, activation, into: next, add: true)
  }

  /// From k.input, everything of the layer that the backward pass reads.
  func fill(_ l: Int, _ k: Kept, attention: (Kept) -> Void) {
    let o = layout.layers[l]
    let width = Double(rows * c.hiddenSize)
    profile.measure("norm", everywhere: true, bytes: 8 * width) {
      normalize(k.input, o.attentionNorm, into: normed, moments: k.moments1)
    }
    apply(o.attention, layer: l, normed, into: k.attention)
    profile.measure("rotation", everywhere: true, bytes: 8 * Double(rows * (c.queryWidth + c.keyWidth))) {
      normalizeHeads(o, k)
      rotate(k.attention, backward: false)
    }
    profile.measure(
      "attention", everywhere: true, operations: attentionOperations,
      bytes: 4 * Double(rows * (c.attentionWidth + c.queryWidth))
    ) { attention(k) }
    copy(k.input, to: k.middle)
    apply(o.output, layer: l, k.mixed, into: k.middle, add: true)
    profile.measure("norm", everywhere: true, bytes: 8 * width) {
      normalize(k.middle, o.feedForwardNorm, into: normed, moments: k.moments2)
    }
    apply(o.up, layer: l, normed, into: k.up)
  }

  func rotate(_ x: AlignedBuffer<Float>, backward: Bool) {
    Parallel.ranges(rows, grain: Self.grain) { r in
      rotate(x.pointer + r.lowerBound * c.attentionWidth, r, backward: backward)
    }
  }

  /// As above, of the rows `r` alone, at `x`.
  func rotate(_ x: UnsafeMutablePointer<Float>, _ r: Range<Int>, backward: Bool) {
    guard let rope else { return }
    Kernels.rotate(
      x, stride: c.attentionWidth, rows: r.count, heads: c.heads + c.keyValueHeads, dimension: c.headDimension,
      positions: positions.constant + r.lowerBound, cosines: rope.cosines.constant, sines: rope.sines.constant,
      backward: backward)
  }

  private func copy(_ x: AlignedBuffer<Float>, to y: AlignedBuffer<Float>) {
    guard x !== y else { return }
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: Self.grain) { r in
      (y.pointer + r.lowerBound * h).update(from: x.pointer + r.lowerBound * h, count: r.count * h)
    }
  }
}
