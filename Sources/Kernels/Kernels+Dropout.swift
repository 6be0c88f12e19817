extension Kernels {
  /// 32 random bits of element `i` under `key`: splitmix64's output function on a counter (Salmon et al. 2011 call such
  /// generators counter-based). Any element's bits can be had again without those before it.
  @inline(__always)
  private static func bits(_ key: UInt64, _ i: UInt64) -> UInt32 {
    var z = key &+ (i &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return UInt32(truncatingIfNeeded: z >> 32)
  }

  /// Elements whose bits are below this are dropped.
  @inline(__always)
  private static func threshold(_ probability: Double) -> UInt32 {
    UInt32(min(4_294_967_295, max(0, probability * 4_294_967_296)))
  }

  /// y = mask ∘ x / (1 - probability), where element i of the mask under `key` belongs to x[i].
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func dropout<E: StoredElement>(
    _ x: UnsafePointer<E>, into y: UnsafeMutablePointer<E>, _ count: Int, probability: Double, key: UInt64
  ) {
    let limit = threshold(probability)
    let scale = Float(1 / (1 - probability))
    for i in 0..<count { y[i] = E(rounding: bits(key, UInt64(i)) < limit ? 0 : x[i].widened * scale) }
  }

  /// y += mask ∘ x / (1 - probability): the gradient through `dropout` under the same key.
  package static func dropoutBackward(
    _ x: Input, addedTo y: Output, _ count: Int, probability: Double, key: UInt64
  ) {
    let limit = threshold(probability)
    let scale = Float(1 / (1 - probability))
    for i in 0..<count { y[i] += bits(key, UInt64(i)) < limit ? 0 : x[i] * scale }
  }
}
