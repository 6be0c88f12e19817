import Documents

/// How config.json says which layers see how far.
extension ConfigurationReader {
  /// Windows by `use_sliding_window`, `sliding_window`, and `layer_types`; where those are absent, of the layers that
  /// `isWindowed` names, or of those from `max_window_layers` (the Qwen families).
  mutating func windows(layers: Int, untyped isWindowed: ((Int) -> Bool)? = nil) -> [Int?] {
    let used = flag("use_sliding_window", default: false)
    let width = used ? value("sliding_window").map { _ in integer("sliding_window") } ?? nil : nil
    let first = isWindowed == nil && value("layer_types") == nil ? integer("max_window_layers", default: 28) : 0
    return windows(layers: layers, width: width, untyped: isWindowed ?? { $0 >= first })
  }

  /// Windows by `sliding_window` (4,096 where it is absent) and `layer_types`; where that is absent, of all layers but every
  /// `pattern`-th (Gemma 2 and 3).
  mutating func alternatingWindows(layers: Int, pattern: Int) -> [Int?] {
    guard pattern > 0 else {
      problems.append("sliding_window_pattern is \(pattern), not above 0")
      return []
    }
    let width = window(layers: 1, default: 4096).first ?? nil
    return windows(layers: layers, width: width) { ($0 + 1) % pattern != 0 }
  }

  private mutating func windows(layers: Int, width: Int?, untyped isWindowed: (Int) -> Bool) -> [Int?] {
    guard let types = value("layer_types") else {
      guard let width else { return [] }
      let windows = (0..<Self.some(layers)).map { isWindowed($0) ? width : nil }
      return windows.contains { $0 != nil } ? windows : []
    }
    let names = types.array?.compactMap(\.string) ?? []
    if names.count != layers { problems.append("layer_types names \(names.count) layers of \(layers)") }
    for name in Set(names).sorted() where name != "full_attention" && name != "sliding_attention" {
      problems.append("layer type \(name) is not supported; supported: full_attention, sliding_attention")
    }
    guard names.contains("sliding_attention") else { return [] }
    guard let width else {
      problems.append("layer_types has sliding_attention, but its width is not given or not used")
      return []
    }
    return names.map { $0 == "sliding_attention" ? width : nil }
  }

  /// One window for every layer (`sliding_window`); none where it is absent and `fallback` is nil.
  mutating func window(layers: Int, default fallback: Int?) -> [Int?] {
    let width: Int? =
      json["sliding_window"] == nil ? fallback : value("sliding_window").map { _ in integer("sliding_window") }
    guard let width else { return [] }
    return [Int?](repeating: width, count: Self.some(layers))
  }
}
