public import Documents

/// The shape of a sentence encoder's network: what its config.json says.
public struct EncoderConfiguration: Sendable, Hashable {
  /// The encoder's architecture.
  public enum Family: String, Sendable, Hashable, CaseIterable {
    /// BERT (arXiv 1810.04805): learned absolute positions and token types.
    case bert
    /// MPNet (arXiv 2004.09297): learned absolute positions from 2 on, and a bias by relative position that all layers share.
    case mpnet
  }

  /// Which architecture's names and config.json these are.
  public var family: Family
  /// Rows of the embedding.
  public var vocabularySize: Int
  /// Width of the residual stream, and of a vector.
  public var hiddenSize: Int
  /// Width of the feed-forward block.
  public var intermediateSize: Int
  /// Blocks of attention and feed-forward.
  public var layers: Int
  /// Heads of a layer.
  public var heads: Int
  /// Rows of the table of positions (`max_position_embeddings`).
  public var positions: Int
  /// Rows of the table of token types; 0 where there is none. A sentence alone is of type 0.
  public var tokenTypes: Int
  /// What is added to the variance.
  public var normEpsilon: Double

  /// Bytes that a forward pass over so many tokens takes beside the weights.
  package func memory(tokens: Int) -> Double {
    // The state at seven places of a layer, queries, keys and values, and the way up with its activation.
    4 * Double(max(64, tokens)) * Double(10 * hiddenSize + 2 * intermediateSize + heads) + 8e6
  }

  package var headDimension: Int { hiddenSize / heads }
  /// The position of the first token.
  package var firstPosition: Int { family == .mpnet ? Self.mpnetPadding + 1 : 0 }
  /// Tokens that the table of positions has room for.
  public var contextLength: Int { positions - firstPosition }
  /// Rows of the table of relative positions.
  package var relativeBuckets: Int { family == .mpnet ? RelativePositions.buckets : 0 }

  /// MPNet's padding token, which takes a position of the same number wherever it stands.
  package static let mpnetPadding = 1

  /// Architectures of config.json that are read. Of a model with a head for another task the encoder alone is used.
  public static let supportedArchitectures: [String] = families.map(\.architecture)

  private static let families: [(architecture: String, family: Family)] = [
    ("BertModel", .bert), ("BertForMaskedLM", .bert), ("MPNetModel", .mpnet), ("MPNetForMaskedLM", .mpnet),
  ]

  /// The family that a config.json names; nil where it names none of these, so that a causal model can be told apart.
  public static func family(_ json: JSONValue) -> Family? {
    guard let named = json["architectures"]?[0]?.string else {
      return json["model_type"]?.string.flatMap(Family.init(rawValue:))
    }
    return families.first { $0.architecture == named }?.family
  }

  /// Reads config.json. Throws `LanguageModelError.architecture`, or `.configuration` with every problem: a value that
  /// changes what the network computes and is not implemented is one.
  public init(json: JSONValue, file: String) throws {
    guard let family = Self.family(json) else {
      let named = json["architectures"]?[0]?.string ?? json["model_type"]?.string ?? "(none named)"
      throw LanguageModelError.architecture(path: file, found: named, supported: Self.supportedArchitectures)
    }
    var problems: [String] = []
    func integer(_ key: String) -> Int {
      if let value = json[key]?.int, value > 0, value < 1 << 24 { return value }
      problems.append("\(key) is \(json[key] == nil ? "missing" : "not a positive whole number")")
      return 1
    }
    func only(_ key: String, _ accepted: JSONValue) {
      if let value = json[key], !value.isNull, value != accepted {
        problems.append("\(key) is \(value.serialized()), which is not supported; supported: \(accepted.serialized())")
      }
    }
    self.family = family
    vocabularySize = integer("vocab_size")
    hiddenSize = integer("hidden_size")
    intermediateSize = integer("intermediate_size")
    layers = integer("num_hidden_layers")
    heads = integer("num_attention_heads")
    positions = integer("max_position_embeddings")
    tokenTypes = family == .bert ? integer("type_vocab_size") : 0
    normEpsilon = json["layer_norm_eps"]?.double ?? 1e-12
    only("hidden_act", "gelu")
    only("position_embedding_type", "absolute")
    only("is_decoder", false)
    only("add_cross_attention", false)
    if family == .mpnet { only("relative_attention_num_buckets", .integer(RelativePositions.buckets)) }
    if hiddenSize % heads != 0 {
      problems.append("hidden_size \(hiddenSize) is not a multiple of num_attention_heads \(heads)")
    }
    if contextLength < 1 { problems.append("max_position_embeddings \(positions) leaves no position for a token") }
    if !(normEpsilon > 0) { problems.append("layer_norm_eps is \(normEpsilon), not above 0") }
    if problems.isEmpty, let problem = DeclaredShape(self).problem { problems.append(problem) }
    guard problems.isEmpty else { throw LanguageModelError.configuration(path: file, problems: problems) }
  }
}
