/// The shape of a Llama-family decoder: what config.json says.
public struct ModelConfiguration: Sendable, Hashable {
  public var vocabularySize: Int
  public var hiddenSize: Int
  public var intermediateSize: Int
  public var layers: Int
  public var heads: Int
  public var keyValueHeads: Int
  public var headDimension: Int
  /// `max_position_embeddings`
  public var contextLength: Int
  public var ropeTheta: Double
  public var normEpsilon: Double
  /// Whether the output matrix is the embedding.
  public var tiedEmbeddings: Bool
  public var bosToken: Int?
  public var eosToken: Int?
  /// The learning rate that the model's maker recommends for tuning it (`cact_learning_rate` in config.json).
  public var recommendedLearningRate: Double?

  public init(
    vocabularySize: Int, hiddenSize: Int, intermediateSize: Int, layers: Int, heads: Int, keyValueHeads: Int,
    headDimension: Int? = nil, contextLength: Int = 2048, ropeTheta: Double = 10_000, normEpsilon: Double = 1e-5,
    tiedEmbeddings: Bool = true, bosToken: Int? = nil, eosToken: Int? = nil, recommendedLearningRate: Double? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension ?? (heads > 0 ? hiddenSize / heads : 0)
    self.contextLength = contextLength
    self.ropeTheta = ropeTheta
    self.normEpsilon = normEpsilon
    self.tiedEmbeddings = tiedEmbeddings
    self.bosToken = bosToken
    self.eosToken = eosToken
    self.recommendedLearningRate = recommendedLearningRate
  }

  /// Width of all query heads together.
  package var queryWidth: Int { heads * headDimension }
  /// Width of all key (or value) heads together.
  package var keyWidth: Int { keyValueHeads * headDimension }
  /// Width of query, key and value of one position, side by side.
  package var attentionWidth: Int { queryWidth + 2 * keyWidth }

  /// What makes this shape impossible, in words; empty if nothing does.
  package var problems: [String] {
    var found: [String] = []
    let sizes: [(String, Int)] = [
      ("vocab_size", vocabularySize), ("hidden_size", hiddenSize), ("intermediate_size", intermediateSize),
      ("num_hidden_layers", layers), ("num_attention_heads", heads), ("num_key_value_heads", keyValueHeads),
      ("head_dim", headDimension), ("max_position_embeddings", contextLength),
    ]
    for (name, value) in sizes where value < 1 || value > 1 << 24 {
      found.append("\(name) is \(value), outside 1...16777216")
    }
    if found.isEmpty {
      if heads % keyValueHeads != 0 {
        found.append("num_attention_heads \(heads) is not a multiple of num_key_value_heads \(keyValueHeads)")
      }
      if headDimension % 2 != 0 { found.append("head_dim \(headDimension) is odd") }
      if !(ropeTheta > 0 && ropeTheta.isFinite) { found.append("rope_theta is not positive") }
      if !(normEpsilon >= 0 && normEpsilon.isFinite) { found.append("rms_norm_eps is negative") }
    }
    return found
  }
}
