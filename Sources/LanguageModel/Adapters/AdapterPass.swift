import Kernels
import MatMul
import Numerics

/// An adapter's share of a decoder's products: y += s·dropout(x)AᵀBᵀ at each of its sites.
///
/// A tile of rows takes it along with the product that it adds to. Nothing is kept between the passes: x·Aᵀ and the dropout
/// masks are computed again for the gradients, which costs little at a small rank.
final class AdapterPass<Element: StoredElement> {
  let adapter: Adapter
  /// Of the masks of the current batch; nil: nothing is dropped.
  var dropout: DropoutKey?
  /// Where the segments' own gradients go in place of their sum's; nil: the sum is asked for.
  var projected: ProjectedGradients?
  private let rank: Int
  private let scale: Float

  /// A and B of a site as products read them, forward and backward.
  private struct Packed {
    let a, b, aBackward, bBackward: PackedMatrix<Element>
  }
  private var packed: [Packed] = []
  /// The adapter's state that they are of.
  private var version = -1
  /// Of each of the batch's rows, from which its masks follow.
  private var rowKeys: [UInt64] = []
  private let scratch = WorkspacePool<Scratch>()
  private var whole = Scratch(0, 0, 0)  // of all rows

  /// What so many rows are worked on in.
  private final class Scratch {
    let rows: Int
    private let rank: Int
    private let widest: Int
    // rows x rank
    private(set) lazy var low = AlignedBuffer<Float>(uninitialized: rows * rank)
    private(set) lazy var lowStored = AlignedBuffer<Element>(uninitialized: rows * rank)
    private(set) lazy var dLow = AlignedBuffer<Float>(uninitialized: rows * rank)
    // rows x the widest input, where anything is dropped
    private(set) lazy var dropped = AlignedBuffer<Element>(uninitialized: rows * widest)
    private(set) lazy var dDropped = AlignedBuffer<Float>(uninitialized: rows * widest)

    init(_ rows: Int, _ rank: Int, _ widest: Int) { (self.rows, self.rank, self.widest) = (rows, rank, widest) }
  }

  init(_ adapter: Adapter) {
    self.adapter = adapter
    rank = adapter.options.rank
    scale = Float(adapter.options.scale)
  }

  /// To be called before each pass over a batch's rows.
  func begin(_ batch: [Segment]) {
    rowKeys = []
    if let dropout, adapter.options.dropout > 0 {
      for (i, segment) in batch.enumerated() {
        for position in segment.tokens.indices { rowKeys.append(dropout.row(i, position)) }
      }
    }
    let backend = ProductBackends.best(for: Element.self)
    let isSame = packed.first.map { backend.isSame(as: $0.a.backend) } ?? false
    if version == adapter.version, isSame { return }
    version = adapter.version
    if !isSame {
      packed = adapter.sites.map {
        Packed(
          a: PackedMatrix(k: $0.inputs, n: rank, backend: backend),
          b: PackedMatrix(k: rank, n: $0.outputs, backend: backend),
          aBackward: PackedMatrix(k: rank, n: $0.inputs, backend: backend),
          bBackward: PackedMatrix(k: $0.outputs, n: rank, backend: backend))
      }
    }
    Parallel.forEach(packed.count) { i in
      let (a, b) = (a(adapter.sites[i]), b(adapter.sites[i]))
      packed[i].a.pack(a.transpose)
      packed[i].b.pack(b.transpose)
      packed[i].aBackward.pack(a)
      packed[i].bBackward.pack(b)
    }
  }

  /// rank x inputs
  private func a(_ site: AdapterSite) -> MatrixOperand { .f32(adapter.parameters.constant + site.a, site.inputs) }
  /// outputs x rank
  private func b(_ site: AdapterSite) -> MatrixOperand { .f32(adapter.parameters.constant + site.b, rank) }

  private var widest: Int { adapter.options.dropout > 0 ? adapter.sites.map(\.inputs).max() ?? 0 : 0 }

  private func with(_ rows: Int, _ body: (Scratch) -> Void) {
    scratch.withWorkspace(suits: { $0.rows >= rows }, make: { Scratch(rows, rank, widest) }, body)
  }

  /// Of the batch's rows `r`, at x and y; x: rows x inputs, y: rows x outputs of the linear layer.
  func apply(_ linear: Linear, _ r: Range<Int>, _ x: UnsafePointer<Element>, into y: UnsafeMutablePointer<Float>) {
    for i in adapter.sites(at: linear.offset) {
      let site = adapter.sites[i]
      with(r.count) { s in
        multiply(
          r.count, dropped(x, r, i, into: s.dropped.pointer), site.inputs, packed[i].a, packed[i].b, s,
          accumulate: true, into: y + site.column, linear.outputs)
      }
    }
  }

  /// dx += the gradient through the sites of the layer; dy: rows x outputs.
  func inputGradient(
    _ linear: Linear, _ r: Range<Int>, _ dy: UnsafePointer<Element>, into dx: UnsafeMutablePointer<Float>
  ) {
    for i in adapter.sites(at: linear.offset) {
      let inputs = adapter.sites[i].inputs
      with(r.count) { s in
        multiply(
          r.count, dy + adapter.sites[i].column, linear.outputs, packed[i].bBackward, packed[i].aBackward, s,
          accumulate: rowKeys.isEmpty, into: rowKeys.isEmpty ? dx : s.dDropped.pointer, inputs)
        eachRow(r, i) { t, key in
          Kernels.dropoutBackward(
            s.dDropped.constant + t * inputs, addedTo: dx + t * inputs, inputs,
            probability: adapter.options.dropout, key: key)
        }
      }
    }
  }

  /// y = s·x·first·second, or +=.
  private func multiply(
    _ rows: Int, _ x: UnsafePointer<Element>, _ ldx: Int, _ first: PackedMatrix<Element>,
    _ second: PackedMatrix<Element>, _ s: Scratch, accumulate: Bool, into y: UnsafeMutablePointer<Float>, _ ldy: Int
  ) {
    first.multiply(rows, x, ldx, into: s.low.pointer, rank)
    Kernels.scale(s.low.pointer, by: scale, rows * rank)
    Kernels.store(s.low.constant, s.lowStored.pointer, rows * rank)
    second.multiply(rows, s.lowStored.constant, rank, accumulate: accumulate, into: y, ldy)
  }

  /// Adds to dA and dB of the layer's sites over all rows, or to those of each segment; dy: rows x outputs, x: rows x inputs,
  /// as `apply` had it.
  func weightGradient(
    _ linear: Linear, _ rows: Int, _ dy: UnsafePointer<Element>, _ x: UnsafePointer<Element>,
    into gradient: AlignedBuffer<Float>
  ) {
    let product = Decoder<Element>.product
    if whole.rows < rows { whole = Scratch(rows, rank, widest) }
    let s = whole
    for i in adapter.sites(at: linear.offset) {
      let site = adapter.sites[i]
      if !rowKeys.isEmpty {
        let dropped = s.dropped
        Parallel.ranges(rows, grain: TileRows.most) { r in
          _ = self.dropped(x + r.lowerBound * site.inputs, r, i, into: dropped.pointer + r.lowerBound * site.inputs)
        }
      }
      let input = MatrixOperand.of(rowKeys.isEmpty ? x : s.dropped.constant, site.inputs)
      let dOut = MatrixOperand.of(dy + site.column, linear.outputs)
      product.multiply(rows, rank, site.inputs, input, a(site).transpose, into: s.low.pointer, rank)
      product.multiply(rows, rank, site.outputs, dOut, b(site), into: s.dLow.pointer, rank)
      Kernels.scale(s.low.pointer, by: scale, rows * rank)
      Kernels.scale(s.dLow.pointer, by: scale, rows * rank)
      let (low, dLow) = (MatrixOperand.f32(s.low.constant, rank), MatrixOperand.f32(s.dLow.constant, rank))
      guard let projected else {
        product.multiply(
          site.outputs, rank, rows, dOut.transpose, low, accumulate: true, into: gradient.pointer + site.b, rank)
        product.multiply(
          rank, site.inputs, rows, dLow.transpose, input, accumulate: true, into: gradient.pointer + site.a, site.inputs
        )
        continue
      }
      projected.add(site.tensor(.b), count: site.outputs * rank) { r, into in
        product.multiplySerially(
          site.outputs, rank, r.count, dOut.part(row: r.lowerBound, column: 0).transpose,
          low.part(row: r.lowerBound, column: 0), into: into, rank)
      }
      projected.add(site.tensor(.a), count: rank * site.inputs) { r, into in
        product.multiplySerially(
          rank, site.inputs, r.count, dLow.part(row: r.lowerBound, column: 0).transpose,
          input.part(row: r.lowerBound, column: 0), into: into, site.inputs)
      }
    }
  }

  /// The rows `r`, at x, or a copy of them under the mask of site `i`.
  private func dropped(
    _ x: UnsafePointer<Element>, _ r: Range<Int>, _ i: Int, into y: @autoclosure () -> UnsafeMutablePointer<Element>
  ) -> UnsafePointer<Element> {
    if rowKeys.isEmpty { return x }
    let (inputs, y) = (adapter.sites[i].inputs, y())
    y.update(repeating: Element(rounding: 0), count: r.count * inputs)
    eachRow(r, i) { t, key in
      Kernels.dropout(
        x + t * inputs, into: y + t * inputs, inputs, probability: adapter.options.dropout, key: key)
    }
    return UnsafePointer(y)
  }

  /// Calls `body` with the rows of the batch among `r`, counted from its first, and the keys of their masks at a site.
  private func eachRow(_ r: Range<Int>, _ site: Int, _ body: (Int, UInt64) -> Void) {
    for t in r.clamped(to: rowKeys.indices) { body(t - r.lowerBound, DropoutKey.mix(rowKeys[t], UInt64(site))) }
  }
}
