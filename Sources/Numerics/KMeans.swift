import Kernels

/// A partition of points into clusters.
public struct KMeansResult: Sendable, Hashable, Codable {
  /// Cluster of each point.
  public var labels: [Int]
  /// clusters x dimension, row-major.
  public var centres: [Float]
  /// Sum of squared distances of points to their centres.
  public var inertia: Double
  /// Rounds of assignment until nothing moved, or the limit.
  public var iterations: Int
}

/// Lloyd's k-means, squared Euclidean distances by matrix product; deterministic by seed.
public struct KMeans {
  /// Points whose distances are computed at once.
  private static let block = 1024

  /// Clusters `count` points (count x dimension, row-major) from a k-means++ start (Arthur and Vassilvitskii 2007).
  ///
  /// Fewer points than clusters give as many clusters as points. `onIteration` is called with each round's number and may
  /// throw to stop. O(count · clusters · dimension) a round.
  public static func cluster(
    _ points: [Float], count: Int, dimension: Int, clusters k: Int, seed: UInt64, maxIterations: Int = 100,
    onIteration: (Int) throws -> Void = { _ in }
  ) throws -> KMeansResult {
    let start = startingPoints(points, count: count, dimension: dimension, clusters: k, seed: seed)
    // No points, no clusters: one centre that nothing is near.
    let centres =
      start.isEmpty
      ? [Float](repeating: 0, count: dimension)
      : start.flatMap { points[$0 * dimension..<($0 + 1) * dimension] }
    return try lloyd(
      points, count: count, dimension: dimension, startingCentres: centres, maxIterations: maxIterations,
      onIteration: onIteration)
  }

  /// The points that k-means++ chooses as starting centres: the first uniformly, each next with probability proportional to
  /// its squared distance from those chosen.
  public static func startingPoints(
    _ points: [Float], count: Int, dimension: Int, clusters k: Int, seed: UInt64
  ) -> [Int] {
    precondition(points.count == count * dimension, "points of another shape")
    var generator = SeededGenerator(seed: seed, stream: "k-means")
    var nearest = [Double](repeating: .infinity, count: count)
    var start: [Int] = []
    for c in 0..<min(max(1, k), count) {
      let total = c == 0 ? 0 : nearest.reduce(0, +)
      var chosen = generator.index(below: count)
      if total > 0 {
        var rest = generator.uniform() * total
        for (i, d) in nearest.enumerated() where d > 0 {
          chosen = i
          rest -= d
          if rest < 0 { break }
        }
      }
      start.append(chosen)
      for i in 0..<count { nearest[i] = min(nearest[i], squaredDistance(points, i, points, chosen, dimension)) }
    }
    return start
  }

  /// Lloyd's rounds from given centres (clusters x dimension) until no label changes. Of equally near centres the first
  /// wins; a cluster that loses all its points takes the point farthest from its own centre.
  public static func lloyd(
    _ points: [Float], count: Int, dimension: Int, startingCentres: [Float], maxIterations: Int = 100,
    onIteration: (Int) throws -> Void = { _ in }
  ) throws -> KMeansResult {
    precondition(points.count == count * dimension && dimension > 0, "points of another shape")
    let k = startingCentres.count / dimension
    var centres = startingCentres
    var labels = [Int](repeating: -1, count: count)
    var iterations = 0
    while iterations < max(1, maxIterations) {
      try onIteration(iterations)
      iterations += 1
      let assigned = assign(points, count, dimension, centres, k)
      if assigned == labels { break }
      labels = assigned
      update(points, dimension, &labels, &centres, k)
    }
    var inertia = 0.0
    for i in 0..<count { inertia += squaredDistance(points, i, centres, labels[i], dimension) }
    return KMeansResult(labels: labels, centres: centres, inertia: inertia, iterations: iterations)
  }

  /// The nearest centre of each point: argmin |c|² - 2 p·c.
  private static func assign(_ points: [Float], _ count: Int, _ dimension: Int, _ centres: [Float], _ k: Int) -> [Int] {
    let norms = (0..<k).map { c in
      centres[c * dimension..<(c + 1) * dimension].reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    var labels = [Int](repeating: 0, count: count)
    let products = AlignedBuffer<Float>(count: min(block, count) * k)
    points.withUnsafeBufferPointer { p in
      centres.withUnsafeBufferPointer { c in
        guard let p = p.baseAddress, let c = c.baseAddress else { return }
        for from in stride(from: 0, to: count, by: block) {
          let n = min(block, count - from)
          LinearAlgebra.multiply(
            n, k, dimension, p + from * dimension, dimension, c, dimension, transposeB: true,
            into: products.pointer, k)
          for i in 0..<n {
            var best = Double.infinity
            for j in 0..<k {
              let distance = norms[j] - 2 * Double(products.pointer[i * k + j])
              if distance < best {
                best = distance
                labels[from + i] = j
              }
            }
          }
        }
      }
    }
    return labels
  }

  /// Centres become the means of their points.
  private static func update(
    _ points: [Float], _ dimension: Int, _ labels: inout [Int], _ centres: inout [Float], _ k: Int
  ) {
    var sums = [Double](repeating: 0, count: k * dimension)
    var sizes = [Int](repeating: 0, count: k)
    for (i, label) in labels.enumerated() {
      sizes[label] += 1
      for d in 0..<dimension { sums[label * dimension + d] += Double(points[i * dimension + d]) }
    }
    for empty in 0..<k where sizes[empty] == 0 {
      var farthest = -1
      var distance = 0.0
      for i in labels.indices where sizes[labels[i]] > 1 {
        let d = squaredDistance(points, i, centres, labels[i], dimension)
        if d > distance { (farthest, distance) = (i, d) }
      }
      guard farthest >= 0 else { continue }
      sizes[labels[farthest]] -= 1
      sizes[empty] = 1
      for d in 0..<dimension {
        let x = Double(points[farthest * dimension + d])
        sums[labels[farthest] * dimension + d] -= x
        sums[empty * dimension + d] = x
      }
      labels[farthest] = empty
    }
    for c in 0..<k where sizes[c] > 0 {
      for d in 0..<dimension { centres[c * dimension + d] = Float(sums[c * dimension + d] / Double(sizes[c])) }
    }
  }

  private static func squaredDistance(
    _ points: [Float], _ i: Int, _ centres: [Float], _ c: Int, _ dimension: Int
  ) -> Double {
    points.withUnsafeBufferPointer { p in
      centres.withUnsafeBufferPointer { q in
        var sum = 0.0
        for d in 0..<dimension {
          let difference = Double(p[i * dimension + d]) - Double(q[c * dimension + d])
          sum += difference * difference
        }
        return sum
      }
    }
  }

  /// The mean silhouette (Rousseeuw 1987), Euclidean, of a labelling; nil with fewer than two clusters. O(count²).
  public static func silhouette(_ points: [Float], count: Int, dimension: Int, labels: [Int]) -> Double? {
    let k = (labels.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: k)
    for label in labels { sizes[label] += 1 }
    guard count > 1, sizes.filter({ $0 > 0 }).count > 1 else { return nil }
    var total = 0.0
    for i in 0..<count where sizes[labels[i]] > 1 {
      var sums = [Double](repeating: 0, count: k)
      for j in 0..<count where j != i {
        sums[labels[j]] += squaredDistance(points, i, points, j, dimension).squareRoot()
      }
      let own = sums[labels[i]] / Double(sizes[labels[i]] - 1)
      let other = (0..<k).filter { $0 != labels[i] && sizes[$0] > 0 }.map { sums[$0] / Double(sizes[$0]) }.min() ?? own
      total += max(own, other) > 0 ? (other - own) / max(own, other) : 0
    }
    return total / Double(count)
  }
}
