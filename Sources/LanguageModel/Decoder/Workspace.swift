import Kernels
import Numerics

/// What a forward pass keeps for the backward pass.
enum Keeping {
  /// Only the layer that is being run.
  case nothing
  /// Each layer's input, a checkpoint from which the backward pass runs the layer again.
  case checkpoints
  case everything
}

/// What the forward pass leaves of one layer.
struct LayerActivations<Element: StoredElement> {
  var input: AlignedBuffer<Float>  // T x hidden: residual stream before attention
  let middle: AlignedBuffer<Float>  // T x hidden: before the feed-forward part; empty where nothing is kept
  let attended: BranchOutput  // attention's
  let fed: BranchOutput  // the feed-forward part's
  let attention: AlignedBuffer<Element>  // T x (queries + keys + values), rotated
  let queryKey: AlignedBuffer<Float>  // T x (queries + keys) before their norm, where they have one
  let inverseHeads: AlignedBuffer<Float>  // T x (heads + key heads), of that norm
  let mixed: AlignedBuffer<Element>  // T x queries: attention's output
  /// T x intermediate, or twice that (gate and up); of experts their chosen rows, one expert after the other; empty where nothing is
  /// kept
  let up: AlignedBuffer<Element>
  let routing: Routing?  // where there are experts
  let moments1: AlignedBuffer<Float>  // 2 x T: inverses, then means, of the norm that attention begins with
  let moments2: AlignedBuffer<Float>  // 2 x T: of that of the feed-forward part
  let logSum: AlignedBuffer<Float>  // T x heads

  /// - Parameter layers: those that use this memory, one after the other.
  init(_ c: ModelConfiguration, rows: Int, keeps: Bool, layers: Range<Int>) {
    // Every row is written before it is read, those of padding too: the threads that do so touch the memory first.
    input = AlignedBuffer(uninitialized: rows * c.hiddenSize)
    middle = AlignedBuffer(uninitialized: keeps ? rows * c.hiddenSize : 0)
    attention = AlignedBuffer(uninitialized: rows * c.attentionWidth)
    attended = BranchOutput(c, rows: rows, keeps: keeps)
    fed = BranchOutput(c, rows: rows, keeps: keeps)
    queryKey = AlignedBuffer(count: c.queryKeyNorm != nil ? rows * (c.queryWidth + c.keyWidth) : 0)
    inverseHeads = AlignedBuffer(count: c.queryKeyNorm != nil ? rows * (c.heads + c.keyValueHeads) : 0)
    mixed = AlignedBuffer(uninitialized: rows * c.queryWidth)
    up = AlignedBuffer(uninitialized: keeps ? rows * (layers.map { c.upWidth(at: $0) }.max() ?? 0) : 0)
    routing = layers.lazy.compactMap { c.experts(at: $0) }.first.map { Routing($0, rows: rows) }
    moments1 = AlignedBuffer(count: 2 * rows)
    moments2 = AlignedBuffer(count: 2 * rows)
    logSum = AlignedBuffer(count: rows * c.heads)
  }
}

/// What a branch gives before the norm that it ends with; empty where it ends with none.
struct BranchOutput {
  let rows: AlignedBuffer<Float>  // T x hidden; empty where nothing is kept
  let moments: AlignedBuffer<Float>  // 2 x T: inverses, then means, of that norm

  init(_ c: ModelConfiguration, rows: Int, keeps: Bool) {
    self.rows = AlignedBuffer(uninitialized: keeps && c.normPlacement.isAfter ? rows * c.hiddenSize : 0)
    moments = AlignedBuffer(count: c.normPlacement.isAfter ? 2 * rows : 0)
  }
}

/// What the backward pass works in, over all rows.
struct Gradients<Element: StoredElement> {
  let stream: AlignedBuffer<Float>  // T x hidden
  let normed: AlignedBuffer<Float>  // T x hidden: with respect to normalised rows
  let ended: AlignedBuffer<Float>  // T x hidden: with respect to what a branch's last norm gave, where it has one
  let attention: AlignedBuffer<Float>  // T x (queries + keys + values)
  let queryKey: AlignedBuffer<Float>  // T x (queries + keys), normalised, where they are
  // What products over all rows read.
  let out: AlignedBuffer<Element>  // T x hidden: the gradient that comes from above
  let mixed: AlignedBuffer<Element>  // T x queries
  let attentionStored: AlignedBuffer<Element>  // as `attention`, which it is where elements are float32
  let active: AlignedBuffer<Element>  // T x intermediate: not a gradient, but the activation itself again
  let input: AlignedBuffer<Element>  // T x hidden: nor this, but normalised rows again

  init(_ c: ModelConfiguration, rows: Int) {
    stream = AlignedBuffer(count: rows * c.hiddenSize)
    normed = AlignedBuffer(count: rows * c.hiddenSize)
    ended = AlignedBuffer(count: c.normPlacement.isAfter ? rows * c.hiddenSize : 0)
    attention = AlignedBuffer(count: rows * c.attentionWidth)
    queryKey = AlignedBuffer(count: c.queryKeyNorm != nil ? rows * (c.queryWidth + c.keyWidth) : 0)
    out = AlignedBuffer(count: rows * c.hiddenSize)
    mixed = AlignedBuffer(count: rows * c.queryWidth)
    attentionStored =
      attention as? AlignedBuffer<Element> ?? AlignedBuffer(count: rows * c.attentionWidth)
    active = AlignedBuffer(count: rows * (c.hasDenseLayers ? c.intermediateSize : 0))
    input = AlignedBuffer(count: rows * c.hiddenSize)
  }
}

/// What one thread works in while it takes a tile of rows from one attention to the next: small enough for the second-level
/// cache.
final class Tile<Element: StoredElement> {
  let rows: Int
  let input: AlignedBuffer<Element>  // rows x hidden
  let sum: AlignedBuffer<Float>  // rows x hidden: what is to be added to the residual stream
  let wide: AlignedBuffer<Float>  // rows x the widest output of a layer's matrices
  let active: AlignedBuffer<Element>  // rows x intermediate
  let dActive: AlignedBuffer<Float>  // rows x max(intermediate, queries)

  init(_ c: ModelConfiguration, rows: Int) {
    self.rows = rows
    // Experts have rows of their own.
    let (up, width) = c.hasDenseLayers ? (c.upWidth, c.intermediateSize) : (0, 0)
    input = AlignedBuffer(uninitialized: rows * c.hiddenSize)
    sum = AlignedBuffer(uninitialized: rows * c.hiddenSize)
    wide = AlignedBuffer(uninitialized: rows * max(c.attentionWidth, up))
    active = AlignedBuffer(uninitialized: rows * width)
    dActive = AlignedBuffer(uninitialized: rows * max(width, c.queryWidth))
  }
}

/// A decoder's memory over all rows of a batch, which grows with the largest one.
final class Workspace<Element: StoredElement> {
  private let c: ModelConfiguration
  private var capacity = 0
  private(set) var keeping = Keeping.nothing
  private var layers: [LayerActivations<Element>] = []
  /// Each row's row in the rotary table.
  private(set) var turns = AlignedBuffer<Int32>(count: 0)
  private(set) var stream = AlignedBuffer<Float>(count: 0)  // T x hidden: the last layer's output
  /// T x hidden: after the final norm; where nothing is kept, the stream itself.
  private(set) var hidden = AlignedBuffer<Float>(count: 0)
  private(set) var finalMoments = AlignedBuffer<Float>(count: 0)
  private var made: Gradients<Element>?
  private var madeForExperts: ExpertSpace<Element>?

  init(_ c: ModelConfiguration) { self.c = c }

  /// Whether the current batch keeps anything of its layers for a backward pass.
  var keepsLayers: Bool { keeping != .nothing }

  /// What layer `l` leaves for the backward pass, or, if nothing is kept, what all layers use.
  func layer(_ l: Int) -> LayerActivations<Element> { layers[keepsLayers ? l : 0] }

  /// Makes room; what another kind of pass, or one of fewer rows, had is given up.
  func reserve(rows: Int, keeping: Keeping) {
    guard rows > capacity || keeping != self.keeping || layers.isEmpty else { return }
    // A little more of a large batch, so that those of nearly the same size do not begin anew each time.
    if rows > capacity { capacity = rows < 512 ? rows : (rows + 511) / 512 * 512 }
    self.keeping = keeping
    // What was is freed before what will be is made.
    (layers, made, madeForExperts) = ([], nil, nil)
    (stream, hidden) = (AlignedBuffer(count: 0), AlignedBuffer(count: 0))
    turns = AlignedBuffer(count: capacity)
    finalMoments = AlignedBuffer(count: 2 * capacity)
    let isShared = keeping != .everything
    layers = [LayerActivations(c, rows: capacity, keeps: keepsLayers, layers: 0..<(isShared ? c.layers : 1))]
    // One plane, in place.
    guard keepsLayers else { return (stream, hidden) = (layers[0].input, layers[0].input) }
    for l in 1..<c.layers {
      var layer = isShared ? layers[0] : LayerActivations(c, rows: capacity, keeps: true, layers: l..<l + 1)
      if isShared { layer.input = AlignedBuffer(count: capacity * c.hiddenSize) }
      layers.append(layer)
    }
    (stream, hidden) = (AlignedBuffer(count: capacity * c.hiddenSize), AlignedBuffer(count: capacity * c.hiddenSize))
  }

  /// For layers with experts; nil where the model has none.
  var experts: ExpertSpace<Element>? {
    if madeForExperts == nil, let experts = c.experts {
      madeForExperts = ExpertSpace(c, experts, rows: capacity)
    }
    return madeForExperts
  }

  /// For the backward pass of the current batch.
  var gradients: Gradients<Element> {
    let gradients = made ?? Gradients(c, rows: capacity)
    made = gradients
    return gradients
  }
}
