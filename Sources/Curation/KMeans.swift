import Kernels
import MatMul
import Numerics

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

/// Lloyd's k-means, squared Euclidean distances by matrix product; deterministic by seed, on any number of threads.
public struct KMeans {
  /// Points of one product of distances: each is one thread's, so that no thread count changes a bit of it.
  private static let block = 512

  /// Clusters `count` points (count x dimension, row-major) from a k-means++ start (Arthur and Vassilvitskii 2007).
  ///
  /// Fewer points than clusters give as many clusters as points. `onIteration` is called with each round's number and may
  /// throw to stop. `assignment` says the nearest centre of each point; nil: this process finds it. O(count · clusters · dimension) a
  /// round, and as much for the start.
  public static func cluster(
    _ points: [Float], count: Int, dimension: Int, clusters k: Int, seed: UInt64, maxIterations: Int = 100,
    assignment: Assignment? = nil, onIteration: (Int) throws -> Void = { _ in }
  ) throws -> KMeansResult {
    let start = startingPoints(points, count: count, dimension: dimension, clusters: k, seed: seed)
    // No points, no clusters: one centre that nothing is near.
    let centres =
      start.isEmpty
      ? [Float](repeating: 0, count: dimension)
      : start.flatMap { points[$0 * dimension..<($0 + 1) * dimension] }
    return try lloyd(
      points, count: count, dimension: dimension, startingCentres: centres, maxIterations: maxIterations,
      assignment: assignment, onIteration: onIteration)
  }

  /// The nearest of some centres (clusters x dimension) to each point.
  public typealias Assignment = (_ centres: [Float]) throws -> [Int]

  /// The points that k-means++ chooses as starting centres: the first uniformly, each next with probability proportional to
  /// its squared distance from those chosen.
  public static func startingPoints(
    _ points: [Float], count: Int, dimension: Int, clusters k: Int, seed: UInt64
  ) -> [Int] {
    precondition(points.count == count * dimension, "points of another shape")
    var generator = SeededGenerator(seed: seed, stream: "k-means")
    let nearest = AlignedBuffer<Double>(count: count)
    for i in 0..<count { nearest.pointer[i] = .infinity }
    var start: [Int] = []
    for c in 0..<min(max(1, k), count) {
      var total = 0.0
      if c > 0 { for i in 0..<count { total += nearest.pointer[i] } }
      var chosen = generator.index(below: count)
      if total > 0 {
        var rest = generator.uniform() * total
        for i in 0..<count where nearest.pointer[i] > 0 {
          chosen = i
          rest -= nearest.pointer[i]
          if rest < 0 { break }
        }
      }
      start.append(chosen)
      withPointers(points, points) { p, _ in
        let centre = p + chosen * dimension
        Parallel.ranges(count, grain: block) { range in
          for i in range {
            nearest.pointer[i] = min(
              nearest.pointer[i], Kernels.squaredDistance(p + i * dimension, centre, dimension))
          }
        }
      }
    }
    return start
  }

  /// Lloyd's rounds from given centres (clusters x dimension) until no label changes. Of equally near centres the first
  /// wins; a cluster that loses all its points takes the point farthest from its own centre.
  public static func lloyd(
    _ points: [Float], count: Int, dimension: Int, startingCentres: [Float], maxIterations: Int = 100,
    assignment: Assignment? = nil, onIteration: (Int) throws -> Void = { _ in }
  ) throws -> KMeansResult {
    precondition(points.count == count * dimension && dimension > 0, "points of another shape")
    let k = startingCentres.count / dimension
    var centres = startingCentres
    var labels = [Int](repeating: -1, count: count)
    var iterations = 0
    while iterations < max(1, maxIterations) {
      try onIteration(iterations)
      iterations += 1
      let assigned =
        try assignment?(centres) ?? nearest(points, count: count, dimension: dimension, centres: centres)
      if assigned == labels { break }
      labels = assigned
      update(points, dimension, &labels, &centres, k)
    }
    return KMeansResult(
      labels: labels, centres: centres, inertia: distances(points, dimension, centres, labels).reduce(0, +),
      iterations: iterations)
  }

  /// Points that are divided among processes by multiples of this have the bits of one process.
  public static var grain: Int { block }

  /// The nearest centre of each point: argmin |c|² - 2 p·c.
  public static func nearest(_ points: [Float], count: Int, dimension: Int, centres: [Float]) -> [Int] {
    let k = centres.count / dimension
    let squares = AlignedBuffer<Double>(count: k)
    for c in 0..<k {
      squares.pointer[c] = centres[c * dimension..<(c + 1) * dimension].reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    let labels = AlignedBuffer<Int>(count: count)
    let scratch = ScratchMemory()
    withPointers(points, centres) { p, c in
      Parallel.ranges(count, grain: block) { range in
        scratch.withBytes(block * k * MemoryLayout<Float>.stride) { memory in
          let products = memory.assumingMemoryBound(to: Float.self)
          MatrixProduct(.f32).multiplySerially(
            range.count, k, dimension, .f32(p + range.lowerBound * dimension, dimension),
            .f32(c, dimension, transposed: true), into: products, k)
          for (row, i) in range.enumerated() {
            labels.pointer[i] = Kernels.nearest(products + row * k, squares: squares.constant, k)
          }
        }
      }
    }
    return Array(UnsafeBufferPointer(start: labels.constant, count: count))
  }

  /// Centres become the means of their points.
  private static func update(
    _ points: [Float], _ dimension: Int, _ labels: inout [Int], _ centres: inout [Float], _ k: Int
  ) {
    var sizes = [Int](repeating: 0, count: k)
    for label in labels { sizes[label] += 1 }
    let sums = AlignedBuffer<Double>(count: k * dimension)
    withPointers(points, points) { p, _ in
      // Columns are split between threads, so that each sum takes its points in their order.
      Parallel.ranges(dimension, grain: 64) { columns in
        for (i, label) in labels.enumerated() {
          Kernels.add(
            p + i * dimension + columns.lowerBound, to: sums.pointer + label * dimension + columns.lowerBound,
            columns.count)
        }
      }
    }
    if sizes.contains(0) {
      let own = distances(points, dimension, centres, labels)
      for empty in 0..<k where sizes[empty] == 0 {
        var farthest = -1
        var distance = 0.0
        for i in labels.indices where sizes[labels[i]] > 1 && own[i] > distance { (farthest, distance) = (i, own[i]) }
        guard farthest >= 0 else { continue }
        sizes[labels[farthest]] -= 1
        sizes[empty] = 1
        for d in 0..<dimension {
          let x = Double(points[farthest * dimension + d])
          sums.pointer[labels[farthest] * dimension + d] -= x
          sums.pointer[empty * dimension + d] = x
        }
        labels[farthest] = empty
      }
    }
    for c in 0..<k where sizes[c] > 0 {
      for d in 0..<dimension {
        centres[c * dimension + d] = Float(sums.pointer[c * dimension + d] / Double(sizes[c]))
      }
    }
  }

  /// Squared distance of each point to the centre of its cluster.
  private static func distances(
    _ points: [Float], _ dimension: Int, _ centres: [Float], _ labels: [Int]
  ) -> [Double] {
    let result = AlignedBuffer<Double>(count: labels.count)
    withPointers(points, centres) { p, c in
      Parallel.ranges(labels.count, grain: block) { range in
        for i in range {
          result.pointer[i] = Kernels.squaredDistance(p + i * dimension, c + labels[i] * dimension, dimension)
        }
      }
    }
    return Array(UnsafeBufferPointer(start: result.constant, count: labels.count))
  }
}
