import Foundation

/// Small statistics over doubles. Values must not be NaN unless said otherwise.
public enum Statistics {
  /// The arithmetic mean; 0 of none.
  public static func mean(_ x: [Double]) -> Double {
    x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
  }

  /// The sample standard deviation (n - 1); 0 of fewer than two.
  public static func standardDeviation(_ x: [Double]) -> Double {
    guard x.count > 1 else { return 0 }
    let m = mean(x)
    return (x.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(x.count - 1)).squareRoot()
  }

  /// The p-quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7); NaN of none.
  public static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let place = min(max(p, 0), 1) * Double(sorted.count - 1)
    let low = Int(place)
    guard low + 1 < sorted.count else { return last }
    return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
  }

  /// Ranks from 1, ties given their mean rank.
  public static func ranks(_ x: [Double]) -> [Double] {
    let order = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
    var ranks = [Double](repeating: 0, count: x.count)
    var i = 0
    while i < order.count {
      var j = i
      while j + 1 < order.count, x[order[j + 1]] == x[order[i]] { j += 1 }
      for k in i...j { ranks[order[k]] = Double(i + j) / 2 + 1 }
      i = j + 1
    }
    return ranks
  }

  /// Spearman's rank correlation; nil of fewer than two pairs or when one side is constant.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count)
    return x.count > 1 ? pearson(ranks(x), ranks(y)) : nil
  }

  /// Pearson's correlation; nil when one side is constant. Of ranks it is Spearman's.
  public static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
    let (ma, mb) = (mean(a), mean(b))
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for i in a.indices {
      aa += (a[i] - ma) * (a[i] - ma)
      bb += (b[i] - mb) * (b[i] - mb)
      ab += (a[i] - ma) * (b[i] - mb)
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : nil
  }

  /// The interval of a rank correlation of `count` pairs: Fisher's transformation with the variance that Bonett and Wright give for
  /// Spearman's (Psychometrika 65, 2000), (1 + r²/2) / (count - 3); (-1, 1) of fewer than four pairs.
  public static func spearmanInterval(_ r: Double, count: Int, z: Double = 1.96) -> (low: Double, high: Double) {
    guard count > 3 else { return (-1, 1) }
    guard abs(r) < 1 else { return (r, r) }
    let half = z * ((1 + r * r / 2) / Double(count - 3)).squareRoot()
    let centre = atanh(r)
    return (tanh(centre - half), tanh(centre + half))
  }

  /// The probability that a random positive value is above a random negative one, ties counted half (Mann and Whitney).
  public static func auc(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let sum = ranks(positives + negatives).prefix(positives.count).reduce(0, +)
    let p = Double(positives.count)
    return (sum - p * (p + 1) / 2) / (p * Double(negatives.count))
  }

  /// The normal quantile of an interval of 95 %.
  public static let z95 = 1.959963984540054

  /// Wilson's score interval for a proportion (1927); (0, 1) of none.
  public static func wilson(successes: Int, of count: Int, z: Double = Statistics.z95) -> (low: Double, high: Double) {
    guard count > 0 else { return (0, 1) }
    let n = Double(count)
    let p = Double(successes) / n
    let denominator = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / denominator
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
    // Exactly, where rounding would leave a hair.
    return (successes == 0 ? 0 : max(0, centre - half), successes == count ? 1 : min(1, centre + half))
  }

  /// Counts in `bins` equal intervals from `low` to `high` (default: the finite values' own range); the last one is
  /// closed. Values outside and values that are not finite are left out.
  public static func histogram(
    _ values: [Double], bins: Int, low: Double? = nil, high: Double? = nil
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: max(0, bins))
    let finite = values.filter(\.isFinite)
    guard bins > 0, let least = low ?? finite.min(), let most = high ?? finite.max() else { return counts }
    for x in finite where x >= least && x <= most {
      let place = most > least ? Int((x - least) / (most - least) * Double(bins)) : 0
      counts[min(place, bins - 1)] += 1
    }
    return counts
  }
}
