import Quantities

/// How small a difference in pass@1 two models' answers to the same problems can show, known before any answer is made.
///
/// McNemar's test with one answer a problem finds a difference δ with the wanted power on
/// N = (z₁₋α⸝₂ √ψ + z₁₋β √(ψ − δ²))² / δ² problems, ψ being the share of problems on which the two models differ (Connor, Biometrics 43,
/// 1987). It is the normal approximation: of few discordant problems the exact test needs some more.
public struct DetectableDifference: Sendable, Hashable {
  /// The share of the problems of which one model solves what the other does not: ψ. It is assumed before the models are asked.
  public var discordant: Double

  /// Assumed where nothing is known: models of one size, one of them tuned from the other, differ on about one problem in five.
  public static let assumedDiscordant = 0.2
  /// One that is there is found four times in five: z₁₋β of a power of 0.8.
  static let zPower = 0.8416212335729143

  /// - Parameter discordant: ψ, above 0 and at most 1.
  public init(discordant: Double = DetectableDifference.assumedDiscordant) { self.discordant = discordant }

  /// N for a difference: problems that show it; nil for one that cannot be, for it is 0 or larger than ψ.
  public func problems(for difference: Double) -> Int? {
    let delta = abs(difference)
    guard delta > 0, delta <= discordant else { return nil }
    let root =
      // One that is not there is claimed one time in twenty: z₁₋α⸝₂ of α = 0.05.
      Statistics.z95 * discordant.squareRoot()
      + Self.zPower * (max(0, discordant - delta * delta)).squareRoot()
    let count = (root / delta) * (root / delta)
    return count < 1e15 ? Int(count.rounded(.up)) : nil
  }

  /// δ for so many problems, as a share of them; nil where not even a difference of ψ would be seen.
  public func difference(problems count: Int) -> Double? {
    guard let fewest = problems(for: discordant), count >= fewest else { return nil }
    // More problems show less: halved as often as a double has digits.
    var (low, high) = (0.0, discordant)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if let needed = problems(for: middle), needed <= count { high = middle } else { low = middle }
    }
    return high
  }
}
