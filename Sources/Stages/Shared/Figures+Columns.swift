import Rows

extension Figures {
  /// The quantiles of a column's values, all with as many decimals: of numbers three, or none where one is large; of whole numbers,
  /// lengths and truth values one where any lies between two of them.
  static func statistics(_ values: [Double], of kind: Column.Kind) -> [String] {
    let largest = values.filter(\.isFinite).map(abs).max() ?? 0
    let areWhole = largest < 1e15 && (largest >= 1_000 || kind != .number && values.allSatisfy { $0 == $0.rounded() })
    return values.map { value in
      areWhole && value.isFinite ? count(Int(value.rounded())) : fixed(value, kind == .number ? 3 : 1)
    }
  }
}
