import Kernels
import Numerics

/// Layers with matrices, queries, keys, values and what is kept of them in bfloat16; sums, norms and the residual stream in
/// float32.
///
/// A thread takes a piece of rows through everything between two attentions, so that what one product leaves for the next
/// kernel is still in the second-level cache; each piece's arithmetic is the same on any thread.
extension Decoder {
  /// As `forward`. Between two attentions a piece of rows goes from one layer into the next.
  func forwardRounded(_ batch: [Segment], keeping: Keeping) {
    prepare(batch, keeping: keeping, rounded: true)
    profile.measure("embedding", everywhere: true, bytes: 8 * Double(rows * c.hiddenSize)) {
      embed(into: kept[0].input)
    }
    attentionInputs(0)
    for l in 0..<c.layers {
      let (k, next) = (activations(l), l + 1)
      attention(l, k)
      if next == c.layers {
        let packed = pack(attention: nil, feedForward: l)
        forEachPiece { r, memory in
          feedForward(l, k, r, packed.feedForward, memory, into: stream)
          profile.measure("norm", bytes: 8 * Double(r.count * c.hiddenSize)) {
            let at = r.lowerBound * c.hiddenSize
            normalize(stream.constant + at, r, layout.finalNorm, into: hidden.pointer + at, moments: finalMoments)
          }
        }
      } else {
        let packed = pack(attention: next, feedForward: l)
        let after = activations(next)
        forEachPiece { r, memory in
          feedForward(l, k, r, packed.feedForward, memory, into: after.input)
          attentionInput(next, after, r, packed.attention, memory)
        }
      }
    }
  }

  /// From k.input, everything of the layer that the backward pass reads.
  func fillRounded(_ l: Int, _ k: Kept) {
    attentionInputs(l)
    attention(l, k)
    let packed = pack(attention: nil, feedForward: l)
    forEachPiece { r, memory in feedForward(l, k, r, packed.feedForward, memory, into: nil) }
  }

  /// What the layer leaves for the backward pass, or, if nothing is kept, what all layers use.
  private func activations(_ l: Int) -> Kept { keepsLayers ? kept[l] : kept[0] }

  private func pack(attention: Int?, feedForward: Int?) -> (
    attention: PackedLinear?, feedForward: PackedLayer.FeedForward?
  ) {
    profile.measure("packing of weights", everywhere: true) {
      packedLayer.pack(
        attention: attention.map { layout.layers[$0] }, feedForward: feedForward.map { layout.layers[$0] }, of: w,
        backward: false, copies: keepsLayers)
    }
  }

  private func attentionInputs(_ l: Int) {
    let packed = pack(attention: l, feedForward: nil)
    forEachPiece { r, memory in attentionInput(l, activations(l), r, packed.attention, memory) }
  }

  private func attention(_ l: Int, _ k: Kept) {
    profile.measure(
      "attention", everywhere: true, operations: attentionOperations,
      bytes: 2 * Double(rows * (c.attentionWidth + c.queryWidth))
    ) { attendRounded(l, k) }
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
  private func attentionInput(_ l: Int, _ k: Kept, _ r: Range<Int>, _ packed: PackedLinear?, _ memory: PieceMemory) {
    guard let rounded = k.rounded, let packed else { return }
    let o = layout.layers[l]
    let (h, width) = (c.hiddenSize, c.attentionWidth)
    normalizePiece(k.input.pointer + r.lowerBound * h, r, o.attentionNorm, k.moments1, memory)
    multiply(packed, r, memory.input.constant, h, into: memory.wide.pointer)
    profile.measure("rotation", bytes: 2 * Double(r.count * width)) {
      normalizeHeads(memory.wide.pointer, r, o, k)
      if Kernels.hasBFloat16, let rope {
        Kernels.rotateRounded(
          memory.wide.constant, rows: r.count, width: width, heads: c.heads + c.keyValueHeads,
          dimension: c.headDimension, positions: positions.constant + r.lowerBound, cosines: rope.cosines.constant,
          sines: rope.sines.constant, into: rounded.attention.pointer + r.lowerBound * width)
        return
      }
      rotate(memory.wide.pointer, r, backward: false)
      Kernels.narrowBrain(
        memory.wide.constant, rounded.attention.pointer + r.lowerBound * width, r.count * width)
    }
  }

  /// The rows' way from attention's output through the feed-forward part to `next`.
  private func feedForward(
    _ l: Int, _ k: Kept, _ r: Range<Int>, _ packed: PackedLayer.FeedForward?, _ memory: PieceMemory,
    into next: AlignedBuffer<Float>?
  ) {
    guard let rounded = k.rounded, let packed else { return }
    let o = layout.layers[l]
    let (h, width) = (c.hiddenSize, c.intermediateSize)
    let input = k.input.pointer + r.lowerBound * h
    let keeps = k.middle.count > 0
    let middle = keeps ? k.middle.pointer + r.lowerBound * h : input
    if keeps { middle.update(from: input, count: r.count * h) }
    let mixed = rounded.mixed.constant + r.lowerBound * c.queryWidth
    if Kernels.hasBFloat16 { Kernels.fetch(mixed, r.count * c.queryWidth) }
    multiply(packed.output, r, mixed, c.queryWidth, into: memory.normed.pointer)
    normalizePiece(middle, adding: memory.normed.constant, r, o.feedForwardNorm, k.moments2, memory)
    if let gates = packed.gates {
      let operations = 2 * Double(r.count * c.upWidth * h)
      profile.measure("products: y = x Wᵀ", operations: operations) {
        gates.multiplyGated(
          r.count, memory.input.constant, h, into: memory.active.pointer,
          keeping: keeps ? rounded.up.pointer + r.lowerBound * c.upWidth : nil)
      }
    } else {
      multiply(packed.up, r, memory.input.constant, h, into: memory.wide.pointer)
      activate(r, memory, keeping: keeps ? rounded.up.pointer + r.lowerBound * c.upWidth : nil, skip: next == nil)
    }
    guard let next else { return }
    let out = next.pointer + r.lowerBound * h
    if out != middle { out.update(from: middle, count: r.count * h) }
    multiply(packed.down, r, memory.active.constant, width, into: memory.normed.pointer)
    profile.measure("norm", bytes: 4 * Double(r.count * h)) {
      Kernels.add(memory.normed.constant, to: out, r.count * h)
    }
  }

  /// memory.active = the activation of the rows in memory.wide, which `kept` receives rounded.
  private func activate(_ r: Range<Int>, _ memory: PieceMemory, keeping kept: UnsafeMutablePointer<UInt16>?, skip: Bool)
  {
    let width = c.intermediateSize
    profile.measure("activation", bytes: kept == nil ? 0 : 2 * Double(r.count * c.upWidth)) {
      if let kept { Kernels.narrowBrain(memory.wide.constant, kept, r.count * c.upWidth) }
      if skip { return }
      switch c.feedForward {
      case .gated: Kernels.gated(c.activation, memory.wide.constant, memory.active.pointer, rows: r.count, width: width)
      case .plain:
        Kernels.activate(c.activation, memory.wide.constant, memory.wide.pointer, r.count * width)
        Kernels.narrowBrain(memory.wide.constant, memory.active.pointer, r.count * width)
      }
    }
  }

  /// memory.input = the norm of the rows at `x`, to which `added` is added first, if anything.
  private func normalizePiece(
    _ x: UnsafeMutablePointer<Float>, adding added: UnsafePointer<Float>? = nil, _ r: Range<Int>,
    _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    _ memory: PieceMemory
  ) {
    profile.measure("norm", bytes: 4 * Double(r.count * c.hiddenSize)) {
      if Kernels.hasBFloat16, norm.bias == nil {
        Kernels.rmsNormRounded(
          x, adding: added, weight: w.vector(norm.weight, c.hiddenSize), memory.input.pointer,
          inverse: moments.pointer + r.lowerBound,
          rows: r.count, width: c.hiddenSize, epsilon: Float(c.normEpsilon))
        return
      }
      if let added { Kernels.add(added, to: x, r.count * c.hiddenSize) }
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
