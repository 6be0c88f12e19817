import Kernels
import MatMul
import Numerics

extension Decoder {
  /// Runs the decoder over the batch; `space.hidden` then holds the normalised last hidden states, and every layer's
  /// activations stay for `backward` as far as `keeping` says.
  /// - Parameters:
  ///   - targetsOnly: the states that predict a target are all that is asked for, and where nothing is kept, the last layer ends
  ///     with them: see `narrow`.
  ///   - seen: called with each layer's number and activations after its attention.
  func forward(
    _ batch: [Segment], keeping: Keeping, targetsOnly: Bool = false,
    seen: (Int, LayerActivations<Element>) -> Void = { _, _ in }
  ) {
    prepare(batch, keeping: keeping)
    let h = c.hiddenSize
    let x = space.layer(0).input.pointer
    profile.measure("embedding", everywhere: true, bytes: 8 * Double(rows * h)) {
      for (segment, start) in zip(batch, starts) {
        for (p, token) in segment.tokens.enumerated() { embed(token, at: p, into: x + (start + p) * h) }
      }
      (x + total * h).update(repeating: 0, count: (rows - total) * h)
    }
    runLayers { l, k in
      attend(l, k)
      seen(l, k)
      if targetsOnly, keeping == .nothing, l + 1 == c.layers { narrow(k) }
    }
  }

  /// The residual stream's first value of one token: its embedding, plus its position's where those are learned.
  func embed(_ token: Int32, at position: Int, into x: UnsafeMutablePointer<Float>) {
    let h = c.hiddenSize
    w.row(layout.embedding, Int(token), width: h, into: x)
    multiply(x, by: c.embeddingMultiplier, h)
    guard let table = layout.positions else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: h) {
      guard let row = $0.baseAddress else { return }
      w.row(table, position, width: h, into: row)
      Kernels.add(UnsafePointer(row), to: x, h)
    }
  }

  /// From the first layer's input to `space.hidden`. `attention` computes `mixed` from the rotated queries, keys and values in
  /// `attention` of a layer's activations. Between two attentions a tile of rows goes from one layer into the next.
  func runLayers(attention: (Int, LayerActivations<Element>) -> Void) {
    matrices.begin()
    let first = matrices(attention: 0)
    forEachTile { r, tile in attentionInput(0, r, first, tile) }
    for l in 0..<c.layers {
      profile.measure(
        "attention", everywhere: true, operations: attentionOperations,
        bytes: Double(MemoryLayout<Element>.size * rows * (c.attentionWidth + c.queryWidth))
      ) { attention(l, space.layer(l)) }
      let next = l + 1
      let matrices = matrices(attention: next < c.layers ? next : nil, feedForward: l)
      feedForward(l, matrices, into: next < c.layers ? space.layer(next).input : space.stream) { r, tile in
        if next < c.layers { return attentionInput(next, r, matrices, tile) }
        let at = r.lowerBound * c.hiddenSize
        normalize(
          space.stream.pointer + at, r, layout.finalNorm, space.finalMoments, into: space.hidden.pointer + at)
      }
    }
  }

  /// From its checkpoint, which is its input, everything of the layer that the backward pass reads.
  func runFromCheckpoint(_ l: Int) {
    let matrices = matrices(attention: l, feedForward: l)
    forEachTile { r, tile in attentionInput(l, r, matrices, tile) }
    attend(l, space.layer(l))
    feedForward(l, matrices, into: nil)
  }

  /// The matrices that a tile of rows meets between two attentions.
  struct Between {
    var attention: LayerMatrix<Element>?
    var output: LayerMatrix<Element>?
    var up: LayerMatrix<Element>?
    var down: LayerMatrix<Element>?
    /// In place of `up`, where gates and values are multiplied and activated at once.
    var gates: PackedGates?
  }

  /// Those of attention's input of one layer, and those that follow attention of another or the same.
  func matrices(attention: Int? = nil, feedForward: Int? = nil, isBackward: Bool = false) -> Between {
    var linears: [Linear] = []
    let next = attention.map { layout.layers[$0].attention }
    if let next { linears.append(next) }
    let layer = feedForward.map { layout.layers[$0] }
    return profile.measure("packing of weights", everywhere: true) {
      let copies = space.keepsLayers
      // Experts' are read one after the other.
      let dense = layer?.feedForward.dense
      let gates = isBackward ? nil : dense.flatMap { matrices.packGates($0.up, copies: copies) }
      if let layer { linears.append(layer.output) }
      if let dense { linears += [dense.down] + (gates == nil ? [dense.up] : []) }
      var found =
        readsStored
        ? linears.map { LayerMatrix(linear: $0, isBackward: false) }
        : matrices.pack(linears, isBackward: isBackward, copies: copies)
      var result = Between()
      if next != nil { result.attention = found.removeFirst() }
      if layer != nil { result.output = found.removeFirst() }
      guard dense != nil else { return result }
      (result.down, result.gates) = (found.removeFirst(), gates)
      if gates == nil { result.up = found.removeFirst() }
      return result
    }
  }

  /// Operations of causal attention's two products over the batch.
  var attentionOperations: Double {
    batch.reduce(0) { $0 + 2 * Double(c.queryWidth) * Double($1.tokens.count * ($1.tokens.count + 1)) }
  }

  /// Queries, keys and values of the rows, rotated.
  private func attentionInput(_ l: Int, _ r: Range<Int>, _ m: Between, _ tile: Tile<Element>) {
    let (k, o, width) = (space.layer(l), layout.layers[l], c.attentionWidth)
    branchInput(
      k.input.pointer + r.lowerBound * c.hiddenSize, r, o.attentionNorms, k.moments1, into: tile.input.pointer)
    let place = k.attention.pointer + r.lowerBound * width
    let values = Kernels.working(place, tile.wide.pointer)
    multiply(m.attention, r, tile.input.constant, into: values)
    profile.measure("rotation", bytes: Double(MemoryLayout<Element>.size * r.count * width)) {
      normalizeHeads(values, r, o, k)
      rotate(l, values, r, into: place)
    }
  }

  /// The first `heads + keyValueHeads` vectors of each row turned by its position's angles, where layer `l` rotates them.
  func rotate<E: StoredElement>(
    _ l: Int, _ x: UnsafeMutablePointer<Float>, _ r: Range<Int>, into y: UnsafeMutablePointer<E>,
    backward: Bool = false
  ) {
    guard let rope = rope(l) else { return Kernels.store(x, y, r.count * c.attentionWidth) }
    Kernels.rotate(
      x, into: y, rows: r.count, width: c.attentionWidth, heads: c.heads + c.keyValueHeads, dimension: c.headDimension,
      rotated: c.rotatedDimension, positions: space.turns.constant + r.lowerBound, cosines: rope.cosines.constant,
      sines: rope.sines.constant, backward: backward)
  }

  /// What layer `l` rotates by; nil where it does not.
  private func rope(_ l: Int) -> RotaryTable? {
    guard c.isRotated(l) else { return nil }
    return c.slidingWindow(l) == nil ? rope : windowRope ?? rope
  }

  /// All rows' way from attention's output through the feed-forward part to `next`, without which it ends where the backward pass reads
  /// no more; `then` goes on with each tile.
  private func feedForward(
    _ l: Int, _ m: Between, into next: AlignedBuffer<Float>?,
    then: (Range<Int>, Tile<Element>) -> Void = { _, _ in }
  ) {
    // The backward pass reads what a norm behind the branch had before it.
    let ends = next != nil || c.normPlacement.isAfter
    switch layout.layers[l].feedForward {
    case .dense:
      forEachTile { r, tile in
        attentionOutput(l, r, m, tile, into: tile.input.pointer)
        perceptron(l, r, m, tile, ends: ends)
        if ends { feedForwardOutput(l, r, tile.sum.pointer, into: next) }
        then(r, tile)
      }
    case .experts(let experts):
      guard let space = space.experts else { return }
      forEachTile { r, tile in attentionOutput(l, r, m, tile, into: space.input.pointer + r.lowerBound * c.hiddenSize) }
      runExperts(l, experts, space, ends: ends)
      forEachTile { r, tile in
        if ends { feedForwardOutput(l, r, space.sums.pointer + r.lowerBound * c.hiddenSize, into: next) }
        then(r, tile)
      }
    }
  }

  /// Where the rows stand in the middle of layer `l`: where nothing is kept, in place of its input.
  private func middle(_ l: Int, _ r: Range<Int>) -> UnsafeMutablePointer<Float> {
    let k = space.layer(l)
    return (space.keepsLayers ? k.middle : k.input).pointer + r.lowerBound * c.hiddenSize
  }

  /// Attention's output is added to the rows, and y is what the feed-forward part reads of them.
  private func attentionOutput(
    _ l: Int, _ r: Range<Int>, _ m: Between, _ tile: Tile<Element>, into y: UnsafeMutablePointer<Element>
  ) {
    let (k, o, h) = (space.layer(l), layout.layers[l], c.hiddenSize)
    let (input, middle) = (k.input.pointer + r.lowerBound * h, middle(l, r))
    if middle != input { middle.update(from: input, count: r.count * h) }
    let mixed = k.mixed.constant + r.lowerBound * c.queryWidth
    Kernels.fetch(mixed, r.count * c.queryWidth)
    multiply(m.output, r, mixed, into: tile.sum.pointer)
    branchOutput(tile.sum.pointer, r, o.attentionNorms, k.attended)
    branchInput(middle, adding: tile.sum.constant, r, o.feedForwardNorms, k.moments2, into: y)
  }

  /// A dense feed-forward part's product, in the tile's sum, of the tile's input; without `ends` only what is kept of it.
  private func perceptron(_ l: Int, _ r: Range<Int>, _ m: Between, _ tile: Tile<Element>, ends: Bool) {
    let (k, h) = (space.layer(l), c.hiddenSize)
    let kept = space.keepsLayers ? k.up.pointer + r.lowerBound * c.upWidth : nil
    if let gates = m.gates {
      profile.measure("products: y = x Wᵀ", operations: 2 * Double(r.count * c.upWidth * h)) {
        gates.multiply(r.count, tile.input.constant, h, into: tile.active.pointer, keeping: kept)
      }
    } else {
      let values = kept.map { Kernels.working($0, tile.wide.pointer) } ?? tile.wide.pointer
      multiply(m.up, r, tile.input.constant, into: values)
      profile.measure("activation", bytes: Double(MemoryLayout<Element>.size * r.count * c.upWidth)) {
        if let kept { Kernels.store(values, kept, r.count * c.upWidth) }
        if ends { activate(values, into: tile.active.pointer, rows: r.count, width: c.intermediateSize) }
      }
    }
    if ends { multiply(m.down, r, tile.active.constant, into: tile.sum.pointer) }
  }

  /// y = f(x) of rows of what a feed-forward part of that width computes before its activation.
  func activate(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Element>, rows: Int, width: Int
  ) {
    switch c.feedForward {
    case .gated: Kernels.gated(c.activation, x, y, rows: rows, width: width)
    case .plain: Kernels.activate(c.activation, x, y, rows * width)
    }
  }

  /// What the feed-forward part gave of the rows, at `sum`, is added to them: they are those of `next` then, if there is one.
  private func feedForwardOutput(
    _ l: Int, _ r: Range<Int>, _ sum: UnsafeMutablePointer<Float>, into next: AlignedBuffer<Float>?
  ) {
    let (k, o, h) = (space.layer(l), layout.layers[l], c.hiddenSize)
    branchOutput(sum, r, o.feedForwardNorms, k.fed)
    guard let next else { return }
    let (out, middle) = (next.pointer + r.lowerBound * h, middle(l, r))
    if out != middle { out.update(from: middle, count: r.count * h) }
    Kernels.add(sum, to: out, r.count * h)
  }

  /// y = x Wᵀ + b of the rows, or dx = dy W backward, and the adapter's share.
  func multiply(
    _ matrix: LayerMatrix<Element>?, _ r: Range<Int>, _ x: UnsafePointer<Element>, into y: UnsafeMutablePointer<Float>
  ) {
    guard let matrix else { return }
    let linear = matrix.linear
    profile.measure(
      matrix.isBackward ? "products: dx = dy W" : "products: y = x Wᵀ",
      operations: 2 * Double(r.count * linear.outputs * linear.inputs)
    ) {
      matrix.multiply(r.count, x, into: y, w)
      if matrix.isBackward {
        adapter?.inputGradient(linear, r, x, into: y)
        return
      }
      adapter?.apply(linear, r, x, into: y)
      guard let bias = linear.bias else { return }
      Kernels.addBias(w.vector(bias, linear.outputs), to: y, rows: r.count, width: linear.outputs)
    }
  }
}
