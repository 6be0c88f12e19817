import Kernels
import Numerics

/// Where a residual branch meets the stream, and its norm, which stands at one of its ends: x + a·branch(norm(x)), or
/// x + a·norm(branch(x)).
extension Decoder {
  /// What the branch's first product reads of the rows `r` of the stream, at x.
  func branchInput(
    _ x: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    into y: UnsafeMutablePointer<Element>
  ) {
    switch c.normPlacement {
    case .before: normalize(x, r, norm, moments, into: y)
    case .after: Kernels.store(x, y, r.count * c.hiddenSize)
    }
  }

  /// What the branch's last product gave of the rows, at `sum`, becomes what is added to the stream; `kept` holds what it was
  /// where the backward pass will need it.
  func branchOutput(
    _ sum: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    keeping kept: AlignedBuffer<Float>
  ) {
    let count = r.count * c.hiddenSize
    if c.normPlacement == .after {
      if space.keepsLayers { (kept.pointer + r.lowerBound * c.hiddenSize).update(from: sum, count: count) }
      normalize(sum, r, norm, moments, into: sum)
    }
    multiply(sum, by: c.residualMultiplier, count)
  }

  /// From the stream's gradient: in `gradients.out` that of the branch's last product, whose output was `branch`. Where the norm
  /// comes after it, `gradients.normed` is what `normGradient` reads.
  func branchOutputBackward(
    _ r: Range<Int>, _ branch: AlignedBuffer<Float>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    _ tile: Tile<Element>, _ g: Gradients<Element>
  ) -> UnsafeMutablePointer<Element> {
    let (h, at, count) = (c.hiddenSize, r.lowerBound * c.hiddenSize, r.count * c.hiddenSize)
    let (dStream, dOut) = (g.stream.constant + at, g.out.pointer + at)
    switch c.normPlacement {
    case .before: store(dStream, times: c.residualMultiplier, into: dOut, count)
    case .after:
      store(dStream, times: c.residualMultiplier, into: g.normed.pointer + at, count)
      tile.sum.pointer.update(repeating: 0, count: count)
      let inverse = moments.constant + r.lowerBound
      Kernels.normBackward(
        branch.constant + at, weight: w.vector(norm.weight, h), mean: norm.bias == nil ? nil : inverse + rows,
        inverse: inverse, dy: g.normed.constant + at, dx: tile.sum.pointer, rows: r.count, width: h)
      Kernels.store(tile.sum.constant, dOut, count)
    }
    return dOut
  }

  /// From the gradient of the branch's first product: adds to that of the stream, which was x, and leaves in `gradients.input`
  /// what the product read.
  func branchInputBackward(
    _ matrix: LayerMatrix<Element>?, _ r: Range<Int>, _ dy: UnsafePointer<Element>, _ x: AlignedBuffer<Float>,
    _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>, _ tile: Tile<Element>, _ g: Gradients<Element>
  ) {
    let (at, count) = (r.lowerBound * c.hiddenSize, r.count * c.hiddenSize)
    switch c.normPlacement {
    case .before:
      multiply(matrix, r, dy, into: g.normed.pointer + at)
      normBackward(x, r, norm, moments, g)
    case .after:
      multiply(matrix, r, dy, into: tile.sum.pointer)
      Kernels.add(tile.sum.constant, to: g.stream.pointer + at, count)
      Kernels.store(x.constant + at, g.input.pointer + at, count)
    }
  }
}
