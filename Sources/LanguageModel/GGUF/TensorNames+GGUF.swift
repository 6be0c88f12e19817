extension TensorNames {
  /// The layout's name for a tensor of a GGUF file, whose names are the same for every family: `blk.0.attn_q.weight`. Nil where it
  /// is none.
  func canonical(gguf name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let (stem, suffix) = (name[..<dot], name[dot...])
    guard suffix == ".weight" || suffix == ".bias" else { return nil }
    let top = ["token_embd": embedding, "position_embd": positions, "output_norm": finalNorm]
    if stem == "output" { return head + suffix }
    if let plain = top[String(stem)] { return prefix + plain + suffix }
    let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "blk", let layer = Int(parts[1]), let part = layerPart(String(parts[2])) else {
      return nil
    }
    return "\(prefix)\(layers)\(layer).\(part)\(suffix)"
  }

  private func layerPart(_ name: String) -> String? {
    let fused = attention.count == 1
    return switch name {
    case "attn_norm": attentionNorm
    case "attn_qkv": fused ? attention[0] : nil
    case "attn_q": fused ? nil : attention[0]
    case "attn_k": fused ? nil : attention[1]
    case "attn_v": fused ? nil : attention[2]
    case "attn_q_norm": queryNorm
    case "attn_k_norm": keyNorm
    case "attn_output": attentionOutput
    case "ffn_norm": feedForwardNorm
    case "ffn_gate": up.count == 1 ? nil : up[0]
    case "ffn_up": up[up.count - 1]
    case "ffn_down": down
    default: nil
    }
  }
}
