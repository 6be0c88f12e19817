import Kernels
import MatMul
import Numerics

/// Forward and backward passes of one encoder, and the memory they reuse.
///
/// A batch is its texts end to end, without padding: linear layers see all rows at once, attention runs per text and
/// head.
final class EncoderNetwork {
  let c: EncoderConfiguration
  let layout: EncoderLayout
  let w: AlignedBuffer<Float>
  let attention: Attention<Float>

  /// A normalisation's input and what its backward pass needs.
  struct Normalized {
    let sum: AlignedBuffer<Float>  // T x hidden
    let mean: AlignedBuffer<Float>  // T
    let inverse: AlignedBuffer<Float>  // T
  }

  /// What the forward pass keeps of one layer for the backward pass.
  struct Kept {
    let input: AlignedBuffer<Float>  // T x hidden
    let attention: AlignedBuffer<Float>  // T x 3·hidden: queries, keys, values
    let logSum: AlignedBuffer<Float>  // T x heads
    let mixed: AlignedBuffer<Float>  // T x hidden: attention's output
    let middle: Normalized  // input + attention
    let up: AlignedBuffer<Float>  // T x intermediate, before the activation
    let output: Normalized  // middle + feed-forward
  }

  // The current batch.
  private(set) var batch: [[Int32]] = []
  private(set) var starts: [Int] = []
  private(set) var total = 0  // tokens
  private(set) var rows = 0  // total

  // Workspace, for up to `capacity` rows.
  private var capacity = 0
  private(set) var kept: [Kept] = []
  private(set) var embedded: Normalized
  private(set) var middle = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var activation = AlignedBuffer<Float>(count: 0)  // T x intermediate
  /// The last hidden states, T x hidden.
  private(set) var hidden = AlignedBuffer<Float>(count: 0)
  /// heads x (2·longest - 1): the bias of each distance from -(longest - 1) on; `longest` of the current batch.
  private(set) var distanceBias = AlignedBuffer<Float>(count: 0)
  private(set) var longest = 0

  /// Rows per piece of an elementwise loop.
  static let grain = 128

  init(_ configuration: EncoderConfiguration, _ layout: EncoderLayout, _ weights: AlignedBuffer<Float>) {
    c = configuration
    self.layout = layout
    w = weights
    attention = Attention(dimension: configuration.headDimension, longest: configuration.positions)
    embedded = Self.normalized(0, 0)
  }

  private static func normalized(_ rows: Int, _ width: Int) -> Normalized {
    Normalized(
      sum: AlignedBuffer(count: rows * width), mean: AlignedBuffer(count: rows), inverse: AlignedBuffer(count: rows))
  }

  private func prepare(_ batch: [[Int32]], keep: Bool) {
    self.batch = batch
    starts = []
    total = 0
    for text in batch {
      starts.append(total)
      total += text.count
    }
    rows = total
    let h = c.hiddenSize
    if rows > capacity {
      capacity = rows
      kept = []
      embedded = Self.normalized(capacity, h)
      middle = AlignedBuffer(count: capacity * h)
      activation = AlignedBuffer(count: capacity * c.intermediateSize)
      hidden = AlignedBuffer(count: capacity * h)
    }
    while kept.count < (keep ? c.layers : 1) {
      kept.append(
        Kept(
          input: AlignedBuffer(count: capacity * h), attention: AlignedBuffer(count: capacity * 3 * h),
          logSum: AlignedBuffer(count: capacity * c.heads), mixed: AlignedBuffer(count: capacity * h),
          middle: Self.normalized(capacity, h), up: AlignedBuffer(count: capacity * c.intermediateSize),
          output: Self.normalized(capacity, h)))
    }
    prepareDistances()
  }

  private func prepareDistances() {
    longest = batch.reduce(1) { max($0, $1.count) }
    guard let table = layout.relativeBias else { return }
    let width = 2 * longest - 1
    distanceBias = AlignedBuffer(count: c.heads * width)
    for i in 0..<width {
      let bucket = RelativePositions.bucket(of: i - (longest - 1))
      for head in 0..<c.heads {
        distanceBias.pointer[head * width + i] = w.pointer[table + bucket * c.heads + head]
      }
    }
  }

  // MARK: - Forward

  /// Runs the encoder over the texts' tokens; `hidden` then holds the last hidden states. With `keep` every layer's
  /// activations stay for `backward`.
  func forward(_ batch: [[Int32]], keep: Bool) {
    prepare(batch, keep: keep)
    embed()
    normalize(embedded, layout.embeddingNorm, into: kept[0].input)
    for (l, layer) in layout.layers.enumerated() {
      let k = kept[keep ? l : 0]
      let next = l + 1 == c.layers ? hidden : keep ? kept[l + 1].input : k.input
      apply(layer.attention, k.input, into: k.attention)
      attend(k)
      copy(k.input, to: k.middle.sum)
      apply(layer.output, k.mixed, into: k.middle.sum, add: true)
      normalize(k.middle, layer.attentionNorm, into: middle)
      apply(layer.up, middle, into: k.up)
      Parallel.ranges(rows, grain: Self.grain) { [c] r in
        let from = r.lowerBound * c.intermediateSize
        Kernels.activate(
          .gelu, k.up.constant + from, activation.pointer + from, r.count * c.intermediateSize)
      }
      copy(middle, to: k.output.sum)
      apply(layer.down, activation, into: k.output.sum, add: true)
      normalize(k.output, layer.outputNorm, into: next)
    }
  }

  /// The rows of the table of positions that a text's tokens take.
  func positions(of text: [Int32]) -> [Int] {
    guard c.family == .mpnet else { return Array(0..<text.count) }
    // Padding, which a text may spell out, takes its own row and does not count.
    var count = 0
    return text.map { token in
      guard Int(token) != EncoderConfiguration.mpnetPadding else { return EncoderConfiguration.mpnetPadding }
      count += 1
      return EncoderConfiguration.mpnetPadding + count
    }
  }

  private func embed() {
    let h = c.hiddenSize
    let x = embedded.sum.pointer
    for (text, start) in zip(batch, starts) {
      for (p, (token, position)) in zip(text, positions(of: text)).enumerated() {
        let row = x + (start + p) * h
        row.update(from: w.pointer + layout.words + Int(token) * h, count: h)
        Kernels.add(w.constant + layout.positions + position * h, to: row, h)
        if let types = layout.tokenTypes { Kernels.add(w.constant + types, to: row, h) }
      }
    }
    (x + total * h).update(repeating: 0, count: (rows - total) * h)
  }

  private func normalize(_ x: Normalized, _ norm: EncoderLayout.Norm, into y: AlignedBuffer<Float>) {
    let h = c.hiddenSize
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.normalize(
        x.sum.pointer + r.lowerBound * h, weight: w.constant + norm.weight, bias: w.constant + norm.bias,
        y.pointer + r.lowerBound * h, mean: x.mean.pointer + r.lowerBound, inverse: x.inverse.pointer + r.lowerBound,
        rows: r.count, width: h, epsilon: Float(c.normEpsilon))
    }
  }

  /// y = xWᵀ + b, or y += xWᵀ + b.
  private func apply(
    _ linear: EncoderLayout.Linear, _ x: AlignedBuffer<Float>, into y: AlignedBuffer<Float>, add: Bool = false
  ) {
    MatrixProduct(.f32).multiply(
      rows, linear.outputs, linear.inputs, .f32(x.constant, linear.inputs),
      .f32(w.constant + linear.weight, linear.inputs, transposed: true), accumulate: add, into: y.pointer,
      linear.outputs)
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.addBias(
        w.constant + linear.bias, to: y.pointer + r.lowerBound * linear.outputs, rows: r.count, width: linear.outputs)
    }
  }

  private func copy(_ x: AlignedBuffer<Float>, to y: AlignedBuffer<Float>) {
    y.pointer.update(from: x.pointer, count: rows * c.hiddenSize)
  }
}
