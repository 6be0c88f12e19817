import Kernels
import Numerics

/// An adapter's share of a decoder's products, with scratch memory of its own.
///
/// Nothing is kept between the passes: x·Aᵀ and the dropout masks are computed again in the backward pass, which costs
/// little at a small rank.
final class AdapterPass {
  let adapter: Adapter
  /// Of the masks of the current batch; nil: nothing is dropped.
  var dropoutKey: UInt64?
  /// Where the segments' own gradients go in place of their sum's; nil: the sum is asked for.
  var projected: ProjectedGradients?
  private let rank: Int
  private let scale: Float
  private var low = AlignedBuffer<Float>(count: 0)  // rows x rank
  private var dLow = AlignedBuffer<Float>(count: 0)  // rows x rank
  private var wide = AlignedBuffer<Float>(count: 0)  // rows x inputs

  init(_ adapter: Adapter) {
    self.adapter = adapter
    rank = adapter.options.rank
    scale = Float(adapter.options.scale)
  }

  private static let grain = 128

  /// y += s·dropout(x)AᵀBᵀ at each site of the linear layer; x: rows x inputs, y: rows x outputs.
  func apply(_ linear: Linear, rows: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    for i in adapter.sites(at: linear.offset) {
      let site = adapter.sites[i]
      project(dropped(x, rows, i), site, rows)
      LinearAlgebra.multiply(
        rows, site.outputs, rank, alpha: scale, low.constant, rank, parameters + site.b, rank, transposeB: true,
        accumulate: true,
        into: y + site.column, linear.outputs)
    }
  }

  /// dx += the gradient through the sites of the layer; dy: rows x outputs.
  func inputGradient(_ linear: Linear, rows: Int, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>) {
    for i in adapter.sites(at: linear.offset) {
      let site = adapter.sites[i]
      backProject(dy, linear, site, rows)
      guard let key = key(i) else {
        LinearAlgebra.multiply(
          rows, site.inputs, rank, dLow.constant, rank, parameters + site.a, site.inputs, accumulate: true, into: dx,
          site.inputs
        )
        continue
      }
      reserve(&wide, rows * site.inputs)
      LinearAlgebra.multiply(
        rows, site.inputs, rank, dLow.constant, rank, parameters + site.a, site.inputs, into: wide.pointer, site.inputs)
      Parallel.ranges(rows, grain: Self.grain) { r in
        let first = r.lowerBound * site.inputs
        Kernels.dropoutBackward(
          wide.constant + first, addedTo: dx + first, r.count * site.inputs, probability: adapter.options.dropout,
          key: key, first: first)
      }
    }
  }

  /// Adds to dA and dB of the layer's sites, or to those of each segment; dy: rows x outputs, x: rows x inputs, as `apply` had
  /// it.
  func weightGradient(
    _ linear: Linear, rows: Int, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    for i in adapter.sites(at: linear.offset) {
      let site = adapter.sites[i]
      let input = dropped(x, rows, i)
      project(input, site, rows)
      backProject(dy, linear, site, rows)
      if let projected {
        add(linear, site, dy, input, to: projected)
        continue
      }
      LinearAlgebra.multiply(
        site.outputs, rank, rows, alpha: scale, dy + site.column, linear.outputs, transposeA: true, low.constant, rank,
        accumulate: true,
        into: gradient.pointer + site.b, rank)
      LinearAlgebra.multiply(
        rank, site.inputs, rows, dLow.constant, rank, transposeA: true, input, site.inputs, accumulate: true,
        into: gradient.pointer + site.a, site.inputs)
    }
  }

  /// As above, segment by segment; `low` and `dLow` are the site's.
  private func add(
    _ linear: Linear, _ site: AdapterSite, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    to projected: ProjectedGradients
  ) {
    projected.add(site.tensor(.b), count: site.outputs * rank) { r, into in
      LinearAlgebra.multiplySerially(
        site.outputs, rank, r.count, alpha: scale, dy + r.lowerBound * linear.outputs + site.column, linear.outputs,
        transposeA: true, low.constant + r.lowerBound * rank, rank, into: into, rank)
    }
    projected.add(site.tensor(.a), count: rank * site.inputs) { r, into in
      LinearAlgebra.multiplySerially(
        rank, site.inputs, r.count, dLow.constant + r.lowerBound * rank, rank, transposeA: true,
        x + r.lowerBound * site.inputs, site.inputs, into: into, site.inputs)
    }
  }

  private var parameters: UnsafePointer<Float> { adapter.parameters.constant }

  /// low = x Aᵀ
  private func project(_ x: UnsafePointer<Float>, _ site: AdapterSite, _ rows: Int) {
    reserve(&low, rows * rank)
    LinearAlgebra.multiply(
      rows, rank, site.inputs, x, site.inputs, parameters + site.a, site.inputs, transposeB: true, into: low.pointer,
      rank)
  }

  /// dLow = s·dy B
  private func backProject(_ dy: UnsafePointer<Float>, _ linear: Linear, _ site: AdapterSite, _ rows: Int) {
    reserve(&dLow, rows * rank)
    LinearAlgebra.multiply(
      rows, rank, site.outputs, alpha: scale, dy + site.column, linear.outputs, parameters + site.b, rank,
      into: dLow.pointer,
      rank)
  }

  /// x, or a copy of it under the mask of site `i`.
  private func dropped(_ x: UnsafePointer<Float>, _ rows: Int, _ i: Int) -> UnsafePointer<Float> {
    guard let key = key(i) else { return x }
    let inputs = adapter.sites[i].inputs
    reserve(&wide, rows * inputs)
    Parallel.ranges(rows, grain: Self.grain) { r in
      let first = r.lowerBound * inputs
      Kernels.dropout(
        x + first, into: wide.pointer + first, r.count * inputs, probability: adapter.options.dropout, key: key,
        first: first)
    }
    return wide.constant
  }

  /// A mask of its own for each site.
  private func key(_ site: Int) -> UInt64? {
    guard let dropoutKey, adapter.options.dropout > 0 else { return nil }
    return DropoutKey.mix(dropoutKey, UInt64(site))
  }

  private func reserve(_ buffer: inout AlignedBuffer<Float>, _ count: Int) {
    if buffer.count < count { buffer = AlignedBuffer(uninitialized: count) }
  }
}
