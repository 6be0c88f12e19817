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

  mutating func number(_ value: JSONValue?, _ key: String) -> Double? {
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

  /// A bound that may be null for none.
  mutating func cap(_ key: String, default fallback: Double?) -> Double? {
    json[key] == nil ? fallback : number(value(key), key)
  }

  /// As many layers as a list is made for; more are a problem anyway.
  static func some(_ layers: Int) -> Int {
    max(0, min(layers, DeclaredShape.mostLayers))
  }
}
