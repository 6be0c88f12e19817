import Documents
import Kernels

extension Family {
  /// GPT-2: learned positions, layer norms, biases, and matrices stored inputs x outputs, query, key and value in one.
  public static let gpt2: Family = Family(
    architecture: "GPT2LMHeadModel", modelType: "gpt2",
    models: "GPT-2, DistilGPT-2",
    tested: [
      "tied output", "own output", "attention biases", "feed-forward biases", "gelu_pytorch_tanh", "gelu",
      "attention scaled by layer", "attention not scaled",
    ],
    names: TensorNames(
      prefix: "transformer.", embedding: "wte", positions: "wpe", layers: "h.", attentionNorm: "ln_1",
      attention: ["attn.c_attn"], attentionOutput: "attn.c_proj", feedForwardNorm: "ln_2", up: ["mlp.c_fc"],
      down: "mlp.c_proj", finalNorm: "ln_f", transposed: true, derived: [".attn.bias", ".attn.masked_bias"]),
    read: { reader in
      reader.require("add_cross_attention", false)
      let hidden = reader.integer("n_embd", default: 768)
      let heads = reader.integer("n_head", default: 12)
      if heads > 0, hidden % heads != 0 {
        reader.problems.append("n_embd \(hidden) is not a multiple of n_head \(heads)")
      }
      var c = ModelConfiguration(
        family: .gpt2, vocabularySize: reader.integer("vocab_size", default: 50_257), hiddenSize: hidden,
        intermediateSize: reader.integer("n_inner", default: 4 * max(0, min(hidden, 1 << 24))),
        layers: reader.integer("n_layer", default: 12), heads: heads, keyValueHeads: heads,
        contextLength: reader.integer("n_positions", default: 1024),
        normEpsilon: reader.number("layer_norm_epsilon", default: 1e-5),
        tiedEmbeddings: reader.flag("tie_word_embeddings", default: true))
      c.norm = .layer
      c.position = .learned
      c.feedForward = .plain
      c.activation = reader.activation("activation_function", default: .geluTanh)
      (c.attentionBias, c.attentionOutputBias, c.feedForwardBias) = (true, true, true)
      c.attentionMultiplier = reader.flag("scale_attn_weights", default: true) ? nil : 1
      // reorder_and_upcast_attn changes the order of roundings in half precision only.
      c.scalesAttentionByLayer = reader.flag("scale_attn_by_inverse_layer_idx", default: false)
      return c
    },
    write: { c, object in
      object["vocab_size"] = .integer(c.vocabularySize)
      object["n_embd"] = .integer(c.hiddenSize)
      object["n_inner"] = c.intermediateSize == 4 * c.hiddenSize ? .null : .integer(c.intermediateSize)
      object["n_layer"] = .integer(c.layers)
      object["n_head"] = .integer(c.heads)
      object["n_positions"] = .integer(c.contextLength)
      object["layer_norm_epsilon"] = .number(c.normEpsilon)
      object["activation_function"] =
        .string(c.activation == .geluTanh ? "gelu_new" : ConfigurationReader.name(c.activation))
      object["scale_attn_weights"] = .bool(c.attentionMultiplier == nil)
      object["scale_attn_by_inverse_layer_idx"] = .bool(c.scalesAttentionByLayer)
    })
}
