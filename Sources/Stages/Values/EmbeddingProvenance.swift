public import Digests
import Documents

/// What an embedding depends on besides the question.
public struct EmbeddingProvenance: Sendable, Hashable, Codable {
  /// `all-MiniLM-L6-v2`: the folder's name, or org/name.
  public var name: String
  /// Of everything in the model's directory that decides the vectors.
  public var model: ContentDigest
  /// A model made for sentences rather than a causal one.
  public var isEncoder: Bool
  /// How a text's hidden states become one vector: `mean`, `cls`.
  public var pooling: String
  /// Most tokens of a question that are read.
  public var maximalLength: Int
  /// What a causal model's question is put in; nil: an encoder reads the question as it is.
  public var template: String?
  /// What the vectors were computed in.
  public var precision: String

  /// As `save` writes it beside the rows.
  var json: JSONValue {
    .object(
      JSONObject([
        ("name", .string(name)), ("model", .string(model.description)), ("encoder", .bool(isEncoder)),
        ("pooling", .string(pooling)), ("maximal_length", .integer(Int64(maximalLength))),
        ("template", template.map { .string($0) } ?? .null), ("precision", .string(precision)),
      ]))
  }
}

extension EmbeddingProvenance {
  /// From what `json` makes; nil of anything else.
  init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let model = json["model"]?.string.flatMap({ ContentDigest($0) }),
      let isEncoder = json["encoder"]?.bool, let pooling = json["pooling"]?.string,
      let maximalLength = json["maximal_length"]?.int, let precision = json["precision"]?.string
    else { return nil }
    self.init(
      name: name, model: model, isEncoder: isEncoder, pooling: pooling, maximalLength: maximalLength,
      template: json["template"]?.string, precision: precision)
  }
}
