/// What a batch's dropout masks are drawn from: a function of the run's seed and of the batch's place in it alone, so that
/// a run which was interrupted drops the same elements as one which was not.
public struct DropoutKey: Sendable, Hashable {
  let value: UInt64

  /// - Parameters:
  ///   - step: the optimizer step, from 0.
  ///   - batch: the batch within the step, from 0.
  public init(seed: UInt64, step: Int, batch: Int) {
    value = Self.mix(Self.mix(Self.mix(0x6472_6f70, seed), UInt64(bitPattern: Int64(step))), UInt64(batch))
  }

  /// splitmix64's output function over a running state: keys that differ anywhere differ in every bit.
  static func mix(_ key: UInt64, _ part: UInt64) -> UInt64 {
    var z = key ^ (part &+ 0x9e37_79b9_7f4a_7c15)
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    // A second round: the first alone leaves keys of neighbouring parts related through the counter's stride.
    z = (z &+ 0xd1b5_4a32_d192_ed03) &* 0xff51_afd7_ed55_8ccd
    return z ^ (z >> 33)
  }
}
