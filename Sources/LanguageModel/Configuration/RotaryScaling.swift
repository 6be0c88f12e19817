import Kernels
import Numerics

/// How rotary frequencies are changed for texts longer than those of the first training.
public enum RotaryScaling: Sendable, Hashable {
  case none
  /// Every frequency divided by `factor` (arXiv 2306.15595).
  case linear(factor: Double)
  /// Llama 3.1's: long wavelengths divided by `factor`, short ones kept, those between interpolated.
  case llama3(factor: Double, low: Double, high: Double, originalContext: Double)
  /// YaRN (arXiv 2309.00071).
  case yarn(YaRN)
  /// A base that grows with texts longer than `max_position_embeddings`; up to there, which is as long as texts may be here, the
  /// frequencies are as they were.
  case dynamic(factor: Double)
  /// LongRoPE (arXiv 2402.13753).
  case longRoPE(LongRoPE)

  /// The settings of YaRN by their names in config.json; `attentionFactor` multiplies cosines and sines.
  public struct YaRN: Sendable, Hashable {
    /// How many times the original context.
    public var factor: Double
    /// Positions that the model was trained on before.
    public var originalContext: Double
    /// Turns in the original context above which a frequency stays as it is.
    public var betaFast: Double
    /// Turns in the original context below which a frequency is divided by `factor`.
    public var betaSlow: Double
    /// Multiplies cosines and sines.
    public var attentionFactor: Double
    /// Whether the bounds of interpolation are rounded to whole dimensions.
    public var truncate: Bool
  }

  /// The settings of LongRoPE by their names in config.json: what each frequency is divided by.
  public struct LongRoPE: Sendable, Hashable {
    /// In texts of up to `originalContext` tokens.
    public var shortFactors: [Double]
    /// In longer ones, from their first token on.
    public var longFactors: [Double]
    /// Positions that the model was trained on before.
    public var originalContext: Int
    /// Multiplies cosines and sines.
    public var attentionFactor: Double

    package init(shortFactors: [Double], longFactors: [Double], originalContext: Int, attentionFactor: Double) {
      self.shortFactors = shortFactors
      self.longFactors = longFactors
      self.originalContext = originalContext
      self.attentionFactor = attentionFactor
    }
  }

  /// What cosines and sines are multiplied by.
  var amplitude: Float {
    switch self {
    case .yarn(let yarn): Float(yarn.attentionFactor)
    case .longRoPE(let long): Float(long.attentionFactor)
    case .none, .linear, .llama3, .dynamic: 1
    }
  }

  /// The longest text that is rotated by `frequencies`: longer ones are rotated by others; nil where all are alike.
  var longestShort: Int? {
    if case .longRoPE(let long) = self { return long.originalContext }
    return nil
  }

  /// The frequencies θ^(-2i/d), i < d/2, scaled; in float32 at every step, as the reference implementations compute them.
  ///
  /// - Parameter long: of texts longer than `longestShort`.
  func frequencies(theta: Double, dimension d: Int, long isLong: Bool = false) -> [Float] {
    let powers = (0..<d / 2).map { i in Float(Elementary.pow(theta, Double(Float(2 * i) / Float(d)))) }
    let plain = powers.map { 1 / $0 }
    switch self {
    case .none, .dynamic:
      return plain
    case .longRoPE(let long):
      return zip(isLong ? long.longFactors : long.shortFactors, powers).map { 1 / (Float($0) * $1) }
    case .linear(let factor):
      return plain.map { $0 / Float(factor) }
    case .llama3(let factor, let low, let high, let originalContext):
      return plain.map { frequency in
        let wavelength = Float(2 * Double.pi) / frequency
        if wavelength < Float(originalContext / high) { return frequency }
        if wavelength > Float(originalContext / low) { return frequency / Float(factor) }
        let smooth = (Float(originalContext) / wavelength - Float(low)) / Float(high - low)
        return (1 - smooth) * frequency / Float(factor) + smooth * frequency
      }
    case .yarn(let yarn):
      // Dimensions that turn more than betaFast times within the original context keep their frequency, those that turn
      // less than betaSlow times are interpolated, between them a ramp.
      func dimension(turns: Double) -> Double {
        Double(d) * Elementary.log(yarn.originalContext / (turns * 2 * Double.pi)) / (2 * Elementary.log(theta))
      }
      var low = dimension(turns: yarn.betaFast)
      var high = dimension(turns: yarn.betaSlow)
      if yarn.truncate { (low, high) = (low.rounded(.down), high.rounded(.up)) }
      low = max(low, 0)
      high = min(high, Double(d - 1))
      if low == high { high += 0.001 }
      return powers.indices.map { i in
        let ramp = min(1, max(0, (Float(i) - Float(low)) / Float(high - low)))
        let kept = 1 - ramp
        return 1 / (Float(yarn.factor) * powers[i]) * (1 - kept) + plain[i] * kept
      }
    }
  }

  /// What is wrong with the settings, in words, where `dimension` elements of a head are rotated.
  func problems(dimension: Int) -> [String] {
    func positive(_ values: [(String, Double)]) -> [String] {
      values.filter { !($0.1 > 0 && $0.1 < 1e15) }.map { "\($0.0) of the rotary scaling is not between 0 and 1e15" }
    }
    switch self {
    case .none: return []
    case .linear(let factor), .dynamic(let factor): return positive([("factor", factor)])
    case .longRoPE(let long):
      let lists = [("short_factor", long.shortFactors), ("long_factor", long.longFactors)]
      let lengths = lists.filter { $0.1.count != dimension / 2 }.map {
        "\($0.0) has \($0.1.count) numbers, not one for each pair of the \(dimension) rotated elements of a head"
      }
      let values = lists.flatMap { name, factors in factors.map { (name, $0) } }
      return lengths
        + positive(
          values + [
            ("attention_factor", long.attentionFactor),
            ("original_max_position_embeddings", Double(long.originalContext)),
          ])
    case .llama3(let factor, let low, let high, let originalContext):
      let found = positive([
        ("factor", factor), ("low_freq_factor", low), ("high_freq_factor", high),
        ("original_max_position_embeddings", originalContext),
      ])
      return found + (high > low ? [] : ["high_freq_factor is not above low_freq_factor"])
    case .yarn(let yarn):
      return positive([
        ("factor", yarn.factor), ("original_max_position_embeddings", yarn.originalContext),
        ("beta_fast", yarn.betaFast), ("beta_slow", yarn.betaSlow), ("attention_factor", yarn.attentionFactor),
      ])
    }
  }
}

extension RotaryScaling {
  /// YaRN's factor on cosines and sines where config.json states none: 0.1·ln(factor) + 1, or the quotient of two such.
  static func attentionFactor(_ factor: Double, mscale: Double, mscaleAllDimensions: Double) -> Double {
    func grown(_ scale: Double) -> Double { factor <= 1 ? 1 : 0.1 * scale * Elementary.log(factor) + 1 }
    return mscale != 0 && mscaleAllDimensions != 0 ? grown(mscale) / grown(mscaleAllDimensions) : grown(1)
  }

  /// LongRoPE's, where config.json states none: √(1 + ln(factor) / ln(original context)) (arXiv 2402.13753, section 3.3).
  static func longAttentionFactor(_ factor: Double, originalContext: Int) -> Double {
    guard factor > 1, originalContext > 1 else { return 1 }
    return (1 + Elementary.log(factor) / Elementary.log(Double(originalContext))).squareRoot()
  }
}
