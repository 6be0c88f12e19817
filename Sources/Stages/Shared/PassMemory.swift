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
    // As in float32, each row: its state, attention's input and output, and in the loss the state once more and of each block
    // of 256 tokens of the vocabulary the largest logit and the sum. All else is a tile's.
    let heads = c.queryKeyNorm != nil ? c.queryWidth + c.keyWidth + c.heads : 0
    let blocks = c.vocabularySize / 256 + 1
    let routing = (0..<c.layers).lazy.map { c.routingWidth(at: $0) }.max() ?? 0
    let row = 4 * (2 * c.hiddenSize + c.attentionWidth + c.queryWidth + c.heads + heads + routing + 2 * blocks)
    let rows = Double((tokens + 511) / 512 * 512)
    // One layer's matrices, packed; the weights of large models are converted in blocks of 32 MB.
    return rows * Double(row) + c.expertMemory(stored: 4, tokens: rows, isBackward: false) + 4 * c.packedParameters
      + 32e6
  }

  /// Throws `OutOfMemory`.
  func check(_ what: String, of loaded: LoadedModel) throws(OutOfMemory) {
    try Budget.require(
      bytes, for: "\(what) by `\(loaded.name)`",
      advice: "a smaller model takes less, and so do shorter rows: `where tokens < 1000`")
  }
}
