import Documents

extension ConfigurationReader {
  /// The number of experts, which files state under either of two names.
  mutating func expertCount(default fallback: Int) -> Int {
    integer(value("num_experts") == nil ? "num_local_experts" : "num_experts", default: fallback)
  }

  /// Layers without experts, ascending: those of `mlp_only_layers`, and all but each `decoder_sparse_step`-th.
  mutating func denseLayers(of layers: Int) -> [Int] {
    let step = integer("decoder_sparse_step", default: 1)
    if step < 1 { problems.append("decoder_sparse_step is \(step), not above 0") }
    let list = value("mlp_only_layers")
    let named = list?.array?.compactMap(\.int) ?? []
    if let list, named.count != list.array?.count { problems.append("mlp_only_layers is not a list of layers") }
    let only = Set(named)
    return (0..<Self.some(layers)).filter { only.contains($0) || ($0 + 1) % max(1, step) != 0 }
  }
}
