import Digests
import Numerics

/// The buckets of a row's words and pairs of neighbouring words: SHA-256 of their text modulo the number of buckets, as
/// DSIR has it (arXiv 2302.03169; PyPI's data-selection, `hash_buckets`). For one thread at a time.
///
/// Most of them were seen a moment ago, so a table of recent ones saves their hashes. It compares whole texts, so that
/// what it holds cannot change a result.
final class WordBuckets {
  static let count = 10_000

  private let words = Words()
  private let hash = SHA256Remainder(modulus: WordBuckets.count)
  /// 2^15 entries of 32 bytes: up to 31 bytes of text, zeros, and its length.
  private let known = AlignedBuffer<SIMD4<UInt64>>(count: 1 << 15)
  private let buckets = AlignedBuffer<UInt16>(count: 1 << 15)
  /// Of each length, which bits of 32 bytes are text.
  private let masks = AlignedBuffer<SIMD4<UInt64>>(count: 32)

  init() {
    for length in 0..<32 {
      for lane in 0..<4 {
        let bits = min(64, max(0, 8 * (length - 8 * lane)))
        masks.pointer[length][lane] = bits == 64 ? .max : (1 << UInt64(bits)) - 1
      }
    }
  }

  /// Calls `body` with the bucket of each word, then of each pair; returns the number of words.
  func each(of parts: [ArraySlice<UInt8>], _ body: (Int) -> Void) -> Int {
    words.split(parts)
    let count = words.count
    for word in 0..<count { body(bucket(words.text(word, through: word))) }
    if count > 1 {
      for word in 0..<count - 1 { body(bucket(words.text(word, through: word + 1))) }
    }
    return count
  }

  private func bucket(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard text.count < 32, let start = text.baseAddress else { return hash(text) }
    // `Words` lets us read behind the text.
    let key =
      UnsafeRawPointer(start).loadUnaligned(as: SIMD4<UInt64>.self) & masks.pointer[text.count]
      | SIMD4(0, 0, 0, UInt64(text.count) << 56)
    var mixed = (key[0] ^ (key[1] &* 0x9e37_79b9_7f4a_7c15)) &* 0xbf58_476d_1ce4_e5b9
    mixed ^= (key[2] ^ (key[3] &* 0x9e37_79b9_7f4a_7c15)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    let place = Int(truncatingIfNeeded: (mixed &* 0xbf58_476d_1ce4_e5b9) >> 49)
    if known.pointer[place] == key { return Int(buckets.pointer[place]) }
    let bucket = hash(text)
    known.pointer[place] = key
    buckets.pointer[place] = UInt16(bucket)
    return bucket
  }
}
