import Kernels
import Numerics

/// Forward and backward passes of one model, and the memory they reuse: the module's one owner of raw pointers.
///
/// A batch is its segments end to end: T rows of each activation. Linear layers see all rows at once; attention runs
/// per segment and head, so that no segment can see another and nothing of size T² exists. Fewer than 64 rows are
/// padded with zero rows, because OpenBLAS takes other kernels, with other rounding, for small products.
final class Decoder {
  let c: ModelConfiguration
  let layout: WeightLayout
  let w: Weights
  let rope: RotaryTable

  /// What the forward pass keeps of one layer for the backward pass.
  struct Kept {
    let input: AlignedBuffer<Float>  // T x hidden: residual stream before attention
    let middle: AlignedBuffer<Float>  // T x hidden: residual stream before the feed-forward part
    let attention: AlignedBuffer<Float>  // T x (queries + keys + values), rotated
    let mixed: AlignedBuffer<Float>  // T x queries: attention's output
    let gateUp: AlignedBuffer<Float>  // T x 2·intermediate
    let inverse1: AlignedBuffer<Float>  // T
    let inverse2: AlignedBuffer<Float>  // T
    let logSum: AlignedBuffer<Float>  // T x heads
  }

  // The current batch.
  private(set) var batch: [Segment] = []
  private(set) var starts: [Int] = []
  private(set) var total = 0  // tokens
  private(set) var rows = 0  // total, padded
  private var keptLayers = 0

  // Workspace, for up to `capacity` rows.
  private var capacity = 0
  private(set) var kept: [Kept] = []
  private(set) var positions = AlignedBuffer<Int32>(count: 0)
  private(set) var stream = AlignedBuffer<Float>(count: 0)  // T x hidden: the last layer's output
  private(set) var hidden = AlignedBuffer<Float>(count: 0)  // T x hidden: after the final norm
  private(set) var finalInverse = AlignedBuffer<Float>(count: 0)
  private(set) var normed = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var activation = AlignedBuffer<Float>(count: 0)  // T x intermediate
  // Backward only.
  private var backwardCapacity = 0
  private(set) var dStream = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var dNormed = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var dAttention = AlignedBuffer<Float>(count: 0)  // T x (queries + keys + values)
  private(set) var dMixed = AlignedBuffer<Float>(count: 0)  // T x queries
  private(set) var delta = AlignedBuffer<Float>(count: 0)  // T x heads
  private(set) var normPartials = AlignedBuffer<Float>(count: 0)  // T/grain x hidden
  private(set) var logitChunk = AlignedBuffer<Float>(count: 0)
  private(set) var gathered = AlignedBuffer<Float>(count: 0)
  private(set) var dGathered = AlignedBuffer<Float>(count: 0)

  /// Rows per piece of an elementwise loop.
  static let grain = 128
  /// Fewest rows of a linear layer.
  static let leastRows = 64

  init(_ configuration: ModelConfiguration, _ weights: Weights) {
    c = configuration
    layout = weights.layout
    w = weights
    rope = RotaryTable(configuration)
  }

  // MARK: - Workspace

  private func prepare(_ batch: [Segment], keep: Bool) {
    self.batch = batch
    starts = []
    total = 0
    for segment in batch {
      starts.append(total)
      total += segment.tokens.count
    }
    rows = max(total, Self.leastRows)
    let layers = keep ? c.layers : 1
    if rows > capacity || layers > keptLayers {
      if rows > capacity {
        capacity = max(rows, capacity)
        kept = []
        positions = AlignedBuffer(count: capacity)
        stream = AlignedBuffer(count: capacity * c.hiddenSize)
        hidden = AlignedBuffer(count: capacity * c.hiddenSize)
        finalInverse = AlignedBuffer(count: capacity)
        normed = AlignedBuffer(count: capacity * c.hiddenSize)
        activation = AlignedBuffer(count: capacity * c.intermediateSize)
      }
      while kept.count < layers { kept.append(makeKept()) }
      keptLayers = kept.count
    }
    rope.extend(to: batch.reduce(1) { max($0, $1.tokens.count) })
    var t = 0
    for segment in batch {
      for p in 0..<segment.tokens.count {
        positions.pointer[t] = Int32(p)
        t += 1
      }
    }
    while t < rows {
      positions.pointer[t] = 0
      t += 1
    }
  }

  private func makeKept() -> Kept {
    Kept(
      input: AlignedBuffer(count: capacity * c.hiddenSize), middle: AlignedBuffer(count: capacity * c.hiddenSize),
      attention: AlignedBuffer(count: capacity * c.attentionWidth),
      mixed: AlignedBuffer(count: capacity * c.queryWidth),
      gateUp: AlignedBuffer(count: capacity * 2 * c.intermediateSize), inverse1: AlignedBuffer(count: capacity),
      inverse2: AlignedBuffer(count: capacity), logSum: AlignedBuffer(count: capacity * c.heads))
  }

  func prepareBackward() {
    guard backwardCapacity < capacity else { return }
    backwardCapacity = capacity
    dStream = AlignedBuffer(count: capacity * c.hiddenSize)
    dNormed = AlignedBuffer(count: capacity * c.hiddenSize)
    dAttention = AlignedBuffer(count: capacity * c.attentionWidth)
    dMixed = AlignedBuffer(count: capacity * c.queryWidth)
    delta = AlignedBuffer(count: capacity * c.heads)
    normPartials = AlignedBuffer(count: (capacity + Self.grain - 1) / Self.grain * c.hiddenSize)
  }

  /// Targets whose logits are computed at once: at most 64 MB of logits, and few enough to stay in a large cache.
  var chunkRows: Int { max(1, min(1024, (64 << 20) / (4 * c.vocabularySize))) }

  func prepareLogits() {
    let count = max(Self.leastRows, chunkRows)
    guard logitChunk.count < count * c.vocabularySize else { return }
    logitChunk = AlignedBuffer(count: count * c.vocabularySize)
    gathered = AlignedBuffer(count: count * c.hiddenSize)
    dGathered = AlignedBuffer(count: count * c.hiddenSize)
  }

  // MARK: - Forward

  /// Runs the decoder over the batch; `hidden` then holds the normalised last hidden states. With `keep` every layer's
  /// activations stay for `backward`.
  func forward(_ batch: [Segment], keep: Bool) {
    prepare(batch, keep: keep)
    let h = c.hiddenSize
    embed(into: kept[0].input)
    for l in 0..<c.layers {
      let k = kept[keep ? l : 0]
      let next = l + 1 == c.layers ? stream : keep ? kept[l + 1].input : k.input
      let o = layout.layers[l]
      normalize(k.input, o.attentionNorm, into: normed, inverse: k.inverse1)
      linear(normed, h, o.attention, c.attentionWidth, into: k.attention)
      rotate(k.attention, backward: false)
      attend(k)
      copy(k.input, to: k.middle)
      linear(k.mixed, c.queryWidth, o.output, h, into: k.middle, add: true)
      normalize(k.middle, o.feedForwardNorm, into: normed, inverse: k.inverse2)
      linear(normed, h, o.gateUp, 2 * c.intermediateSize, into: k.gateUp)
      Parallel.ranges(rows, grain: Self.grain) { [c] r in
        Kernels.swiglu(
          k.gateUp.constant + r.lowerBound * 2 * c.intermediateSize,
          activation.pointer + r.lowerBound * c.intermediateSize, rows: r.count, width: c.intermediateSize)
      }
      copy(k.middle, to: next)
      linear(activation, c.intermediateSize, o.down, h, into: next, add: true)
    }
    normalize(stream, layout.finalNorm, into: hidden, inverse: finalInverse)
  }

  private func embed(into x: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    for (segment, start) in zip(batch, starts) {
      for (p, token) in segment.tokens.enumerated() {
        w.row(layout.embedding, Int(token), width: h, into: x.pointer + (start + p) * h)
      }
    }
    (x.pointer + total * h).update(repeating: 0, count: (rows - total) * h)
  }

  private func normalize(
    _ x: AlignedBuffer<Float>, _ weight: Int, into y: AlignedBuffer<Float>, inverse: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    let weight = w.vector(weight, h)
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.rmsNorm(
        x.constant + r.lowerBound * h, weight: weight, y.pointer + r.lowerBound * h,
        inverse: inverse.pointer + r.lowerBound, rows: r.count, width: h, epsilon: Float(c.normEpsilon))
    }
  }

  func rotate(_ x: AlignedBuffer<Float>, backward: Bool) {
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.rotate(
        x.pointer + r.lowerBound * c.attentionWidth, stride: c.attentionWidth, rows: r.count,
        heads: c.heads + c.keyValueHeads, dimension: c.headDimension, positions: positions.constant + r.lowerBound,
        cosines: rope.cosines.constant, sines: rope.sines.constant, backward: backward)
    }
  }

  private func copy(_ x: AlignedBuffer<Float>, to y: AlignedBuffer<Float>) {
    guard x !== y else { return }
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: Self.grain) { r in
      (y.pointer + r.lowerBound * h).update(from: x.pointer + r.lowerBound * h, count: r.count * h)
    }
  }

  /// y = x Wᵀ, or += with `add`; W: outputs x inputs at `offset`.
  func linear(
    _ x: AlignedBuffer<Float>, _ inputs: Int, _ offset: Int, _ outputs: Int, into y: AlignedBuffer<Float>,
    add: Bool = false
  ) {
    LinearAlgebra.multiply(
      rows, outputs, inputs, x.constant, inputs, w.matrix(offset, outputs * inputs), inputs, transposeB: true,
      beta: add ? 1 : 0,
      into: y.pointer, outputs)
  }
}
