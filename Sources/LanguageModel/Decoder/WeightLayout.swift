/// Where each tensor lies in the one flat parameter buffer.
///
/// Tensors that are multiplied together lie side by side (query, key and value; gate and up), so that one product does
/// them all; each begins at a multiple of 16 floats (64 bytes) where its size allows side-by-side neighbours to touch.
package struct WeightLayout: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var name: String  // Hugging Face's
    package var shape: [Int]
    package var range: Range<Int>
    /// One-dimensional: a normalisation weight, never decayed.
    package var isNorm: Bool { shape.count == 1 }
  }

  package struct Layer: Sendable, Hashable {
    package var attentionNorm = 0  // hidden
    package var attention = 0  // (queries + keys + values) x hidden
    package var output = 0  // hidden x queries
    package var feedForwardNorm = 0  // hidden
    package var gateUp = 0  // 2·intermediate x hidden
    package var down = 0  // hidden x intermediate
  }

  package private(set) var entries: [Entry] = []
  package private(set) var layers: [Layer] = []
  package private(set) var embedding = 0
  package private(set) var finalNorm = 0
  /// Offset of the output matrix: the embedding's where tied.
  package private(set) var head = 0
  /// Floats in the buffer, the padding between tensors included.
  package private(set) var size = 0

  package init(_ c: ModelConfiguration) {
    embedding = add("model.embed_tokens.weight", [c.vocabularySize, c.hiddenSize])
    for i in 0..<c.layers {
      let prefix = "model.layers.\(i)."
      var layer = Layer()
      layer.attentionNorm = add(prefix + "input_layernorm.weight", [c.hiddenSize])
      layer.attention = add(prefix + "self_attn.q_proj.weight", [c.queryWidth, c.hiddenSize])
      _ = add(prefix + "self_attn.k_proj.weight", [c.keyWidth, c.hiddenSize], touching: true)
      _ = add(prefix + "self_attn.v_proj.weight", [c.keyWidth, c.hiddenSize], touching: true)
      layer.output = add(prefix + "self_attn.o_proj.weight", [c.hiddenSize, c.queryWidth])
      layer.feedForwardNorm = add(prefix + "post_attention_layernorm.weight", [c.hiddenSize])
      layer.gateUp = add(prefix + "mlp.gate_proj.weight", [c.intermediateSize, c.hiddenSize])
      _ = add(prefix + "mlp.up_proj.weight", [c.intermediateSize, c.hiddenSize], touching: true)
      layer.down = add(prefix + "mlp.down_proj.weight", [c.hiddenSize, c.intermediateSize])
      layers.append(layer)
    }
    finalNorm = add("model.norm.weight", [c.hiddenSize])
    head = c.tiedEmbeddings ? embedding : add("lm_head.weight", [c.vocabularySize, c.hiddenSize])
    size = (size + 15) / 16 * 16
  }

  private mutating func add(_ name: String, _ shape: [Int], touching: Bool = false) -> Int {
    let start = touching ? size : (size + 15) / 16 * 16
    size = start + shape.reduce(1, *)
    entries.append(Entry(name: name, shape: shape, range: start..<size))
    return start
  }

  /// Parameters, without padding.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }
}
