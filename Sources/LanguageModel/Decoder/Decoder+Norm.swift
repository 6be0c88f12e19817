import Kernels
import Numerics

/// What norms multiply by where that is 1 + w: w is what files hold and what is trained.
final class RaisedNorms {
  private let entries: [(range: Range<Int>, place: Int)]
  private let places: [Int: Int]
  private let values: AlignedBuffer<Float>

  init(_ layout: WeightLayout) {
    var size = 0
    entries = layout.entries.filter(\.isNorm).map { entry in
      defer { size = (size + entry.range.count + 15) / 16 * 16 }
      return (entry.range, size)
    }
    places = Dictionary(uniqueKeysWithValues: entries.map { ($0.range.lowerBound, $0.place) })
    values = AlignedBuffer(count: size)
  }

  /// Takes the weights as they are now.
  func begin(_ w: Weights) {
    for (range, place) in entries {
      w.read(range, into: values.pointer + place)
      for i in place..<place + range.count { values.pointer[i] += 1 }
    }
  }

  /// Of the norm whose weight is at `offset`.
  func vector(_ offset: Int) -> UnsafePointer<Float>? { places[offset].map { values.constant + $0 } }
}

/// Norms over the hidden size. `moments` holds what the backward pass needs: as many inverse deviations (or inverse root mean
/// squares) as there are rows, then as many means.
extension Decoder {
  /// What the norm whose weight is at `offset` multiplies by.
  func normWeight(_ offset: Int, _ count: Int) -> UnsafePointer<Float> {
    raisedNorms?.vector(offset) ?? w.vector(offset, count)
  }

  /// y = the norm of the rows `r`, at x, to which `added` is added first.
  func normalize<E: StoredElement>(
    _ x: UnsafeMutablePointer<Float>, adding added: UnsafePointer<Float>? = nil, _ r: Range<Int>,
    _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>, into y: UnsafeMutablePointer<E>
  ) {
    let h = c.hiddenSize
    profile.measure("norm", bytes: 8 * Double(r.count * h)) {
      Kernels.normalize(
        x, adding: added, weight: normWeight(norm.weight, h), bias: norm.bias.map { w.vector($0, h) }, y,
        mean: moments.pointer + rows + r.lowerBound, inverse: moments.pointer + r.lowerBound, rows: r.count, width: h,
        epsilon: Float(c.normEpsilon))
    }
  }

  /// Of the rows `r` of x and of the gradient of what they became by the norm, in `gradients.normed`: adds to that of the
  /// residual stream, and leaves the normalised rows again in `gradients.input`, which is cheaper than to keep them.
  func normBackward(
    _ x: AlignedBuffer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    _ g: Gradients<Element>
  ) {
    let (h, at) = (c.hiddenSize, r.lowerBound * c.hiddenSize)
    let weight = normWeight(norm.weight, h)
    let inverse = moments.constant + r.lowerBound
    let mean = inverse + rows
    profile.measure("norm, backward", bytes: 16 * Double(r.count * h)) {
      Kernels.renormalize(
        x.constant + at, weight: weight, bias: norm.bias.map { w.vector($0, h) }, mean: mean, inverse: inverse,
        g.input.pointer + at, rows: r.count, width: h)
      Kernels.normBackward(
        x.constant + at, weight: weight, mean: norm.bias == nil ? nil : mean, inverse: inverse,
        dy: g.normed.constant + at, dx: g.stream.pointer + at, rows: r.count, width: h)
    }
  }

  /// Adds the gradients of the norm's weight and bias, from dy over all rows. Columns are split between threads, so that every
  /// sum runs over the rows in order.
  func normGradient(
    _ x: AlignedBuffer<Float>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>, dy: AlignedBuffer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    guard trainsBase else { return }
    let h = c.hiddenSize
    profile.measure("norm, backward", everywhere: true, bytes: 8 * Double(total * h)) {
      Parallel.ranges(h, grain: 64) { columns in
        let from = columns.lowerBound
        Kernels.normGradient(
          x.constant + from, mean: norm.bias == nil ? nil : moments.constant + rows, inverse: moments.constant,
          dy: dy.constant + from, dw: gradient.pointer + norm.weight + from,
          db: norm.bias.map { gradient.pointer + $0 + from }, rows: total, stride: h, columns: columns.count)
      }
    }
  }

  // MARK: - Over queries and keys

  /// Calls `body` for the queries and the keys where the family normalises them, with the first of their columns, their norm's
  /// weight, the first of their heads, and how many vectors of which width are normalised: their heads, or all of them as one.
  private func forEachHeadNorm(
    _ o: WeightLayout.Layer, _ body: (_ column: Int, _ weight: Int, _ first: Int, _ count: Int, _ width: Int) -> Void
  ) {
    guard let queryNorm = o.queryNorm, let keyNorm = o.keyNorm, let kind = c.queryKeyNorm else { return }
    switch kind {
    case .heads:
      body(0, queryNorm, 0, c.heads, c.headDimension)
      body(c.queryWidth, keyNorm, c.heads, c.keyValueHeads, c.headDimension)
    case .projection:
      body(0, queryNorm, 0, 1, c.queryWidth)
      body(c.queryWidth, keyNorm, c.heads, 1, c.keyWidth)
    }
  }

  /// Normalises queries and keys of the rows `r`, at y, before rotation, and keeps them as they were.
  func normalizeHeads(
    _ y: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ o: WeightLayout.Layer, _ k: LayerActivations<Element>
  ) {
    forEachHeadNorm(o) { column, weight, first, count, d in
      for t in r {
        let y = y + (t - r.lowerBound) * c.attentionWidth + column
        let x = k.queryKey.pointer + t * (c.queryWidth + c.keyWidth) + column
        let inverse = k.inverseHeads.pointer + t * (c.heads + c.keyValueHeads) + first
        x.update(from: y, count: count * d)
        Kernels.normalize(
          x, weight: normWeight(weight, d), bias: nil, y, mean: inverse, inverse: inverse, rows: count, width: d,
          epsilon: Float(c.normEpsilon))
      }
    }
  }

  /// The queries and keys of `gradients.attention`, with respect to the normalised ones, become those with respect to what was
  /// normalised; `gradients.queryKey` keeps what they were.
  func normalizeHeadsBackward(
    _ r: Range<Int>, _ o: WeightLayout.Layer, _ k: LayerActivations<Element>, _ g: Gradients<Element>
  ) {
    forEachHeadNorm(o) { column, weight, first, count, d in
      for t in r {
        let dx = g.attention.pointer + t * c.attentionWidth + column
        let at = t * (c.queryWidth + c.keyWidth) + column
        (g.queryKey.pointer + at).update(from: dx, count: count * d)
        dx.update(repeating: 0, count: count * d)
        Kernels.normBackward(
          k.queryKey.constant + at, weight: normWeight(weight, d), mean: nil,
          inverse: k.inverseHeads.constant + t * (c.heads + c.keyValueHeads) + first, dy: g.queryKey.constant + at,
          dx: dx, rows: count, width: d)
      }
    }
  }

  /// Adds the gradients of those norms' weights, as `normGradient` does.
  func headNormGradient(
    _ o: WeightLayout.Layer, _ k: LayerActivations<Element>, _ g: Gradients<Element>,
    into gradient: AlignedBuffer<Float>
  ) {
    guard trainsBase else { return }
    forEachHeadNorm(o) { column, weight, first, count, d in
      Parallel.ranges(d, grain: 16) { columns in
        for t in 0..<total {
          let from = t * (c.queryWidth + c.keyWidth) + column + columns.lowerBound
          Kernels.normGradient(
            k.queryKey.constant + from, mean: nil,
            inverse: k.inverseHeads.constant + t * (c.heads + c.keyValueHeads) + first,
            dy: g.queryKey.constant + from, dw: gradient.pointer + weight + columns.lowerBound, db: nil, rows: count,
            stride: d, columns: columns.count)
        }
      }
    }
  }
}
