/// Splitting a whole number over groups in proportion to their sizes.
public enum Apportionment {
  /// Splits `seats` over groups by size with largest remainders (Hamilton's method), ties by group number; no group
  /// gets more than its size, and what it cannot take is given to the others.
  ///
  /// - Returns: a number per group; their sum is `min(seats, sizes.sum)`.
  public static func split(_ seats: Int, over sizes: [Int]) -> [Int] {
    let total = sizes.reduce(0, +)
    if seats >= total { return sizes }
    // seats < total, so a group's quota never exceeds its size, and the remainder adds one only below it.
    return split(seats, weights: sizes)
  }

  /// Splits `seats` by weight with largest remainders and no upper bound; all zero where every weight is.
  public static func split(_ seats: Int, weights: [Int]) -> [Int] {
    let total = weights.reduce(0, +)
    guard total > 0, seats > 0 else { return weights.map { _ in 0 } }
    // Whole-number arithmetic: a rounded quotient must not decide a tie.
    var parts = weights.map { weight in
      let (high, low) = seats.multipliedFullWidth(by: weight)
      return total.dividingFullWidth((high, low))
    }
    let missing = seats - parts.reduce(0) { $0 + $1.quotient }
    let order = weights.indices.sorted {
      parts[$0].remainder != parts[$1].remainder ? parts[$0].remainder > parts[$1].remainder : $0 < $1
    }
    for group in order.prefix(missing) { parts[group].quotient += 1 }
    return parts.map(\.quotient)
  }
}
