import Documents

extension Family {
  /// Phi-3 and Phi-4 of that form: query, key and value in one tensor, gate and up in another, and long texts by LongRoPE
  /// (arXiv 2404.14219).
  public static let phi3: Family = Family(
    architecture: "Phi3ForCausalLM", modelType: "phi3",
    models: "Phi-3 and 3.5 mini and medium, Phi-4, Phi-4-mini",
    tested: [
      "own output", "tied output", "grouped heads", "sliding window", "LongRoPE", "heads rotated in part", "silu",
    ],
    names: TensorNames(attention: ["self_attn.qkv_proj"], up: ["mlp.gate_up_proj"]),
    read: { reader in
      var c = rotaryDecoder(
        .phi3, &reader, contextLength: 4096, epsilon: ("rms_norm_eps", 1e-5), rotatesPartly: true)
      c.slidingWindows = reader.window(layers: c.layers, default: nil)
      return c
    },
    write: { c, object in
      writeRotaryDecoder(c, epsilonKey: "rms_norm_eps", into: &object)
      object["sliding_window"] = c.slidingWindow(0).map { .integer($0) } ?? .null
      if case .rotary(_, .longRoPE(let long)) = c.position {
        // Readers give this one precedence, and a default if it is absent.
        object["original_max_position_embeddings"] = .integer(long.originalContext)
      }
    })
}
