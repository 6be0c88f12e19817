public import Kernels

/// The shape of a decoder: what config.json says of it, in the terms of the blocks that all families share.
public struct ModelConfiguration: Sendable, Hashable {
  /// How residual branches are normalised before they begin.
  public enum Norm: Sendable, Hashable {
    /// By the root mean square, with weights (arXiv 1910.07467).
    case rms
    /// By mean and variance, with weights and biases (arXiv 1607.06450).
    case layer
  }

  /// Where the norm of a residual branch stands.
  public enum NormPlacement: Sendable, Hashable {
    /// x + branch(norm(x)) (arXiv 2002.04745)
    case before
    /// x + norm(branch(x)) (arXiv 2501.00656, section 3.2)
    case after
    /// x + norm(branch(norm(x))) (arXiv 2408.00118, section 2)
    case around

    /// Whether a branch begins with a norm.
    var isBefore: Bool { self != .after }
    /// Whether a branch ends with a norm.
    package var isAfter: Bool { self != .before }
  }

  /// Over what queries and keys are normalised by their root mean square, before they are rotated.
  public enum QueryKeyNorm: Sendable, Hashable {
    /// Each head's by itself; heads share the weights.
    case heads
    /// All heads' together.
    case projection
  }

  /// How a token's place reaches attention.
  public enum Position: Sendable, Hashable {
    /// Queries and keys are rotated (arXiv 2104.09864).
    case rotary(theta: Double, scaling: RotaryScaling)
    /// A learned vector for each position is added to the embedding.
    case learned
  }

  /// The form of the feed-forward block.
  public enum FeedForward: Sendable, Hashable {
    /// down(activation(gate(x)) · up(x)) (arXiv 2002.05202)
    case gated
    /// down(activation(up(x)))
    case plain
  }

  /// Which architecture's names and config.json these are.
  public var family: Family
  /// Rows of the embedding.
  public var vocabularySize: Int
  /// Width of the residual stream.
  public var hiddenSize: Int
  /// Width of the feed-forward block.
  public var intermediateSize: Int
  /// Blocks of attention and feed-forward.
  public var layers: Int
  /// Query heads of a layer.
  public var heads: Int
  /// Key and value heads of a layer; divides `heads`.
  public var keyValueHeads: Int
  /// Width of a head.
  public var headDimension: Int
  /// `max_position_embeddings`
  public var contextLength: Int
  /// How residual branches are normalised.
  public var norm = Norm.rms
  /// Whether a branch's norm is of what it reads, of what it adds, or of both.
  public var normPlacement = NormPlacement.before
  /// Whether norms multiply by 1 + w rather than by their weights w.
  public var normsAddOne = false
  /// What is added to the mean square or the variance.
  public var normEpsilon: Double
  /// How a token's place reaches attention.
  public var position: Position
  /// The same in layers with a sliding window, where they are rotated otherwise than the others.
  public var windowPosition: Position?
  /// The part of each head, from its first element, that is rotated.
  public var rotatedShare = 1.0
  /// The form of the feed-forward block.
  public var feedForward = FeedForward.gated
  /// The activation function of the feed-forward block.
  public var activation = Activation.silu
  /// What layers have in place of one feed-forward block; nil: every layer has that.
  public var experts: Experts?
  /// Whether queries, keys and values have biases.
  public var attentionBias = false
  /// Whether attention's output projection has a bias.
  public var attentionOutputBias = false
  /// Whether the feed-forward matrices have biases.
  public var feedForwardBias = false
  /// How queries and keys are normalised before they are rotated; nil where they are not.
  public var queryKeyNorm: QueryKeyNorm?
  /// For each layer how many positions a token sees, itself included; nil for all before it. Empty: nil for every layer.
  public var slidingWindows: [Int?] = []
  /// For each layer whether its queries and keys are rotated, where positions are rotary; a layer without sees the order of
  /// tokens only through the others. Empty: true for every layer.
  public var rotatedLayers: [Bool] = []
  /// What scores are multiplied by in place of 1/√headDimension; nil for that.
  public var attentionMultiplier: Double?
  /// Whether scores of layer l are also divided by l + 1 (`scale_attn_by_inverse_layer_idx`).
  public var scalesAttentionByLayer = false
  /// What scaled scores are held between, ±: s becomes cap·tanh(s / cap) (arXiv 2408.00118, section 2); nil for no bounds.
  public var scoreCap: Double?
  /// The same of logits.
  public var logitsCap: Double?
  /// What a token's embedding is multiplied by where the residual stream begins.
  public var embeddingMultiplier = 1.0
  /// What attention's and the feed-forward part's outputs are multiplied by before they are added to the residual stream.
  public var residualMultiplier = 1.0
  /// What logits are divided by.
  public var logitsDivisor = 1.0
  /// Whether the output matrix is the embedding.
  public var tiedEmbeddings: Bool
  /// The begin-of-text token; nil where the model has none.
  public var bosToken: Int?
  /// End-of-text tokens; the first is the one that is trained.
  public var eosTokens: [Int]
  /// The learning rate that the model's maker recommends for tuning it (`cact_learning_rate` in config.json).
  public var recommendedLearningRate: Double?

  /// A Llama; what other families change is set afterwards.
  public init(
    family: Family = .llama, vocabularySize: Int, hiddenSize: Int, intermediateSize: Int, layers: Int, heads: Int,
    keyValueHeads: Int, headDimension: Int? = nil, contextLength: Int = 2048, ropeTheta: Double = 10_000,
    normEpsilon: Double = 1e-5, tiedEmbeddings: Bool = true, bosToken: Int? = nil, eosToken: Int? = nil,
    recommendedLearningRate: Double? = nil
  ) {
    self.family = family
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension ?? (heads > 0 ? hiddenSize / heads : 0)
    self.contextLength = contextLength
    position = .rotary(theta: ropeTheta, scaling: .none)
    self.normEpsilon = normEpsilon
    self.tiedEmbeddings = tiedEmbeddings
    self.bosToken = bosToken
    eosTokens = eosToken.map { [$0] } ?? []
    self.recommendedLearningRate = recommendedLearningRate
  }

  /// The end-of-text token that is trained.
  public var eosToken: Int? { eosTokens.first }

  /// The base of the rotary frequencies; nil where positions are learned.
  public var ropeTheta: Double? {
    if case .rotary(let theta, _) = position { return theta }
    return nil
  }

  /// The width of layer `layer`'s sliding window; nil where it sees everything before it.
  public func slidingWindow(_ layer: Int) -> Int? {
    slidingWindows.indices.contains(layer) ? slidingWindows[layer] : nil
  }

  /// Elements of each head that are rotated, where positions are rotary.
  package var rotatedDimension: Int { Int(Double(headDimension) * rotatedShare) }

  /// Whether queries and keys of layer `layer` are rotated, where positions are rotary.
  public func isRotated(_ layer: Int) -> Bool {
    rotatedLayers.indices.contains(layer) ? rotatedLayers[layer] : true
  }

  /// What layer `layer`'s scores are multiplied by.
  package func attentionScale(_ layer: Int) -> Float {
    let scale = attentionMultiplier.map { Float($0) } ?? 1 / Float(headDimension).squareRoot()
    return scalesAttentionByLayer ? scale / Float(layer + 1) : scale
  }

  /// Width of all query heads together.
  package var queryWidth: Int { heads * headDimension }
  /// Width of all key (or value) heads together.
  package var keyWidth: Int { keyValueHeads * headDimension }
  /// Width of query, key and value of one position, side by side.
  package var attentionWidth: Int { queryWidth + 2 * keyWidth }
  /// Width of what the feed-forward part computes before its activation: gate and up side by side, or up alone.
  package var upWidth: Int { upWidth(of: intermediateSize) }

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
    found += experts?.problems ?? []
    if found.isEmpty, let problem = DeclaredShape(self).problem { found.append(problem) }
    if found.isEmpty {
      if heads % keyValueHeads != 0 {
        found.append("num_attention_heads \(heads) is not a multiple of num_key_value_heads \(keyValueHeads)")
      }
      found += rotationProblems
      if !(normEpsilon >= 0 && normEpsilon.isFinite) { found.append("the norm's epsilon is negative") }
      let factors = [
        ("embedding_multiplier", embeddingMultiplier), ("residual_multiplier", residualMultiplier),
        ("attention_multiplier", attentionMultiplier ?? 1), ("logits_scaling", logitsDivisor),
        ("attn_logit_softcapping", scoreCap ?? 1), ("final_logit_softcapping", logitsCap ?? 1),
      ]
      for (name, value) in factors where !(value > 1e-9 && value < 1e9) {
        found.append("\(name) is \(value), outside 1e-9...1e9")
      }
      if slidingWindows.contains(where: { ($0 ?? 1) < 1 }) { found.append("sliding_window is less than 1") }
    }
    return found
  }

  private var rotationProblems: [String] {
    let positions = [position] + (windowPosition.map { [$0] } ?? [])
    var found: [String] = []
    for case .rotary(let theta, let scaling) in positions {
      if !(theta > 0 && theta.isFinite) { found.append("rope_theta is not positive") }
      found += scaling.problems(dimension: rotatedDimension)
      if positions.count > 1, scaling.longestShort != nil {
        found.append("rope_type longrope of one type of layers alone is not supported")
      }
    }
    if case .learned = position { return found }
    if headDimension % 2 != 0 {
      found.append("head_dim \(headDimension) is odd")
    } else if !(rotatedShare > 0 && rotatedShare <= 1) || rotatedDimension < 2 || rotatedDimension % 2 != 0 {
      found.append("partial_rotary_factor is \(rotatedShare), which is no even part of head_dim \(headDimension)")
    }
    return found
  }
}
