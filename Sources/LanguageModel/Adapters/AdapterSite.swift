/// One adapted matrix: the rows of a linear layer's weights that one module of the checkpoint has.
package struct AdapterSite: Sendable, Hashable {
  /// `model.layers.0.self_attn.q_proj`
  package var module: String
  /// Offset of the linear layer in the model's buffer: query, key and value are one layer there.
  package var linear: Int
  package var inputs: Int
  package var outputs: Int
  /// The module's first output among those of the linear layer.
  package var column: Int
  /// Offsets of A (rank x inputs) and B (outputs x rank) in the adapter's buffer.
  package var a = 0
  package var b = 0

  /// Its two matrices.
  enum Part: String {
    case a = "A"
    case b = "B"
  }

  /// PEFT's name of one of them.
  func tensor(_ part: Part) -> String { PEFT.prefix + module + ".lora_\(part.rawValue).weight" }

  /// `q_proj`
  package var kind: String { module.split(separator: ".").last.map(String.init) ?? module }

  /// Every module of a model that an adapter can stand at, in the order of the layers: of one with experts attention's alone. PEFT
  /// takes what is called as a part of an expert, in its dense layers too, for all experts' stacked tensors.
  static func all(in layout: WeightLayout) -> [AdapterSite] {
    let hasExperts = layout.layers.contains { $0.feedForward.dense == nil }
    return layout.layers.flatMap { layer in
      (hasExperts ? [layer.attention, layer.output] : layer.linears).flatMap { linear in
        linear.parts.map { part in
          AdapterSite(
            module: part.name, linear: linear.offset, inputs: linear.inputs, outputs: part.outputs.count,
            column: part.outputs.lowerBound)
        }
      }
    }
  }
}
