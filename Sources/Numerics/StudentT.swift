import Foundation

/// Student's t distribution.
public enum StudentT {
  /// The probability of a value at most `t` with `freedom` degrees of freedom: by the incomplete beta function.
  public static func cumulative(_ t: Double, freedom: Double) -> Double {
    let tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return t > 0 ? 1 - tail : tail
  }

  /// The value that `p` of the distribution lies below, to 1e-12; NaN outside 0 < p < 1 or of no degree of freedom.
  public static func quantile(_ p: Double, freedom: Double) -> Double {
    guard p > 0, p < 1, freedom > 0 else { return .nan }
    if p < 0.5 { return -quantile(1 - p, freedom: freedom) }
    var (low, high) = (0.0, 1.0)
    while cumulative(high, freedom: freedom) < p { high *= 2 }
    while high - low > 1e-12 * max(1, high) {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if cumulative(middle, freedom: freedom) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// I_x(a, b), by Lentz's continued fraction (Numerical Recipes, section 6.4).
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    // The fraction converges fast on one side of the mean; the other follows by symmetry.
    if x > (a + 1) / (a + b + 2) { return 1 - front * fraction(1 - x, b, a) / b }
    return front * fraction(x, a, b) / a
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ y: Double) -> Double { abs(y) < tiny ? tiny : y }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...500 {
      let m = Double(m)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / away(1 + numerator * d)
        c = away(1 + numerator / c)
        h *= d * c
      }
      if abs(d * c - 1) < 1e-15 { break }
    }
    return h
  }
}
