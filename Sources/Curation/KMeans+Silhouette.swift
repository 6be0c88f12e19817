import Kernels
import Numerics

extension KMeans {
  /// The mean silhouette (Rousseeuw 1987), Euclidean, of a labelling; nil with fewer than two clusters. O(count²).
  public static func silhouette(_ points: [Float], count: Int, dimension: Int, labels: [Int]) -> Double? {
    let k = (labels.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: k)
    for label in labels { sizes[label] += 1 }
    guard count > 1, sizes.filter({ $0 > 0 }).count > 1 else { return nil }
    let values = AlignedBuffer<Double>(count: count)
    withPointers(points, points) { p, _ in
      Parallel.ranges(count, grain: 64) { range in
        var sums = [Double](repeating: 0, count: k)
        for i in range where sizes[labels[i]] > 1 {
          for c in 0..<k { sums[c] = 0 }
          for j in 0..<count where j != i {
            sums[labels[j]] +=
              Kernels.squaredDistance(p + i * dimension, p + j * dimension, dimension).squareRoot()
          }
          let own = sums[labels[i]] / Double(sizes[labels[i]] - 1)
          var other = Double.infinity
          for c in 0..<k where c != labels[i] && sizes[c] > 0 { other = min(other, sums[c] / Double(sizes[c])) }
          values.pointer[i] = max(own, other) > 0 ? (other - own) / max(own, other) : 0
        }
      }
    }
    var total = 0.0
    for i in 0..<count { total += values.pointer[i] }
    return total / Double(count)
  }
}
