import Kernels
import Numerics

/// Layers with matrices, queries, keys, values and what is kept of them in bfloat16; sums, norms and the residual stream in
/// float32.
///
/// A thread takes a piece of rows through everything between two attentions, so that what one product leaves for the next
/// kernel is still in the second-level cache; each piece's arithmetic is the same on any thread.
extension Decoder {
  /// One layer from k.input to `next`, which may be k.input, where k keeps no middle. Without `next` only what the
  /// backward pass reads is computed.
  func runRounded(_ l: Int, _ k: Kept, into next: AlignedBuffer<Float>?) {
    let o = layout.layers[l]
    let packed = profile.measure("packing of weights", everywhere: true) {
      packedLayer.pack([o.up, o.down, o.attention, o.output], of: w, backward: false)
    }
    forEachPiece { rows, memory in attentionInput(l, k, rows, packed[2], memory) }
    profile.measure(
      "attention", everywhere: true, operations: attentionOperations,
      bytes: 2 * Double(rows * (c.attentionWidth + c.queryWidth))
    ) { attendRounded(l, k) }
    forEachPiece { rows, memory in
      feedForward(l, k, rows, output: packed[3], up: packed[0], down: packed[1], memory, into: next)
    }
  }

  /// Pieces of `grain` rows, the last one of a multiple of `PackedMatrix.leastRows`, each with memory of its thread.
  func forEachPiece(_ body: (Range<Int>, PieceMemory) -> Void) {
    Parallel.ranges(rows, grain: Self.grain) { rows in
      pieces.lend(suits: { _ in true }, make: { PieceMemory(c) }) { body(rows, $0) }
    }
  }

  /// Operations of causal attention's two products over the batch.
  var attentionOperations: Double {
    batch.reduce(0) { $0 + 2 * Double(c.queryWidth) * Double($1.tokens.count * ($1.tokens.count + 1)) }
  }

  /// Queries, keys and values of the rows, rotated, into what `k` keeps.
  private func attentionInput(_ l: Int, _ k: Kept, _ r: Range<Int>, _ attention: PackedLinear, _ memory: PieceMemory) {
    guard let rounded = k.rounded else { return }
    let o = layout.layers[l]
    let (h, width) = (c.hiddenSize, c.attentionWidth)
    normalizePiece(k.input.constant + r.lowerBound * h, r, o.attentionNorm, k.moments1, memory)
    multiply(attention, r, memory.input.constant, h, into: memory.wide.pointer)
    profile.measure("rotation", bytes: 2 * Double(r.count * width)) {
      normalizeHeads(memory.wide.pointer, r, o, k)
      rotate(memory.wide.pointer, r, backward: false)
      Kernels.narrowBrain(
        memory.wide.constant, rounded.attention.pointer + r.lowerBound * width, r.count * width)
    }
  }

  /// The rows' way from attention's output through the feed-forward part to `next`.
  private func feedForward(
    _ l: Int, _ k: Kept, _ r: Range<Int>, output: PackedLinear, up: PackedLinear, down: PackedLinear,
    _ memory: PieceMemory, into next: AlignedBuffer<Float>?
  ) {
    guard let rounded = k.rounded else { return }
    let o = layout.layers[l]
    let (h, width) = (c.hiddenSize, c.intermediateSize)
    let input = k.input.pointer + r.lowerBound * h
    let keeps = k.middle.count > 0
    let middle = keeps ? k.middle.pointer + r.lowerBound * h : input
    if keeps { middle.update(from: input, count: r.count * h) }
    multiply(
      output, r, rounded.mixed.constant + r.lowerBound * c.queryWidth, c.queryWidth, accumulate: true, into: middle)
    normalizePiece(middle, r, o.feedForwardNorm, k.moments2, memory)
    multiply(up, r, memory.input.constant, h, into: memory.wide.pointer)
    profile.measure("activation", bytes: keeps ? 2 * Double(r.count * c.upWidth) : 0) {
      if keeps {
        Kernels.narrowBrain(memory.wide.constant, rounded.up.pointer + r.lowerBound * c.upWidth, r.count * c.upWidth)
      }
      guard next != nil else { return }
      switch c.feedForward {
      case .gated: Kernels.gated(c.activation, memory.wide.constant, memory.active.pointer, rows: r.count, width: width)
      case .plain:
        Kernels.activate(c.activation, memory.wide.constant, memory.wide.pointer, r.count * width)
        Kernels.narrowBrain(memory.wide.constant, memory.active.pointer, r.count * width)
      }
    }
    guard let next else { return }
    let out = next.pointer + r.lowerBound * h
    if out != middle { out.update(from: middle, count: r.count * h) }
    multiply(down, r, memory.active.constant, width, accumulate: true, into: out)
  }

  /// memory.input = the norm of the rows at `x`.
  private func normalizePiece(
    _ x: UnsafePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    _ memory: PieceMemory
  ) {
    profile.measure("norm", bytes: 4 * Double(r.count * c.hiddenSize)) {
      normalize(x, r, norm, into: memory.normed.pointer, moments: moments)
      Kernels.narrowBrain(memory.normed.constant, memory.input.pointer, r.count * c.hiddenSize)
    }
  }

  /// y (+)= x Wᵀ + b of the rows.
  func multiply(
    _ packed: PackedLinear, _ r: Range<Int>, _ x: UnsafePointer<UInt16>, _ stride: Int, accumulate: Bool = false,
    into y: UnsafeMutablePointer<Float>
  ) {
    let linear = packed.linear
    profile.measure(
      packed.backward ? "products: dx = dy W" : "products: y = x Wᵀ",
      operations: 2 * Double(r.count * linear.outputs * linear.inputs)
    ) {
      packed.multiply(r.count, x, stride, accumulate: accumulate, into: y)
      if !packed.backward, let bias = linear.bias {
        Kernels.addBias(w.vector(bias, linear.outputs), to: y, rows: r.count, width: linear.outputs)
      }
    }
  }
}
