import Numerics

/// Forward and backward passes of one model, and the memory they reuse: the module's one owner of raw pointers.
///
/// A batch is its segments end to end: T rows of each activation. Linear layers see all rows at once; attention runs
/// per segment and head, so that no segment can see another and nothing of size T² exists.
final class Decoder {
  let c: ModelConfiguration
  let layout: WeightLayout
  let w: Weights
  /// nil where positions are learned.
  let rope: RotaryTable?
  /// Adds to the products of the layers' matrices.
  let adapter: AdapterPass?
  /// Whether the backward pass adds the gradients of the model's own weights; without it only those of the adapter.
  var trainsBase: Bool { adapter == nil }

  /// The products' precision; everything between them, gradients and weights stay float32.
  var product = MatrixProduct(.f32)
  /// Whether the batch's layers run rounded, piece by piece of rows: see Rounded.
  var rounds: Bool { product.precision == .bf16 && adapter == nil }
  let shares = Pool<AttentionShare>()
  let pieces = Pool<PieceMemory>()
  let lossShares = Pool<LossShare>()
  let packedLayer: PackedLayer
  var keptLossMemory: LossMemory?
  /// What measures the passes, if anything does.
  var profile: Profile?

  /// What a forward pass keeps for the backward pass.
  enum Keeping {
    /// Only the layer that is being run.
    case nothing
    /// Each layer's input; the backward pass runs the layer again.
    case inputs
    case everything
  }

  /// What the forward pass keeps of one layer for the backward pass.
  struct Kept {
    let input: AlignedBuffer<Float>  // T x hidden: residual stream before attention
    let middle: AlignedBuffer<Float>  // T x hidden: residual stream before the feed-forward part
    let attention: AlignedBuffer<Float>  // T x (queries + keys + values), rotated
    let queryKey: AlignedBuffer<Float>  // T x (queries + keys) before their norm, where they have one
    let inverseHeads: AlignedBuffer<Float>  // T x (heads + key heads), of that norm
    let mixed: AlignedBuffer<Float>  // T x queries: attention's output
    let up: AlignedBuffer<Float>  // T x 2·intermediate (gate and up), or T x intermediate
    let moments1: AlignedBuffer<Float>  // 2 x T: inverses, then means, of the norm before attention
    let moments2: AlignedBuffer<Float>  // 2 x T: of the norm before the feed-forward part
    let logSum: AlignedBuffer<Float>  // T x heads
    /// In bfloat16 what otherwise is in `attention`, `mixed` and `up`, which are empty then.
    let rounded: Rounded?

    struct Rounded {
      let attention: AlignedBuffer<UInt16>
      let mixed: AlignedBuffer<UInt16>
      let up: AlignedBuffer<UInt16>
    }

    /// For `rows` rows; `upRows` of them keep their way up.
    init(_ c: ModelConfiguration, rows: Int, upRows: Int, rounded: Bool) {
      // Every row is written before it is read, those of padding too: the threads that do so touch the memory first.
      input = AlignedBuffer(uninitialized: rows * c.hiddenSize)
      middle = AlignedBuffer(uninitialized: upRows * c.hiddenSize)
      self.rounded =
        !rounded
        ? nil
        : Rounded(
          attention: AlignedBuffer(uninitialized: rows * c.attentionWidth),
          mixed: AlignedBuffer(uninitialized: rows * c.queryWidth),
          up: AlignedBuffer(uninitialized: upRows * c.upWidth))
      let plain = rounded ? 0 : rows
      attention = AlignedBuffer(uninitialized: plain * c.attentionWidth)
      queryKey = AlignedBuffer(count: c.queryKeyNorm ? rows * (c.queryWidth + c.keyWidth) : 0)
      inverseHeads = AlignedBuffer(count: c.queryKeyNorm ? rows * (c.heads + c.keyValueHeads) : 0)
      mixed = AlignedBuffer(uninitialized: plain * c.queryWidth)
      up = AlignedBuffer(uninitialized: plain * c.upWidth)
      moments1 = AlignedBuffer(count: 2 * rows)
      moments2 = AlignedBuffer(count: 2 * rows)
      logSum = AlignedBuffer(count: rows * c.heads)
    }

    /// An input of its own; everything else is `other`'s.
    init(input: AlignedBuffer<Float>, sharing other: Kept) {
      self.input = input
      middle = other.middle
      attention = other.attention
      queryKey = other.queryKey
      inverseHeads = other.inverseHeads
      mixed = other.mixed
      up = other.up
      moments1 = other.moments1
      moments2 = other.moments2
      logSum = other.logSum
      rounded = other.rounded
    }
  }

  // The current batch.
  private(set) var batch: [Segment] = []
  private(set) var starts: [Int] = []
  private(set) var total = 0  // tokens
  private(set) var rows = 0  // total, padded
  /// Whether the rows are a step of generation.
  private(set) var isStep = false
  /// Whether the batch's rows are, by now, those that predict its targets, one after the other.
  private(set) var holdsTargetsOnly = false

  // Workspace, for up to `capacity` rows.
  private var capacity = 0
  private var keptFor = Keeping.nothing
  private var keptRounded = false
  /// Whether the current batch keeps anything of its layers for a backward pass.
  private(set) var keepsLayers = false
  private(set) var kept: [Kept] = []
  private(set) var positions = AlignedBuffer<Int32>(count: 0)
  private(set) var stream = AlignedBuffer<Float>(count: 0)  // T x hidden: the last layer's output
  /// T x hidden: after the final norm; where nothing is kept, the stream itself.
  private(set) var hidden = AlignedBuffer<Float>(count: 0)
  private(set) var finalMoments = AlignedBuffer<Float>(count: 0)
  private(set) var normed = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var activation = AlignedBuffer<Float>(count: 0)  // T x intermediate
  // Backward only.
  private var backwardCapacity = 0
  private(set) var dStream = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var dNormed = AlignedBuffer<Float>(count: 0)  // T x hidden
  private(set) var dAttention = AlignedBuffer<Float>(count: 0)  // T x (queries + keys + values)
  private(set) var dQueryKey = AlignedBuffer<Float>(count: 0)  // T x (queries + keys), where they are normalised
  private(set) var dMixed = AlignedBuffer<Float>(count: 0)  // T x queries
  private(set) var delta = AlignedBuffer<Float>(count: 0)  // T x heads
  private(set) var normPartials = AlignedBuffer<Float>(count: 0)  // T/grain x 2·max(hidden, head)
  private(set) var backwardPlanes: BackwardPlanes?
  private(set) var logitChunk = AlignedBuffer<Float>(count: 0)
  private(set) var gathered = AlignedBuffer<Float>(count: 0)
  private(set) var dGathered = AlignedBuffer<Float>(count: 0)

  /// Rows per piece of an elementwise loop, and of a rounded layer.
  static let grain = PackedMatrix.mostRows
  /// Fewer rows of a step of generation cost what reading the weights costs: these are then read as they are stored.
  static let fewRows = 64

  init(_ configuration: ModelConfiguration, _ weights: Weights, _ adapter: Adapter? = nil) {
    c = configuration
    layout = weights.layout
    w = weights
    self.adapter = adapter.map { AdapterPass($0) }
    rope = RotaryTable(configuration)
    packedLayer = PackedLayer(configuration)
  }

  /// Makes room for the batch, and lays its positions out.
  func prepare(_ batch: [Segment], keeping: Keeping, rounded: Bool) {
    self.batch = batch
    starts = []
    total = 0
    for segment in batch {
      starts.append(total)
      total += segment.tokens.count
    }
    // Rounded rows are taken in pieces of a multiple of so many.
    let grain = rounded ? PackedMatrix.leastRows : 1
    isStep = false
    reserve(rows: (total + grain - 1) / grain * grain, keeping: keeping, rounded: rounded)
    place(batch.flatMap { 0..<$0.tokens.count })
  }

  /// Makes room for one token a row at these positions, of no batch.
  func prepare(positions places: [Int]) {
    batch = []
    starts = []
    total = places.count
    isStep = true
    reserve(rows: total, keeping: .nothing, rounded: false)
    place(places)
  }

  private func place(_ places: [Int]) {
    rope?.extend(to: 1 + (places.max() ?? 0))
    for t in 0..<rows { positions.pointer[t] = t < total ? Int32(places[t]) : 0 }
  }

  /// From here on the batch's rows are those of its targets, `count` of them.
  func leaveTargets(_ count: Int) {
    rows = count
    holdsTargetsOnly = true
  }

  private func reserve(rows: Int, keeping: Keeping, rounded: Bool) {
    self.rows = rows
    holdsTargetsOnly = false
    if rows > capacity || rounded != keptRounded {
      // A little more of a large batch, so that those of nearly the same size do not begin anew each time.
      capacity = max(capacity, rows < 512 ? rows : (rows + 511) / 512 * 512)
      (keptRounded, keptFor) = (rounded, .nothing)
      // What was is freed before what will be is made.
      kept = []
      (normed, activation) = (AlignedBuffer(count: 0), AlignedBuffer(count: 0))
      positions = AlignedBuffer(count: capacity)
      stream = AlignedBuffer(count: 0)
      hidden = stream
      finalMoments = AlignedBuffer(count: 2 * capacity)
      normed = AlignedBuffer(count: (rounded ? 1 : capacity) * c.hiddenSize)
      activation = AlignedBuffer(count: rounded ? 0 : capacity * c.intermediateSize)
    }
    if keeping != .nothing, keeping != keptFor {
      kept = []
      keptFor = keeping
    }
    keepsLayers = keeping != .nothing
    // A rounded pass that keeps nothing holds neither the middle nor the way up.
    let upRows = rounded && keeping == .nothing ? 0 : capacity
    if kept.isEmpty { kept.append(Kept(c, rows: capacity, upRows: upRows, rounded: rounded)) }
    while keeping != .nothing, kept.count < c.layers {
      kept.append(
        keeping == .everything
          ? Kept(c, rows: capacity, upRows: capacity, rounded: rounded)
          : Kept(input: AlignedBuffer(count: capacity * c.hiddenSize), sharing: kept[0]))
    }
    if !keepsLayers {
      // One plane, in place.
      (stream, hidden) = (kept[0].input, kept[0].input)
    } else if stream === hidden {
      (stream, hidden) = (
        AlignedBuffer(count: capacity * c.hiddenSize), AlignedBuffer(count: capacity * c.hiddenSize)
      )
    }
  }

  /// Whether the batch's layers share all but their inputs.
  var keepsInputsOnly: Bool { keptFor == .inputs }

  func prepareBackward() {
    guard backwardCapacity < capacity || (backwardPlanes != nil) != keptRounded else { return }
    backwardCapacity = capacity
    backwardPlanes = nil
    dStream = AlignedBuffer(count: capacity * c.hiddenSize)
    dNormed = AlignedBuffer(count: capacity * c.hiddenSize)
    dAttention = AlignedBuffer(count: capacity * c.attentionWidth)
    dQueryKey = AlignedBuffer(count: c.queryKeyNorm ? capacity * (c.queryWidth + c.keyWidth) : 0)
    dMixed = AlignedBuffer(count: keptRounded ? 0 : capacity * c.queryWidth)
    delta = AlignedBuffer(count: capacity * c.heads)
    normPartials = AlignedBuffer(
      count: (capacity + Self.grain - 1) / Self.grain * 2 * max(c.hiddenSize, c.headDimension))
    if keptRounded { backwardPlanes = BackwardPlanes(c, rows: capacity) }
  }

  /// Targets whose logits are computed at once: at most 64 MB of logits, and few enough to stay in a large cache.
  var chunkRows: Int { max(1, min(1024, (64 << 20) / (4 * c.vocabularySize))) }

  func prepareLogits() {
    let count = chunkRows
    guard logitChunk.count < count * c.vocabularySize else { return }
    logitChunk = AlignedBuffer(count: count * c.vocabularySize)
    gathered = AlignedBuffer(count: count * c.hiddenSize)
    dGathered = AlignedBuffer(count: count * c.hiddenSize)
  }
}
