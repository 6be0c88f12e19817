/// Columns of numbers brought to one scale, so that they can be added and compared. NaN stands for a missing value, and
/// stays missing.
public enum Standardization {
  /// (x - mean) / standard deviation, both over the finite values, the deviation that of a population (divided by n); 0
  /// where all of them are the same. An infinite value has no z and becomes NaN. O(n).
  public static func zScores(_ values: [Double]) -> [Double] {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return values.map { _ in .nan } }
    // The mean of equal values may differ from them in the last bit, which would make a 1 of nothing.
    if low == high { return values.map { $0.isFinite ? 0 : .nan } }
    // z does not depend on the unit: in this one no square overflows, and none vanishes.
    let unit = max(-low, high)
    let mean = Statistics.mean(finite.map { $0 / unit })
    let variance = finite.reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) } / Double(finite.count)
    let deviation = variance.squareRoot()
    return values.map { $0.isFinite ? (deviation > 0 ? ($0 / unit - mean) / deviation : 0) : .nan }
  }

  /// The place among the values, 0 the lowest and 1 the highest; equal values share the mean of their places, and one
  /// value alone, or all the same, get 0.5. O(n log n).
  public static func ranks(_ values: [Double]) -> [Double] {
    let present = values.indices.filter { !values[$0].isNaN }
    let ranks = Statistics.ranks(present.map { values[$0] })
    var result = [Double](repeating: .nan, count: values.count)
    let steps = Double(present.count - 1)
    for (row, rank) in zip(present, ranks) { result[row] = steps > 0 ? (rank - 1) / steps : 0.5 }
    return result
  }

  /// The bin of each value, 1 the lowest through `count`, nil for a missing one: in ascending order the values are cut
  /// into bins whose sizes differ by at most one. Equal values are never separated: all go where the first of them
  /// falls, so that with many of them the next bins have fewer, or none. O(n log n).
  ///
  /// - Parameter count: at least 1.
  public static func bins(_ values: [Double], count: Int) -> [Int?] {
    precondition(count >= 1, "no bins")
    let order = values.indices.filter { !values[$0].isNaN }.sorted { (values[$0], $0) < (values[$1], $1) }
    var result = [Int?](repeating: nil, count: values.count)
    var first = 0
    for (place, row) in order.enumerated() {
      if values[row] != values[order[first]] { first = place }
      // first * count / n without overflow for any sizes.
      let (high, low) = first.multipliedFullWidth(by: count)
      result[row] = order.count.dividingFullWidth((high, low)).quotient + 1
    }
    return result
  }
}
