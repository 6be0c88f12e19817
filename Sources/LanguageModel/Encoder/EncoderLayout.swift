/// Where each tensor of an encoder lies in its one flat float32 buffer.
///
/// Query, key and value lie side by side, weights and biases, so that one product does them all; every other tensor
/// begins at a multiple of 16 floats (64 bytes).
package struct EncoderLayout: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    /// Hugging Face's, without the model's prefix.
    package var name: String
    package var shape: [Int]
    package var range: Range<Int>
  }

  /// y = xWᵀ + b; W: outputs x inputs.
  struct Linear: Sendable, Hashable {
    var weight: Int
    var bias: Int
    var inputs: Int
    var outputs: Int
  }

  struct Norm: Sendable, Hashable {
    var weight: Int
    var bias: Int
  }

  struct Layer: Sendable, Hashable {
    var attention: Linear  // queries, keys and values
    var output: Linear
    var attentionNorm: Norm
    var up: Linear
    var down: Linear
    var outputNorm: Norm
  }

  package private(set) var entries: [Entry] = []
  private(set) var words = 0
  private(set) var positions = 0
  private(set) var tokenTypes: Int?
  private(set) var embeddingNorm = Norm(weight: 0, bias: 0)
  private(set) var layers: [Layer] = []
  /// buckets x heads.
  private(set) var relativeBias: Int?
  /// Floats in the buffer, padding included.
  package private(set) var size = 0

  package init(_ c: EncoderConfiguration) {
    let h = c.hiddenSize
    words = add("embeddings.word_embeddings.weight", [c.vocabularySize, h])
    positions = add("embeddings.position_embeddings.weight", [c.positions, h])
    if c.tokenTypes > 0 { tokenTypes = add("embeddings.token_type_embeddings.weight", [c.tokenTypes, h]) }
    embeddingNorm = norm("embeddings.LayerNorm", h)
    let isBert = c.family == .bert
    for i in 0..<c.layers {
      let prefix = "encoder.layer.\(i)."
      let names = isBert ? ["self.query", "self.key", "self.value"] : ["attn.q", "attn.k", "attn.v"]
      let attention = linear(names.map { prefix + "attention." + $0 }, h, h)
      let output = linear([prefix + (isBert ? "attention.output.dense" : "attention.attn.o")], h, h)
      let attentionNorm = norm(prefix + (isBert ? "attention.output.LayerNorm" : "attention.LayerNorm"), h)
      let up = linear([prefix + "intermediate.dense"], h, c.intermediateSize)
      let down = linear([prefix + "output.dense"], c.intermediateSize, h)
      let outputNorm = norm(prefix + "output.LayerNorm", h)
      layers.append(
        Layer(
          attention: attention, output: output, attentionNorm: attentionNorm, up: up, down: down,
          outputNorm: outputNorm))
    }
    if c.relativeBuckets > 0 {
      relativeBias = add("encoder.relative_attention_bias.weight", [c.relativeBuckets, c.heads])
    }
    size = (size + 15) / 16 * 16
  }

  /// Several matrices of one input side by side.
  private mutating func linear(_ names: [String], _ inputs: Int, _ outputs: Int) -> Linear {
    func place(_ suffix: String, _ shape: [Int]) -> Int {
      names.enumerated().map { add($1 + suffix, shape, touching: $0 > 0) }[0]
    }
    return Linear(
      weight: place(".weight", [outputs, inputs]), bias: place(".bias", [outputs]), inputs: inputs,
      outputs: names.count * outputs)
  }

  private mutating func norm(_ name: String, _ width: Int) -> Norm {
    Norm(weight: add(name + ".weight", [width]), bias: add(name + ".bias", [width]))
  }

  private mutating func add(_ name: String, _ shape: [Int], touching: Bool = false) -> Int {
    let start = touching ? size : (size + 15) / 16 * 16
    size = start + shape.reduce(1, *)
    entries.append(Entry(name: name, shape: shape, range: start..<size))
    return start
  }

  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }
}
