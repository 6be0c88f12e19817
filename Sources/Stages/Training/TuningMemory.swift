import LanguageModel
import MatMul

/// What tuning a model takes in memory, from its shape alone.
struct TuningMemory {
  let configuration: ModelConfiguration
  let parameterCount: Double
  /// Bytes that a frozen base is held in; 0 where all weights are tuned.
  let base: Double
  /// Whether the frozen base stays in its files.
  let isMapped: Bool
  /// The adapter that is tuned; nil: all weights.
  let adapter: AdapterOptions?
  /// Tokens of a pack.
  let capacity: Int
  let gradientCheckpointing: Bool
  /// Of the products.
  let precision: Precision
  /// Whether the best weights so far are kept beside the last ones.
  var keepsBest = false

  init(
    _ model: LanguageModel, adapter: AdapterOptions?, capacity: Int, gradientCheckpointing: Bool, precision: Precision
  ) {
    self.init(
      model.configuration, parameterCount: Double(model.parameterCount),
      base: adapter == nil
        ? 0 : Double(model.parameterCount) * Double(model.isMapped ? model.originalType.size : 4),
      isMapped: adapter != nil && model.isMapped,
      adapter: adapter, capacity: capacity, gradientCheckpointing: gradientCheckpointing, precision: precision)
  }

  init(
    _ configuration: ModelConfiguration, parameterCount: Double, base: Double = 0, isMapped: Bool = false,
    adapter: AdapterOptions? = nil, capacity: Int, gradientCheckpointing: Bool, precision: Precision
  ) {
    self.configuration = configuration
    self.parameterCount = parameterCount
    self.base = base
    self.isMapped = isMapped
    self.adapter = adapter
    self.capacity = capacity
    self.gradientCheckpointing = gradientCheckpointing
    self.precision = precision
  }

  var bytes: Double {
    let c = configuration
    // What products read of weights and activations, bfloat16 or float32, and the sums, which are float32.
    let (stored, sum) = (precision == .bf16 ? 2 : 4, 4)
    // What is trained, its gradient and AdamW's two moments. The base that all weights are a copy of waits in its files; an
    // adapter's base is held as it is. Weights in memory have a copy in bfloat16 for products in it.
    let trained = adapter.map { adapterParameters($0) } ?? parameterCount
    let copied = stored == 2 && !isMapped ? 2 * parameterCount : 0
    // One layer's matrices, packed for the products of both passes, and the part of the output matrix that is multiplied at once.
    let packed = Double(2 * stored) * c.packedParameters + 16_384 * Double(c.hiddenSize)
    let tokens = Double(min(capacity, c.contextLength))
    let logits = min(68e6, Double(stored) * tokens * Double(c.vocabularySize))
    // Per token: what a layer keeps for the backward pass; the gradient's own rows, the last states and the loss's rows come once.
    let heads = c.queryKeyNorm != nil ? c.queryWidth + c.keyWidth : 0
    let states = c.normPlacement.isAfter ? 4 : 2
    let layers = (0..<c.layers).map { l in
      sum * (states * c.hiddenSize + heads + c.heads + 4 + c.routingWidth(at: l))
        + stored * (c.attentionWidth + c.queryWidth + c.upWidth(at: l))
    }
    let kept =
      gradientCheckpointing ? sum * c.layers * c.hiddenSize + (layers.max() ?? 0) : layers.reduce(0, +)
    var passing = sum * ((c.normPlacement.isAfter ? 6 : 5) * c.hiddenSize + c.attentionWidth + heads + c.heads)
    passing += stored * (3 * c.hiddenSize + c.attentionWidth + c.queryWidth)
    if c.hasDenseLayers { passing += stored * c.intermediateSize }
    let experts = c.expertMemory(stored: stored, tokens: tokens, isBackward: true)
    if let adapter {
      passing += (2 * sum + stored) * adapter.rank
      if adapter.dropout > 0 { passing += stored * max(c.hiddenSize, c.queryWidth, c.intermediateSize) }
    }
    return (keepsBest ? 20 : 16) * trained + base + copied + packed + logits + experts + tokens * Double(kept + passing)
      + Self.program
  }

  /// The program itself, with what it was loaded with.
  static let program = 64e6

  /// rank·(inputs + outputs) of every adapted layer; as if of all that can be, where targets are named.
  private func adapterParameters(_ options: AdapterOptions) -> Double {
    let c = configuration
    let (h, f) = (c.hiddenSize, c.intermediateSize)
    var sums = (h + c.queryWidth) + 2 * (h + c.keyWidth) + (c.queryWidth + h)
    if c.sparseLayers == 0 { sums += (c.upWidth / max(1, f) + 1) * (h + f) }
    return Double(c.layers) * Double(options.rank) * Double(sums)
  }
}
