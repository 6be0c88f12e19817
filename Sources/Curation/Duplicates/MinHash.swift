/// The least hashes of a set under many hash functions (Broder 1997): two sets agree in each with the probability of their
/// Jaccard similarity.
///
/// In 32 bands of 4, a pair at 0.5 shares a band with probability 1 - (1 - 0.5^4)^32 = 0.87, at 0.6 with 0.988, at 0.7 with
/// 0.9999, at 0.8 with all but 1 in 20 million.
struct MinHash {
  static let bands = 32
  static let rowsPerBand = 4
  static let count = bands * rowsPerBand

  /// One for each hash function.
  let values: [UInt32]

  /// Of a set that is not empty. O(`count` · set).
  init(_ set: [UInt64]) {
    var least = [UInt64](repeating: .max, count: Self.count)
    least.withUnsafeMutableBufferPointer { least in
      for element in set {
        for n in 0..<least.count {
          least[n] = min(least[n], Shingles.mix(element &+ UInt64(n) &* 0x9e37_79b9_7f4a_7c15))
        }
      }
    }
    // The lower half, which is no smaller for being the least.
    values = least.map { UInt32(truncatingIfNeeded: $0) }
  }

  /// A key for each band: sets that share one are worth a comparison.
  var keys: [UInt64] {
    values.withUnsafeBufferPointer { values in (0..<Self.bands).map { Self.key(values[...], band: $0) } }
  }

  /// The key of one band among the values of one set.
  static func key(_ values: Slice<UnsafeBufferPointer<UInt32>>, band: Int) -> UInt64 {
    var key = UInt64(band)
    let first = values.startIndex + band * rowsPerBand
    for n in 0..<rowsPerBand { key = Shingles.mix(key ^ UInt64(values[first + n])) }
    return key
  }
}
