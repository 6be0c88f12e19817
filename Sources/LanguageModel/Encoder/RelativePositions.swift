#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Relative positions in buckets (T5, arXiv 1910.10683, section 2.1): half of them for each direction, near distances one
/// each, far ones in logarithmic steps up to 128.
package enum RelativePositions {
  package static let buckets = 32
  private static let farthest: Float = 128

  /// The bucket of a key at `distance` = its position - the query's. In float32, as the models were trained.
  package static func bucket(of distance: Int) -> Int {
    let half = buckets / 2
    let near = half / 2
    let side = distance > 0 ? half : 0
    let n = abs(distance)
    if n < near { return side + n }
    let steps = logf(Float(n) / Float(near)) / logf(farthest / Float(near)) * Float(half - near)
    return side + min(half - 1, near + Int(steps))
  }
}
