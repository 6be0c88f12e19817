import Kernels
import Numerics

/// Where a residual branch meets the stream, with the norms that it begins and ends with: x + a·norm(branch(norm(x))), without
/// those that the family does not have.
extension Decoder {
  /// What the branch's first product reads of the rows `r` of the stream, at x.
  func branchInput(
    _ x: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ norms: WeightLayout.BranchNorms,
    _ moments: AlignedBuffer<Float>, into y: UnsafeMutablePointer<Element>
  ) {
    if let norm = norms.before {
      normalize(x, r, norm, moments, into: y)
    } else {
      Kernels.store(x, y, r.count * c.hiddenSize)
    }
  }

  /// The same of the stream that `sum` is added to first.
  func branchInput(
    _ x: UnsafeMutablePointer<Float>, adding sum: UnsafePointer<Float>, _ r: Range<Int>,
    _ norms: WeightLayout.BranchNorms, _ moments: AlignedBuffer<Float>, into y: UnsafeMutablePointer<Element>
  ) {
    if let norm = norms.before { return normalize(x, adding: sum, r, norm, moments, into: y) }
    Kernels.add(sum, to: x, r.count * c.hiddenSize)
    Kernels.store(x, y, r.count * c.hiddenSize)
  }

  /// What the branch's last product gave of the rows, at `sum`, becomes what is added to the stream; `kept` holds what it was
  /// where the backward pass will need it.
  func branchOutput(
    _ sum: UnsafeMutablePointer<Float>, _ r: Range<Int>, _ norms: WeightLayout.BranchNorms, _ kept: BranchOutput
  ) {
    let count = r.count * c.hiddenSize
    if let norm = norms.after {
      if space.keepsLayers { (kept.rows.pointer + r.lowerBound * c.hiddenSize).update(from: sum, count: count) }
      normalize(sum, r, norm, kept.moments, into: sum)
    }
    multiply(sum, by: c.residualMultiplier, count)
  }

  /// From the stream's gradient: in `gradients.out` that of the branch's last product, whose output was `kept`. Of a norm
  /// behind it `gradients.ended` is what `normGradient` reads.
  func branchOutputBackward(
    _ r: Range<Int>, _ norms: WeightLayout.BranchNorms, _ kept: BranchOutput, _ tile: Tile<Element>,
    _ g: Gradients<Element>
  ) -> UnsafeMutablePointer<Element> {
    let (h, at, count) = (c.hiddenSize, r.lowerBound * c.hiddenSize, r.count * c.hiddenSize)
    let (dStream, dOut) = (g.stream.constant + at, g.out.pointer + at)
    guard let norm = norms.after else {
      store(dStream, times: c.residualMultiplier, into: dOut, count)
      return dOut
    }
    store(dStream, times: c.residualMultiplier, into: g.ended.pointer + at, count)
    tile.sum.pointer.update(repeating: 0, count: count)
    let inverse = kept.moments.constant + r.lowerBound
    Kernels.normBackward(
      kept.rows.constant + at, weight: normWeight(norm.weight, h), mean: norm.bias == nil ? nil : inverse + rows,
      inverse: inverse, dy: g.ended.constant + at, dx: tile.sum.pointer, rows: r.count, width: h)
    Kernels.store(tile.sum.constant, dOut, count)
    return dOut
  }

  /// From the gradient of what the branch's first product read, which `gradient` writes where it is told to: adds to that of the
  /// stream, which was x, and leaves in `gradients.input` what the product read.
  func branchInputBackward(
    _ r: Range<Int>, _ x: AlignedBuffer<Float>, _ norms: WeightLayout.BranchNorms, _ moments: AlignedBuffer<Float>,
    _ tile: Tile<Element>, _ g: Gradients<Element>, gradient: (UnsafeMutablePointer<Float>) -> Void
  ) {
    let (at, count) = (r.lowerBound * c.hiddenSize, r.count * c.hiddenSize)
    if let norm = norms.before {
      gradient(g.normed.pointer + at)
      return normBackward(x, r, norm, moments, g)
    }
    gradient(tile.sum.pointer)
    Kernels.add(tile.sum.constant, to: g.stream.pointer + at, count)
    Kernels.store(x.constant + at, g.input.pointer + at, count)
  }

  /// Adds the gradients of the branch's norms, whose input was x and whose output was `kept`.
  func branchNormGradients(
    _ norms: WeightLayout.BranchNorms, _ x: AlignedBuffer<Float>, _ moments: AlignedBuffer<Float>,
    _ kept: BranchOutput, _ g: Gradients<Element>, into gradient: AlignedBuffer<Float>
  ) {
    if let norm = norms.before { normGradient(x, norm, moments, dy: g.normed, into: gradient) }
    if let norm = norms.after { normGradient(kept.rows, norm, kept.moments, dy: g.ended, into: gradient) }
  }
}
