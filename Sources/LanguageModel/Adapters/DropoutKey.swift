/// What a batch's dropout masks are drawn from: a function of the run's seed and of each row's place in the step, so that neither
/// an interruption nor how a step is divided into batches changes what is dropped.
public struct DropoutKey: Sendable, Hashable {
  private let step: UInt64
  private let firstSegment: Int

  /// - Parameters:
  ///   - step: the optimizer step, from 0.
  ///   - segment: of the batch's first segment, how many of the step's are before it.
  public init(seed: UInt64, step: Int, segment: Int) {
    self.step = Self.mix(Self.mix(0x6472_6f70, seed), UInt64(bitPattern: Int64(step)))
    firstSegment = segment
  }

  /// Of one position of the batch's segment with that index.
  func row(_ segment: Int, _ position: Int) -> UInt64 {
    Self.mix(Self.mix(step, UInt64(firstSegment + segment)), UInt64(position))
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
