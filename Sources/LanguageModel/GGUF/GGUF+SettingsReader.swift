import Documents
import Numerics

extension GGUF {
  /// Reads the settings of one architecture, and collects everything that is wrong with them.
  struct SettingsReader {
    let file: Reader
    let prefix: String
    var problems: [String] = []

    init(_ file: Reader, _ architecture: String) {
      self.file = file
      prefix = architecture + "."
    }

    func has(_ tensor: String) -> Bool { file.entries[tensor] != nil }

    func value(_ key: String) -> JSONValue? { file.settings[prefix + key] }

    /// A whole number; a list of one for each layer counts where all are equal.
    mutating func integer(_ key: String) -> Int? {
      guard let value = value(key) else { return nil }
      if let one = value.int { return one }
      if let list = value.array, let first = list.first?.int {
        if list.allSatisfy({ $0.int == first }) { return first }
        problems.append("\(prefix)\(key) differs from layer to layer, which is not supported")
      } else {
        problems.append("\(prefix)\(key) is \(value.kind), not a whole number")
      }
      return 1
    }

    mutating func needed(_ key: String) -> Int {
      if let value = integer(key) { return value }
      problems.append("\(prefix)\(key) is missing")
      return 1
    }

    mutating func number(_ key: String) -> Double? {
      guard let value = value(key) else { return nil }
      if let double = value.double, double.isFinite { return Self.shortest(double) }
      problems.append("\(prefix)\(key) is no number")
      return 1
    }

    mutating func neededNumber(_ key: String) -> Double {
      if let value = number(key) { return value }
      problems.append("\(prefix)\(key) is missing")
      return 1
    }

    /// The decimal number that was meant by a float: 1e-05 and not 9.999999747378752e-06.
    private static func shortest(_ value: Double) -> Double {
      let float = Float(value)
      return Double(float) == value ? Double(float.description) ?? value : value
    }

    mutating func rows(of tensor: String) -> Int {
      guard let shape = file.entries[tensor]?.shape, shape.count == 2 else {
        problems.append("the tensor `\(tensor)` is missing")
        return 1
      }
      return shape[0]
    }

    /// What Llama and its descendants share.
    ///
    /// - Parameter factors: frequencies may be divided by a table of the file.
    mutating func rotaryDecoder(
      _ object: inout JSONObject, epsilon: (key: String, name: String), factors: Bool = false
    ) {
      let hidden = needed("embedding_length")
      let heads = needed("attention.head_count")
      let width = integer("attention.key_length") ?? (heads > 0 ? hidden / heads : 0)
      if let other = integer("attention.value_length"), other != width {
        problems.append("\(prefix)attention.value_length is \(other), which is not supported; supported: \(width)")
      }
      if let part = integer("rope.dimension_count"), part != width {
        problems.append(
          "\(prefix)rope.dimension_count is \(part), a part of a head's \(width): not supported")
      }
      object["hidden_size"] = .integer(hidden)
      object["intermediate_size"] = .integer(needed("feed_forward_length"))
      object["num_hidden_layers"] = .integer(needed("block_count"))
      object["num_attention_heads"] = .integer(heads)
      object["num_key_value_heads"] = .integer(integer("attention.head_count_kv") ?? heads)
      object["head_dim"] = .integer(width)
      let context = needed("context_length")
      object["max_position_embeddings"] = .integer(context)
      object[epsilon.name] = .number(neededNumber(epsilon.key))
      object["hidden_act"] = "silu"
      let theta = number("rope.freq_base") ?? 10_000
      object["rope_theta"] = .number(theta)
      object["rope_scaling"] = scaling(context)
      guard file.entries[GGUF.rotaryFactors] != nil else { return }
      if factors, object["rope_scaling"] == nil {
        object["rope_scaling"] = llama3(theta, width)
      } else {
        problems.append("the table \(GGUF.rotaryFactors) is not supported here")
      }
    }

    private mutating func scaling(_ context: Int) -> JSONValue? {
      let kind = value("rope.scaling.type")?.string
      let factor = number("rope.scaling.factor") ?? number("rope.scale_linear") ?? 1
      switch kind {
      case nil where factor == 1, "none": return nil
      case nil, "linear":
        return factor == 1 ? nil : ["rope_type": "linear", "type": "linear", "factor": .number(factor)]
      case "yarn":
        var object: JSONObject = ["rope_type": "yarn", "factor": .number(factor)]
        let original = integer("rope.scaling.original_context_length") ?? context
        object["original_max_position_embeddings"] = .integer(original)
        object["beta_fast"] = number("rope.scaling.yarn_beta_fast").map { .number($0) }
        object["beta_slow"] = number("rope.scaling.yarn_beta_slow").map { .number($0) }
        for key in ["rope.scaling.attn_factor", "rope.scaling.yarn_attn_factor", "rope.scaling.yarn_ext_factor"] {
          if let value = number(key), value != 1 {
            problems.append("\(prefix)\(key) is \(value), which is not supported; supported: 1")
          }
        }
        return .object(object)
      case let other?:
        problems.append("\(prefix)rope.scaling.type \(other) is not supported; supported: none, linear, yarn")
        return nil
      }
    }

    /// The scaling of Llama 3 whose table is the file's. The file has what each frequency is divided by, and not the settings that
    /// this came from; all models of this kind have the same but for the factor, which is the largest of the table.
    private mutating func llama3(_ theta: Double, _ width: Int) -> JSONValue? {
      let (low, high, original) = (1.0, 4.0, 8192.0)
      guard let table = try? file.floats(GGUF.rotaryFactors), table.count == width / 2, let factor = table.max(),
        factor.isFinite, factor >= 1
      else {
        problems.append("the table \(GGUF.rotaryFactors) has not a number for each of \(width / 2) frequencies")
        return nil
      }
      if table.allSatisfy({ $0 == 1 }) { return nil }
      let scaling = RotaryScaling.llama3(factor: Double(factor), low: low, high: high, originalContext: original)
      let plain = RotaryScaling.none.frequencies(theta: theta, dimension: width)
      let scaled = scaling.frequencies(theta: theta, dimension: width)
      for i in table.indices where !(abs(plain[i] / scaled[i] / table[i] - 1) < 1e-4) {
        problems.append(
          "the table \(GGUF.rotaryFactors) is not Llama 3's for a factor of \(factor): other tables are not supported")
        return nil
      }
      return [
        "rope_type": "llama3", "factor": .number(Double(factor)), "low_freq_factor": .number(low),
        "high_freq_factor": .number(high), "original_max_position_embeddings": .integer(Int(original)),
      ]
    }
  }
}
