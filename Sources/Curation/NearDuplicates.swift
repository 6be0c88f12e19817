import Numerics

/// Finds texts that are nearly the same: Jaccard similarity of their sets of 5-token shingles, candidates by MinHash
/// with banding (Broder 1997), each candidate pair then checked exactly.
public struct NearDuplicates: Sendable {
  /// The similarity from which two texts count as nearly the same.
  public var threshold: Double
  static let shingleLength = 5
  // 32 bands of 4: a pair at 0.6 is found with probability 1 - (1 - 0.6^4)^32 = 0.988, at 0.7 with 0.9999.
  static let bands = 32
  static let rowsPerBand = 4

  public init(threshold: Double = 0.6) {
    self.threshold = threshold
  }

  /// All pairs (i, j), i < j, at or above the threshold, in ascending order.
  public func pairs(_ texts: [[UInt8]]) -> [(Int, Int)] {
    let shingles = Parallel.map(texts.count) { Self.shingles(texts[$0]) }
    let signatures = Parallel.map(texts.count) { Self.signature(shingles[$0]) }
    var found = Set<Pair>()
    for band in 0..<Self.bands {
      var buckets: [UInt64: [Int]] = [:]
      for (row, signature) in signatures.enumerated() where !shingles[row].isEmpty {
        var hash: UInt64 = UInt64(band)
        for r in 0..<Self.rowsPerBand { hash = Self.mix(hash ^ signature[band * Self.rowsPerBand + r]) }
        buckets[hash, default: []].append(row)
      }
      for rows in buckets.values where rows.count > 1 {
        for (n, i) in rows.enumerated() {
          for j in rows[(n + 1)...] {
            let pair = Pair(a: i, b: j)
            if found.contains(pair) { continue }
            if Self.jaccard(shingles[i], shingles[j]) >= threshold { found.insert(pair) }
          }
        }
      }
    }
    return found.map { ($0.a, $0.b) }.sorted { $0 < $1 }
  }

  /// The sorted distinct hashes of the text's runs of five tokens; a shorter text is one shingle.
  ///
  /// A token is a run of letters, digits, `_` and non-ASCII bytes, or any other byte that is not white space.
  public static func shingles(_ text: [UInt8]) -> [UInt64] {
    var tokens: [UInt64] = []
    var hash: UInt64 = 0
    var inWord = false
    func isWord(_ b: UInt8) -> Bool {
      (b >= 0x30 && b <= 0x39) || (b >= 0x41 && b <= 0x5A) || (b >= 0x61 && b <= 0x7A) || b == 0x5F || b >= 0x80
    }
    for byte in text {
      if isWord(byte) {
        hash = (inWord ? hash : 0xcbf2_9ce4_8422_2325) ^ UInt64(byte)
        hash = hash &* 0x100_0000_01b3
        inWord = true
      } else {
        if inWord { tokens.append(hash) }
        inWord = false
        if byte > 0x20 { tokens.append(mix(UInt64(byte))) }
      }
    }
    if inWord { tokens.append(hash) }
    if tokens.isEmpty { return [] }
    if tokens.count <= shingleLength { return [tokens.reduce(1) { mix($0 ^ $1) }] }
    var result = Set<UInt64>()
    for start in 0...(tokens.count - shingleLength) {
      result.insert(tokens[start..<(start + shingleLength)].reduce(1) { mix($0 ^ $1) })
    }
    return result.sorted()
  }

  /// |A and B| / |A or B| of two sorted sets.
  public static func jaccard(_ a: [UInt64], _ b: [UInt64]) -> Double {
    var (i, j, common) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        common += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    let union = a.count + b.count - common
    return union == 0 ? 0 : Double(common) / Double(union)
  }

  private struct Pair: Hashable {
    var a: Int
    var b: Int
  }

  private static func signature(_ shingles: [UInt64]) -> [UInt64] {
    var signature = [UInt64](repeating: .max, count: bands * rowsPerBand)
    signature.withUnsafeMutableBufferPointer { signature in
      for shingle in shingles {
        for n in 0..<signature.count {
          signature[n] = min(signature[n], mix(shingle &+ UInt64(n) &* 0x9e37_79b9_7f4a_7c15))
        }
      }
    }
    return signature
  }

  /// splitmix64's finalizer: every bit of the input moves every bit of the output.
  private static func mix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
