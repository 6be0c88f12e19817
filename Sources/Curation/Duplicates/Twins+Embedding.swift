import Numerics
public import Work

extension Twins {
  /// Rows whose vectors point where an earlier one's does: their cosine is at least `threshold`, taken in double precision.
  /// Candidates share one of 40 keys of 12 signs of random projections (Charikar 2002): of pairs at a cosine of 0.95 all but 1 in
  /// 100,000 are found, at 0.9 998 of 1,000, at 0.8 93 of 100. A row without a vector is nobody's twin.
  ///
  /// O(rows · dimension · log dimension); vectors that all point one way are compared with 64 others at most. The same for any
  /// number of threads.
  ///
  /// - Parameters:
  ///   - vectors: row-major, `dimension` a row, of any lengths; a row that holds a NaN is missing.
  ///   - threshold: 0.8 to 1.
  /// - Throws: `Interrupted` when `work` is cancelled.
  public static func embedding(
    _ vectors: [Float], dimension: Int, threshold: Double, label: String = "dedup", work: Work = .silent
  ) throws(Interrupted) -> Twins {
    let space = VectorSpace(targets: vectors, pool: vectors, dimension: dimension)
    let planes = RandomSigns(dimension: dimension)
    let signs = Parallel.map(space.poolCount) { row -> [UInt16] in
      guard !work.cancellation.isCancelled, space.hasPlace(row) else { return [] }
      return planes.keys(vectors[row * dimension..<(row + 1) * dimension])
    }
    try work.checkCancellation()
    let search = try TwinSearch(count: space.poolCount, bands: RandomSigns.bands, work: work) { row, band in
      signs[row].isEmpty ? nil : UInt64(signs[row][band])
    }
    let standIns = try search.standIns(label: label, work: work, item: { $0 }) { row, other in
      space.cosine(row, other) >= threshold
    }
    return Twins(standIns: standIns)
  }
}

/// The signs of a vector's projections on random directions, which two vectors share the oftener the smaller their angle is.
///
/// The directions are three rounds of random signs and a Walsh-Hadamard transform, as good as independent ones
/// (arXiv 1509.02897) and cheap. Everything is added in one order, so that the signs are the same on any processor.
private struct RandomSigns {
  static let bands = 40
  static let bitsPerBand = 12

  private let size: Int
  /// +1 or -1, `size` a round.
  private let signs: [Float]
  private static let rounds = 3

  init(dimension: Int) {
    var size = 512
    while size < dimension { size *= 2 }
    var generator = SeededGenerator(seed: 0x7715)
    self.size = size
    signs = (0..<Self.rounds * size).map { _ in generator.next() >> 63 == 0 ? 1 : -1 }
  }

  /// A key for each band.
  func keys(_ vector: ArraySlice<Float>) -> [UInt16] {
    var x = Array(vector) + [Float](repeating: 0, count: size - vector.count)
    // Of no importance to signs, and lengths near the ends of what a Float holds stay within it.
    let largest = x.reduce(0) { max($0, abs($1)) }
    return x.withUnsafeMutableBufferPointer { x in
      for n in 0..<size { x[n] /= largest }
      for round in 0..<Self.rounds {
        for n in 0..<size { x[n] *= signs[round * size + n] }
        var half = 1
        while half < size {
          for start in stride(from: 0, to: size, by: 2 * half) {
            for n in start..<start + half { (x[n], x[n + half]) = (x[n] + x[n + half], x[n] - x[n + half]) }
          }
          half *= 2
        }
      }
      return (0..<Self.bands).map { band in
        (0..<Self.bitsPerBand).reduce(0) { $0 << 1 | (x[band * Self.bitsPerBand + $1] < 0 ? 1 : 0) }
      }
    }
  }
}
