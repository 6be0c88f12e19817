import Documents
import Kernels

/// Reads the values of a config.json, and collects everything that is wrong with them.
struct ConfigurationReader {
  let json: JSONValue
  var problems: [String] = []

  private static let largest = 1 << 30

  init(_ json: JSONValue) { self.json = json }

  /// The value, null counting as absent.
  func value(_ key: String) -> JSONValue? {
    guard let value = json[key], !value.isNull else { return nil }
    return value
  }

  /// A whole number; absent without a default is a problem.
  mutating func integer(_ key: String, default fallback: Int? = nil) -> Int {
    guard let value = value(key) else {
      if let fallback { return fallback }
      problems.append("\(key) is missing")
      return 1
    }
    guard let int = value.int else {
      problems.append("\(key) is \(value.kind == "a number" ? value.serialized() : value.kind), not a whole number")
      return 1
    }
    // No size is larger, and no sum or product of a few such overflows.
    guard (-Self.largest...Self.largest).contains(int) else {
      problems.append("\(key) is \(int), out of range")
      return 1
    }
    return int
  }

  mutating func number(_ key: String, default fallback: Double) -> Double {
    number(value(key), key) ?? fallback
  }

  private mutating func number(_ value: JSONValue?, _ key: String) -> Double? {
    guard let value, !value.isNull else { return nil }
    if let double = value.double { return double }
    problems.append("\(key) is \(value.kind), not a number")
    return nil
  }

  mutating func flag(_ key: String, default fallback: Bool) -> Bool {
    guard let value = value(key) else { return fallback }
    if let bool = value.bool { return bool }
    problems.append("\(key) is \(value.kind), not true or false")
    return fallback
  }

  /// A value that changes what is computed, of which only one is implemented; absent means that one.
  mutating func require(_ key: String, _ only: JSONValue) {
    guard let value = value(key), value != only else { return }
    problems.append("\(key) is \(value.serialized()), which is not supported; supported: \(only.serialized())")
  }

  private static let activations: [(name: String, activation: Activation)] = [
    ("silu", .silu), ("swish", .silu), ("gelu", .gelu), ("gelu_python", .gelu), ("gelu_pytorch_tanh", .geluTanh),
    ("gelu_new", .geluTanh), ("gelu_fast", .geluTanh), ("gelu_python_tanh", .geluTanh),
  ]

  mutating func activation(_ key: String, default fallback: Activation) -> Activation {
    guard let value = value(key) else { return fallback }
    if let known = Self.activations.first(where: { $0.name == value.string }) { return known.activation }
    problems.append(
      "\(key) \(value.string ?? value.kind) is not supported; supported: "
        + Self.activations.map(\.name).joined(separator: ", "))
    return fallback
  }

  /// The name under which every reader knows the activation.
  static func name(_ activation: Activation) -> String {
    switch activation {
    case .silu: "silu"
    case .gelu: "gelu"
    case .geluTanh: "gelu_pytorch_tanh"
    }
  }

  /// Token ids that may be one number or a list.
  func tokens(_ key: String) -> [Int] {
    guard let value = value(key) else { return [] }
    return value.int.map { [$0] } ?? value.array?.compactMap(\.int) ?? []
  }

  /// `rope_parameters` of newer files, or `rope_scaling` and `rope_theta` of older ones.
  mutating func rotary(contextLength: Int, defaultTheta: Double = 10_000) -> ModelConfiguration.Position {
    let older = value("rope_scaling")
    let rope = older?.object?.isEmpty == false ? older : value("rope_parameters")
    let theta = number(rope?["rope_theta"] ?? value("rope_theta"), "rope_theta") ?? defaultTheta
    if let part = number(rope?["partial_rotary_factor"] ?? value("partial_rotary_factor"), "partial_rotary_factor"),
      part != 1
    {
      problems.append("partial_rotary_factor is \(part), which is not supported; supported: 1")
    }
    if rope?["full_attention"]?.object != nil || rope?["sliding_attention"]?.object != nil {
      problems.append("rope_parameters for each type of layer are not supported")
    }
    return .rotary(theta: theta, scaling: scaling(rope, contextLength: contextLength))
  }

  private mutating func scaling(_ rope: JSONValue?, contextLength: Int) -> RotaryScaling {
    let kind = (rope?["rope_type"] ?? rope?["type"])?.string ?? "default"
    func needed(_ key: String, _ reader: inout Self) -> Double {
      if let value = reader.number(rope?[key], key) { return value }
      reader.problems.append("\(key) is missing, which rope_type \(kind) needs")
      return 1
    }
    let original =
      number(value("original_max_position_embeddings"), "original_max_position_embeddings")
      ?? number(rope?["original_max_position_embeddings"], "original_max_position_embeddings")
      ?? Double(contextLength)
    switch kind {
    case "default":
      return .none
    case "linear":
      return .linear(factor: needed("factor", &self))
    case "llama3":
      return .llama3(
        factor: needed("factor", &self), low: needed("low_freq_factor", &self), high: needed("high_freq_factor", &self),
        originalContext: original)
    case "yarn":
      let factor = number(rope?["factor"], "factor") ?? Double(contextLength) / original
      let all = number(rope?["mscale_all_dim"], "mscale_all_dim") ?? 0
      let some = number(rope?["mscale"], "mscale") ?? 0
      let stated = number(rope?["attention_factor"], "attention_factor")
      let fast = number(rope?["beta_fast"], "beta_fast") ?? 32
      let slow = number(rope?["beta_slow"], "beta_slow") ?? 1
      return .yarn(
        .init(
          factor: factor, originalContext: original, betaFast: fast == 0 ? 32 : fast, betaSlow: slow == 0 ? 1 : slow,
          attentionFactor: stated ?? RotaryScaling.attentionFactor(factor, mscale: some, mscaleAllDimensions: all),
          truncate: rope?["truncate"]?.bool ?? true))
    default:
      problems.append("rope_type \(kind) is not supported; supported: default, linear, llama3, yarn")
      return .none
    }
  }

  /// Which layers are rotated, by `no_rope_layers` (1 for a layer that is) or `no_rope_layer_interval` (SmolLM3): empty where
  /// all are.
  mutating func rotatedLayers(_ layers: Int, interval fallback: Int) -> [Bool] {
    var rotated: [Bool] = []
    if let value = value("no_rope_layers") {
      let marks = value.array?.compactMap(\.int) ?? []
      if marks.count != value.array?.count || marks.count < layers {
        problems.append("no_rope_layers is not a list of a number for each of \(layers) layers")
      }
      rotated = marks.prefix(Self.some(layers)).map { $0 != 0 }
    } else {
      let interval = integer("no_rope_layer_interval", default: fallback)
      guard interval > 0 else {
        problems.append("no_rope_layer_interval is \(interval), not above 0")
        return []
      }
      rotated = (0..<Self.some(layers)).map { ($0 + 1) % interval != 0 }
    }
    return rotated.contains(false) ? rotated : []
  }

  /// Windows by `use_sliding_window`, `sliding_window`, and `layer_types`; where those are absent, of the layers that
  /// `isWindowed` names, or of those from `max_window_layers` (the Qwen families).
  mutating func windows(layers: Int, untyped isWindowed: ((Int) -> Bool)? = nil) -> [Int?] {
    let used = flag("use_sliding_window", default: false)
    let width = used ? value("sliding_window").map { _ in integer("sliding_window") } ?? nil : nil
    guard let types = value("layer_types") else {
      let first = isWindowed == nil ? integer("max_window_layers", default: 28) : 0
      let isWindowed = isWindowed ?? { $0 >= first }
      guard let width, first < layers else { return [] }
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
      problems.append("layer_types has sliding_attention, but use_sliding_window and sliding_window give no width")
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

  /// As many layers as a list is made for; more are a problem anyway.
  private static func some(_ layers: Int) -> Int {
    max(0, min(layers, DeclaredShape.mostLayers))
  }
}
