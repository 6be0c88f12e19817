import LanguageModel
import Numerics

/// What tuning a model takes in memory, from its shape alone.
struct TuningMemory {
  let configuration: ModelConfiguration
  let parameterCount: Double
  /// Bytes that a frozen base is held in; 0 where all weights are tuned.
  let base: Double
  /// The adapter that is tuned; nil: all weights.
  let adapter: AdapterOptions?
  /// Tokens of a pack.
  let capacity: Int
  let gradientCheckpointing: Bool

  /// Of the products.
  let precision: Precision

  init(
    _ model: LanguageModel, adapter: AdapterOptions?, capacity: Int, gradientCheckpointing: Bool, precision: Precision
  ) {
    self.init(
      model.configuration, parameterCount: Double(model.parameterCount),
      base: adapter == nil
        ? 0 : Double(model.parameterCount) * Double(model.isMapped ? model.originalType.size : 4),
      adapter: adapter, capacity: capacity, gradientCheckpointing: gradientCheckpointing, precision: precision)
  }

  init(
    _ configuration: ModelConfiguration, parameterCount: Double, base: Double = 0, adapter: AdapterOptions? = nil,
    capacity: Int, gradientCheckpointing: Bool, precision: Precision
  ) {
    self.configuration = configuration
    self.parameterCount = parameterCount
    self.base = base
    self.adapter = adapter
    self.capacity = capacity
    self.gradientCheckpointing = gradientCheckpointing
    self.precision = precision
  }

  var bytes: Double {
    let c = configuration
    // float32: what is trained, its gradient and AdamW's two moments. The base that all weights are a copy of waits in its
    // files; an adapter's base is held as it is.
    let trained = adapter.map { adapterParameters($0) } ?? parameterCount
    // The same rounded for the products, and the exponentials of their vocabulary: see the decoder's rounded layers, which
    // adapters do not have.
    let rounds = precision == .bf16 && adapter == nil
    let tokens = Double(min(capacity, c.contextLength))
    let copies = rounds ? 2 * parameterCount + min(64e6, 2 * tokens * Double(c.vocabularySize)) : 64e6
    // Per token, what a layer keeps for the backward pass; the gradient's own rows come once.
    let wide = c.attentionWidth + c.queryWidth + c.upWidth
    let layer = 4 * 2 * c.hiddenSize + (rounds ? 2 : 4) * wide
    let kept = gradientCheckpointing ? 4 * c.layers * c.hiddenSize + layer : c.layers * layer
    let passing = 4 * (5 * c.hiddenSize + c.attentionWidth + c.queryWidth + 2 * c.intermediateSize)
    // And the program itself.
    return 16 * trained + base + copies + tokens * Double(kept + passing) + Self.program
  }

  /// The program itself, with what it was loaded with.
  static let program = 64e6

  /// rank·(inputs + outputs) of every adapted layer; as if of all, where targets are named.
  private func adapterParameters(_ options: AdapterOptions) -> Double {
    let c = configuration
    let (h, f) = (c.hiddenSize, c.intermediateSize)
    let ups = c.upWidth / max(1, f)
    let sums = (h + c.queryWidth) + 2 * (h + c.keyWidth) + (c.queryWidth + h) + ups * (h + f) + (f + h)
    return Double(c.layers) * Double(options.rank) * Double(sums)
  }
}
