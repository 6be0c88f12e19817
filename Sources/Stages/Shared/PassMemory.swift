import LanguageModel
import Numerics
import Work

/// What a forward pass takes beside the weights, from the model's shape and the tokens of its largest batch.
struct PassMemory {
  let configuration: ModelConfiguration
  let tokens: Int

  /// Of the largest batch where texts of these lengths are put into batches of `batchTokens`.
  init(_ configuration: ModelConfiguration, lengths: some Sequence<Int>, batchTokens: Int = 8_192) {
    self.configuration = configuration
    var (total, longest) = (0, 0)
    for length in lengths { (total, longest) = (total + length, max(longest, length)) }
    tokens = min(total, max(batchTokens, longest))
  }

  var bytes: Double {
    let c = configuration
    // In float32, each row: its state before and between the parts of a layer and its norm, attention, and the way up.
    let row = 4 * (3 * c.hiddenSize + c.attentionWidth + c.queryWidth + c.upWidth + c.intermediateSize + 3 * c.heads)
    let heads = c.queryKeyNorm ? 4 * (c.queryWidth + c.keyWidth) : 0
    // Logits come in chunks of at most 64 MB; the weights of large models are converted in blocks of 32 MB.
    let logits = min(64e6, 4 * Double(max(64, tokens)) * Double(c.vocabularySize)) + 8 * 1_024 * Double(c.hiddenSize)
    return Double((tokens + 511) / 512 * 512) * Double(row + heads) + logits + 32e6
  }

  /// Throws `OutOfMemory`.
  func check(_ what: String, of loaded: LoadedModel) throws(OutOfMemory) {
    try Budget.require(
      bytes, for: "\(what) by `\(loaded.name)`",
      advice: "a smaller model takes less, and so do shorter rows: `where tokens < 1000`")
  }
}
