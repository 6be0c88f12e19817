import Numerics

/// What tuning a model changes: names and places in one flat buffer.
package struct Trainable: Sendable, Hashable {
  package var entries: [WeightLayout.Entry]
  /// Floats in the buffer.
  package var size: Int

  /// Parameters, without padding.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }
}

extension LanguageModel {
  /// All weights; where an adapter is attached, the adapter's parameters alone.
  package var trainable: Trainable {
    adapter.map { Trainable(entries: $0.entries, size: $0.parameters.count) }
      ?? Trainable(entries: layout.entries, size: layout.size)
  }
}
