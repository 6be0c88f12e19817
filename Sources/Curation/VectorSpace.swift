import MatMul
import Numerics
public import Work

/// Rows as vectors, near where the cosine between them is great.
///
/// Products in single precision only narrow the choice: by their error's bound, no true neighbour is passed over; the
/// cosines that decide are taken in double precision, always in the same order. So equal vectors are equally near, and the
/// result is the same on any processor and any number of threads.
public struct VectorSpace: NeighbourSpace {
  /// Rows of the target.
  public let targetCount: Int
  /// Rows of the pool.
  public let poolCount: Int
  private let dimension: Int
  private let targets: [Float]
  private let pool: [Float]
  /// Lengths; 0 for a vector that is missing (NaN), not finite, or zero: it has no place.
  private let targetLengths: [Double]
  private let poolLengths: [Double]

  /// Pool rows of one product.
  private static let block = 512

  /// - Parameters: of any lengths, row-major, `dimension` a row; a row that holds a NaN is missing.
  public init(targets: [Float], pool: [Float], dimension: Int) {
    precondition(
      dimension > 0 && targets.count % dimension == 0 && pool.count % dimension == 0, "not rows of `dimension`")
    self.dimension = dimension
    self.targets = targets
    self.pool = pool
    targetCount = targets.count / dimension
    poolCount = pool.count / dimension
    targetLengths = Self.lengths(targets, dimension)
    poolLengths = Self.lengths(pool, dimension)
  }

  /// Whether the pool's row has a vector with a direction.
  public func hasPlace(_ row: Int) -> Bool { poolLengths[row] > 0 }

  /// O(targets · pool · dimension), as matrix products; memory of the pool's similarities to 32 targets at a time.
  public func nearest(
    to chosen: [Int], limit: Int, isOpen: (Int) -> Bool, work: Work
  ) throws(Interrupted) -> [[Int]] {
    let open = (0..<poolCount).filter { poolLengths[$0] > 0 && isOpen($0) }
    var lists: [[Int]] = []
    for from in stride(from: 0, to: chosen.count, by: 32) {
      let some = Array(chosen[from..<min(from + 32, chosen.count)])
      let similarities = approximate(some, open)
      lists += Parallel.map(some.count) { place in
        exact(some[place], open, similarities.constant + place * open.count, limit: limit)
      }
      try work.checkCancellation(done: lists.count, total: chosen.count, of: "targets")
      if chosen.count > 1 {
        work.progress(
          Progress(label: "compare", done: Double(lists.count), total: Double(chosen.count), unit: "targets"))
      }
    }
    return lists
  }

  /// The cosine of a target and a pool row; NaN where either has no place.
  public func cosine(_ target: Int, _ row: Int) -> Double {
    guard targetLengths[target] > 0, poolLengths[row] > 0 else { return .nan }
    let product = targets.withUnsafeBufferPointer { targets in
      pool.withUnsafeBufferPointer { pool in
        Self.dot(
          UnsafeBufferPointer(rebasing: targets[target * dimension..<(target + 1) * dimension]),
          UnsafeBufferPointer(rebasing: pool[row * dimension..<(row + 1) * dimension]))
      }
    }
    return product / (targetLengths[target] * poolLengths[row])
  }

  /// Cosines in single precision: chosen x open, row-major.
  private func approximate(_ chosen: [Int], _ open: [Int]) -> AlignedBuffer<Float> {
    let result = AlignedBuffer<Float>(uninitialized: max(1, chosen.count * open.count))
    let units = AlignedBuffer<Float>(count: chosen.count * dimension)
    for (place, target) in chosen.enumerated() {
      Self.scale(targets, target, by: targetLengths[target], dimension, to: units.pointer + place * dimension)
    }
    let workspaces = WorkspacePool<AlignedBuffer<Float>>()
    Parallel.ranges(open.count, grain: Self.block) { range in
      workspaces.withWorkspace(suits: { _ in true }, make: { AlignedBuffer(uninitialized: Self.block * dimension) }) {
        rows in
        for (place, index) in range.enumerated() {
          Self.scale(pool, open[index], by: poolLengths[open[index]], dimension, to: rows.pointer + place * dimension)
        }
        MatrixProduct(.f32).multiplySerially(
          chosen.count, range.count, dimension, .f32(units.constant, dimension),
          .f32(rows.constant, dimension, transposed: true), into: result.pointer + range.lowerBound, open.count)
      }
    }
    return result
  }

  /// The nearest by exact cosines among all rows that can be by the approximate ones.
  private func exact(_ target: Int, _ open: [Int], _ approximate: UnsafePointer<Float>, limit: Int) -> [Int] {
    guard targetLengths[target] > 0, limit > 0, !open.isEmpty else { return [] }
    let values = UnsafeBufferPointer(start: approximate, count: open.count)
    var least = -Float.infinity
    if open.count > limit {
      let kept = Nearest.rows(
        values.indices.lazy.map { (row: $0, similarity: Double(values[$0])) }, limit: limit)
      // Twice the error of a product of unit vectors in single precision, scaling them included.
      if let last = kept.last { least = values[last] - Float(2 * (dimension + 4)) * 0x1p-24 }
    }
    let candidates = values.indices.filter { values[$0] >= least }.map {
      (row: open[$0], similarity: cosine(target, open[$0]))
    }
    return Nearest.rows(candidates, limit: limit)
  }

  private static func scale(
    _ vectors: [Float], _ row: Int, by length: Double, _ dimension: Int, to target: UnsafeMutablePointer<Float>
  ) {
    let factor = length > 0 ? 1 / length : 0
    for d in 0..<dimension {
      target[d] = factor > 0 ? Float(Double(vectors[row * dimension + d]) * factor) : 0
    }
  }

  private static func lengths(_ vectors: [Float], _ dimension: Int) -> [Double] {
    vectors.withUnsafeBufferPointer { vectors in
      // Safe: read only.
      nonisolated(unsafe) let vectors = vectors
      return Parallel.map(vectors.count / dimension) { row in
        let vector = UnsafeBufferPointer(rebasing: vectors[row * dimension..<(row + 1) * dimension])
        let length = dot(vector, vector).squareRoot()
        return length.isFinite ? length : 0
      }
    }
  }

  /// In double precision, in an order of its own.
  private static func dot(_ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i + 4 <= x.count {
      a += Double(x[i]) * Double(y[i])
      b += Double(x[i + 1]) * Double(y[i + 1])
      c += Double(x[i + 2]) * Double(y[i + 2])
      d += Double(x[i + 3]) * Double(y[i + 3])
      i += 4
    }
    var total = (a + b) + (c + d)
    while i < x.count {
      total += Double(x[i]) * Double(y[i])
      i += 1
    }
    return total
  }
}
