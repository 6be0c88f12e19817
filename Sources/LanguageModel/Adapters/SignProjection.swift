import Numerics

/// A fixed matrix of random signs over √dimension, one row for each parameter of an adapter: inner products of what it projects
/// are those of what was projected, to about 1/√dimension of the lengths (Achlioptas 2003, Database-friendly random projections).
///
/// The matrix is never held whole: each sign follows from the seed, the tensor's name and its own place alone.
public struct SignProjection: Sendable, Hashable {
  /// Columns, in words of 64 signs.
  public let words: Int
  /// Of the signs.
  public let seed: UInt64

  /// - Parameter dimension: rounded up to a multiple of 64.
  public init(dimension: Int = 1_024, seed: UInt64) {
    words = max(1, (dimension + 63) / 64)
    self.seed = seed
  }

  /// Columns of the matrix.
  public var dimension: Int { 64 * words }

  /// Of the signs of one tensor.
  func key(_ tensor: String) -> UInt64 {
    var generator = SeededGenerator(seed: seed, stream: "projection " + tensor)
    return generator.next()
  }

  /// One sign of the matrix, as `fill` has it: for checks.
  package func sign(_ tensor: String, element: Int, column: Int) -> Float {
    let word = UInt64(element) &* UInt64(words) &+ UInt64(column / 64)
    return DropoutKey.mix(key(tensor), word) >> UInt64(column % 64) & 1 == 0 ? 1 : -1
  }

  /// The rows of a tensor's elements `elements`, each of `dimension` values: ±1. Bit j of word w is the sign of column
  /// 64·w + j; one that is set is −1.
  func fill(_ elements: Range<Int>, key: UInt64, into signs: UnsafeMutablePointer<Float>) {
    let words = words
    Parallel.ranges(elements.count, grain: 64) { range in
      for i in range {
        let first = UInt64(elements.lowerBound + i) &* UInt64(words)
        for w in 0..<words {
          let bits = DropoutKey.mix(key, first &+ UInt64(w))
          let row = signs + (i * words + w) * 64
          for j in 0..<64 {
            row[j] = Float(bitPattern: 0x3f80_0000 | UInt32(truncatingIfNeeded: bits &>> UInt64(j)) << 31)
          }
        }
      }
    }
  }
}
