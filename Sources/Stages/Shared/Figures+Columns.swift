import Rows

extension Figures {
  /// A quantile of a column's values: of numbers with three decimals, of whole numbers, lengths and truth values with one, and with none
  /// where it is whole or large.
  static func statistic(_ value: Double, of kind: Column.Kind) -> String {
    if abs(value) < 1e15, abs(value) >= 1_000 || kind != .number && value == value.rounded() {
      return count(Int(value.rounded()))
    }
    // Quantiles of whole numbers lie between two of them.
    return fixed(value, kind == .number ? 3 : 1)
  }
}
