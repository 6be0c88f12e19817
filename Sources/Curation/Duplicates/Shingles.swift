/// A text as the set of its runs of five tokens (Broder 1997), each a hash.
public enum Shingles {
  static let length = 5

  /// The sorted distinct hashes of the text's runs of five tokens; a shorter text is one shingle.
  ///
  /// A token is a run of letters, digits, `_` and non-ASCII bytes, or any other byte that is not white space.
  public static func of(_ text: some Sequence<UInt8>) -> [UInt64] {
    var tokens: [UInt64] = []
    var hash: UInt64 = 0
    var inWord = false
    for byte in text {
      if isWord(byte) {
        hash = extend(inWord ? hash : start, byte)
        inWord = true
      } else {
        if inWord { tokens.append(hash) }
        inWord = false
        if byte > 0x20 { tokens.append(mix(UInt64(byte))) }
      }
    }
    if inWord { tokens.append(hash) }
    if tokens.isEmpty { return [] }
    if tokens.count <= length { return [tokens.reduce(1) { mix($0 ^ $1) }] }
    var result: [UInt64] = []
    result.reserveCapacity(tokens.count)
    for first in 0...(tokens.count - length) {
      var shingle: UInt64 = 1
      for token in first..<(first + length) { shingle = mix(shingle ^ tokens[token]) }
      result.append(shingle)
    }
    result.sort()
    var distinct = 0
    for place in result.indices where place == 0 || result[place] != result[distinct - 1] {
      result[distinct] = result[place]
      distinct += 1
    }
    result.removeLast(result.count - distinct)
    return result
  }

  /// Whether a byte is of a word: a letter, a digit, `_`, or a part of another alphabet's letter.
  static func isWord(_ b: UInt8) -> Bool {
    (b >= 0x30 && b <= 0x39) || (b >= 0x41 && b <= 0x5A) || (b >= 0x61 && b <= 0x7A) || b == 0x5F || b >= 0x80
  }

  /// The hash of no bytes (FNV-1a).
  static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of bytes and one more.
  static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

  /// The hash of some bytes.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 { mix(bytes.reduce(start, extend)) }

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

  /// splitmix64's finalizer: every bit of the input moves every bit of the output.
  static func mix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
