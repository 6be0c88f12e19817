import LanguageModel

/// What tuning a model takes in memory, from its shape alone.
struct TuningMemory {
  let model: LanguageModel
  /// The adapter that is tuned; nil: all weights.
  let adapter: AdapterOptions?
  /// Tokens of a pack.
  let capacity: Int
  let recompute: Bool

  var bytes: Double {
    let c = model.configuration
    // float32: what is trained, its gradient and AdamW's two moments; of all weights also the base they are a copy of.
    let trained = adapter.map { adapterParameters($0) } ?? Double(model.parameterCount)
    let base = Double(model.parameterCount) * (adapter == nil || !model.isMapped ? 4 : Double(model.originalType.size))
    // Per token, what a layer keeps for the backward pass; the gradient's own rows come once.
    let layer = 2 * c.hiddenSize + c.attentionWidth + c.queryWidth + c.upWidth
    let kept = recompute ? c.layers * c.hiddenSize + layer : c.layers * layer
    let passing = 5 * c.hiddenSize + c.attentionWidth + c.queryWidth + 2 * c.intermediateSize
    let activations = 4 * Double(min(capacity, c.contextLength)) * Double(kept + passing)
    // One chunk of logits, and the program itself.
    return 16 * trained + base + activations + 128e6
  }

  /// rank·(inputs + outputs) of every adapted layer; as if of all, where targets are named.
  private func adapterParameters(_ options: AdapterOptions) -> Double {
    let c = model.configuration
    let (h, f) = (c.hiddenSize, c.intermediateSize)
    let ups = c.upWidth / max(1, f)
    let sums = (h + c.queryWidth) + 2 * (h + c.keyWidth) + (c.queryWidth + h) + ups * (h + f) + (f + h)
    return Double(c.layers) * Double(options.rank) * Double(sums)
  }
}
