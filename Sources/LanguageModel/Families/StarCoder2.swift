import Documents
import Kernels

extension Family {
  /// StarCoder2: layer norms, biases everywhere, a plain feed-forward part and a sliding window.
  public static let starCoder2: Family = Family(
    architecture: "Starcoder2ForCausalLM", modelType: "starcoder2",
    models: "StarCoder2",
    tested: [
      "tied output", "own output", "grouped heads", "attention biases", "feed-forward biases", "sliding window",
      "gelu_pytorch_tanh", "gelu",
    ],
    names: TensorNames(up: ["mlp.c_fc"], down: "mlp.c_proj"),
    read: { reader in
      reader.require("norm_type", "layer_norm")
      reader.require("mlp_type", "default")
      var c = rotaryDecoder(
        .starCoder2, &reader, contextLength: 4096, epsilon: ("norm_epsilon", 1e-5), keyValueHeads: 2,
        activation: .geluTanh, tied: true)
      c.norm = .layer
      c.feedForward = .plain
      let biases = reader.flag("use_bias", default: true)
      (c.attentionBias, c.attentionOutputBias, c.feedForwardBias) = (biases, biases, biases)
      c.slidingWindows = reader.window(layers: c.layers, default: nil)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "norm_epsilon", into: &object)
      object["use_bias"] = .bool(c.attentionBias)
      object["sliding_window"] = c.slidingWindow(0).map { .integer($0) } ?? .null
    })
}
