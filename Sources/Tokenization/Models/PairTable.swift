/// Ranks of the merges by the pair of tokens they join: a flat hash table with linear probing.
struct PairTable: Sendable {
  struct Merge: Sendable {
    /// Its place in the list of merges; the lower is done first. `none` where the pair is not merged.
    var rank: UInt32
    var token: Int32

    static let none = Merge(rank: .max, token: -1)
  }

  private var keys: [UInt64]
  private var merges: [Merge]
  private var shift: UInt64

  private static let vacant = UInt64.max

  init(capacity: Int) {
    var bits: UInt64 = 4
    while 1 << bits < capacity * 2 { bits += 1 }
    keys = Array(repeating: Self.vacant, count: 1 << bits)
    merges = Array(repeating: .none, count: 1 << bits)
    shift = 64 - bits
  }

  @inline(__always)
  private static func key(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
  }

  @inline(__always)
  private func start(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift) }

  /// The first of two merges of one pair counts. Not more than `capacity` pairs may be added.
  mutating func add(_ a: Int32, _ b: Int32, _ merge: Merge) {
    let key = Self.key(a, b)
    var slot = start(key)
    while keys[slot] != Self.vacant {
      if keys[slot] == key { return }
      slot = (slot + 1) & (keys.count - 1)
    }
    keys[slot] = key
    merges[slot] = merge
  }

  @inline(__always)
  subscript(a: Int32, b: Int32) -> Merge {
    let key = Self.key(a, b)
    return keys.withUnsafeBufferPointer { keys in
      var slot = start(key)
      while true {
        if keys[slot] == key { return merges.withUnsafeBufferPointer { $0[slot] } }
        if keys[slot] == Self.vacant { return .none }
        slot = (slot + 1) & (keys.count - 1)
      }
    }
  }
}
