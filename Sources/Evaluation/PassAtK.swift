/// The unbiased estimate of pass@k (Chen and others, arXiv 2107.03374, equation 1).
public enum PassAtK {
  /// The share of the draws of `k` among `samples` answers that have one which passes: 1 − C(n − c, k) / C(n, k), as a product,
  /// for the binomials leave what a double holds. O(c).
  ///
  /// - Returns: nil where fewer than `k` answers were made, or the counts cannot be.
  public static func estimate(samples n: Int, passed c: Int, k: Int) -> Double? {
    guard k >= 1, k <= n, (0...n).contains(c) else { return nil }
    guard n - c >= k else { return 1 }
    // C(n − c, k) / C(n, k) = ∏ (1 − k / i) over i in n − c + 1 ... n.
    return 1 - (n - c..<n).reduce(1.0) { $0 * (1 - Double(k) / Double($1 + 1)) }
  }

  /// The k that are told of so many answers: 1, 5, 10, 50, 100, … up to as many.
  public static func told(samples n: Int) -> [Int] {
    var list: [Int] = []
    var decade = 1
    while decade <= n {
      list += [decade, 5 * decade].filter { $0 <= n }
      decade *= 10
    }
    return list
  }
}
