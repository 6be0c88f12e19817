import Kernels
import MatMul
import Numerics

/// Forward and backward passes of one model, with what products read stored as `Element`, and the memory they reuse: the
/// module's one owner of raw pointers.
///
/// A batch is its segments end to end: T rows of each activation. Between two attentions a thread takes a tile of rows through
/// everything, so that what one product leaves for the next kernel is still in the second-level cache. Attention runs per
/// segment and head, so that no segment can see another and nothing of size T² exists. Sums, norms, the residual stream and
/// gradients are float32 whatever is stored. With float32 elements a row's bits depend on its segment alone, and a gradient is
/// one chain of sums over the rows in order: neither tiles nor batches nor threads change a bit.
final class Decoder<Element: StoredElement> {
  let c: ModelConfiguration
  let layout: WeightLayout
  let w: Weights
  /// nil where positions are learned.
  let rope: RotaryTable?
  /// Of layers with a window, where they have their own.
  let windowRope: RotaryTable?
  /// nil where norms multiply by their weights as they are.
  let raisedNorms: RaisedNorms?
  /// Adds to the products of the layers' matrices.
  let adapter: AdapterPass<Element>?
  /// Whether the backward pass adds the gradients of the model's own weights; without it only those of the adapter.
  var trainsBase: Bool { adapter == nil }

  let matrices: LayerMatrices<Element>
  let tiles = WorkspacePool<Tile<Element>>()
  let attention: Attention<Element>
  let lossShares = WorkspacePool<LossShare<Element>>()
  var lossMemory: LossMemory<Element>?
  let space: Workspace<Element>
  /// What measures the passes, if anything does.
  var profile: Profile?

  /// Products over all rows.
  static var product: MatrixProduct { MatrixProduct(Element.self == BFloat16.self ? .bf16 : .f32) }
  /// Fewer rows that leave nothing for a backward pass cost what reading the weights costs: these are then read as they are
  /// stored, and all threads share each product.
  static var fewRows: Int { 64 }

  // The current batch.
  private(set) var batch: [Segment] = []
  private(set) var starts: [Int] = []
  private(set) var total = 0  // tokens
  /// The total; bfloat16 rows are taken in tiles of multiples of so many, and padded to them with zeros.
  private(set) var rows = 0
  /// The rows that are no padding.
  private(set) var live = 0
  /// Whether products read the weights as they are stored, each on all threads.
  private(set) var readsStored = false
  /// Whether the batch's rows are, by now, those that predict its targets, one after the other.
  private(set) var holdsTargetsOnly = false

  init(_ configuration: ModelConfiguration, _ weights: Weights, _ adapter: Adapter? = nil) {
    c = configuration
    layout = weights.layout
    w = weights
    self.adapter = adapter.map { AdapterPass($0) }
    let rotated = configuration.rotatedDimension
    rope = RotaryTable(configuration.position, dimension: rotated)
    windowRope = configuration.windowPosition.flatMap { RotaryTable($0, dimension: rotated) }
    raisedNorms = configuration.normsAddOne ? RaisedNorms(weights.layout) : nil
    attention = Attention(dimension: configuration.headDimension, longest: configuration.contextLength)
    matrices = LayerMatrices(weights, fusesGates: adapter == nil && configuration.gatesBySiLU)
    space = Workspace(configuration)
  }

  static func padded(_ rows: Int) -> Int {
    let least = Element.self == BFloat16.self ? TileRows.least : 1
    return (rows + least - 1) / least * least
  }

  /// Makes room for the batch, and lays its positions out.
  func prepare(_ batch: [Segment], keeping: Keeping) {
    starts = []
    total = 0
    for segment in batch {
      starts.append(total)
      total += segment.tokens.count
    }
    place(batch, batch.flatMap { segment in segment.tokens.indices.map { ($0, of: segment.tokens.count) } }, keeping)
    adapter?.begin(batch)
  }

  /// Makes room for one token a row at these positions, of no batch: a step of generation.
  func prepare(positions: [Int]) {
    (starts, total) = ([], positions.count)
    place([], positions.map { ($0, of: $0 + 1) }, .nothing)
    adapter?.begin([])
  }

  private func place(_ batch: [Segment], _ places: [(Int, of: Int)], _ keeping: Keeping) {
    self.batch = batch
    readsStored = total < Self.fewRows && keeping == .nothing && Element.self == Float.self
    holdsTargetsOnly = false
    (rows, live) = (Self.padded(total), total)
    space.reserve(rows: rows, keeping: keeping)
    raisedNorms?.begin(w)
    guard let rope else { return }
    let turns = places.map { rope.row(of: $0, in: $1) }
    let count = 1 + (turns.max() ?? 0)
    rope.extend(to: count)
    windowRope?.extend(to: count)
    for t in 0..<rows { space.turns.pointer[t] = t < total ? Int32(turns[t]) : 0 }
  }

  /// Leaves the last layer only the rows that predict a target: what other rows would become after attention is read by
  /// nobody.
  func narrow(_ k: LayerActivations<Element>) {
    let wanted = targets.map(\.row)
    guard !wanted.isEmpty, wanted.count < total else { return }
    // In order: no row is read after another was written over it.
    func gather<T>(_ x: AlignedBuffer<T>, _ width: Int) {
      for (i, row) in wanted.enumerated() where i < row {
        (x.pointer + i * width).update(from: x.pointer + row * width, count: width)
      }
    }
    gather(k.input, c.hiddenSize)
    gather(k.mixed, c.queryWidth)
    (rows, live) = (Self.padded(wanted.count), wanted.count)
    holdsTargetsOnly = true
  }

  /// Takes the rows in tiles, each with memory of its thread.
  func forEachTile(_ body: (Range<Int>, Tile<Element>) -> Void) {
    let most = readsStored ? max(1, rows) : matrices.backend.tileRows(of: rows)
    Parallel.ranges(rows, grain: most) { rows in
      tiles.withWorkspace(suits: { $0.rows >= most }, make: { Tile(c, rows: most) }) { body(rows, $0) }
    }
  }
}

extension ModelConfiguration {
  /// Whether a feed-forward part is SiLU(gate)·value and nothing else.
  fileprivate var gatesBySiLU: Bool { feedForward == .gated && activation == .silu && !feedForwardBias }
}
