/// A linear layer y = xWᵀ + b, in a buffer of a `WeightLayout`: one matrix, or several that share their input.
package struct Linear: Sendable, Hashable {
  /// One module of the model, as files and adapters name it, and its share of the outputs.
  package struct Part: Sendable, Hashable {
    /// Its full name without ".weight": "model.layers.0.self_attn.q_proj".
    package var name: String
    package var outputs: Range<Int>
  }

  /// Of the matrix, outputs x inputs.
  package var offset: Int
  package var inputs: Int
  package var outputs: Int
  /// Offset of the bias of all outputs.
  package var bias: Int?
  package var parts: [Part]
}
