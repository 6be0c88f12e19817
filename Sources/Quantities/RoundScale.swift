import Foundation

/// A scale between round numbers: steps of 1, 2 or 5 times a power of ten.
public struct RoundScale: Sendable, Hashable {
  /// Where the scale begins and ends, whole steps.
  public let low, high: Double
  /// The way between two marks.
  public let step: Double

  /// The smallest scale that holds both ends in at most `steps` steps, one more where they are not whole ones. Where both are
  /// the same it is one step wide.
  public init(low: Double, high: Double, steps: Int) {
    let span = high > low ? high - low : max(abs(low), 1) / 10
    step = Self.step(atLeast: span / Double(max(1, steps)))
    self.low = (low / step + 1e-9).rounded(.down) * step
    let top = (high / step - 1e-9).rounded(.up) * step
    self.high = top > self.low ? top : self.low + step
  }

  /// The least of 1, 2, 5 times a power of ten that is no less than a positive number.
  public static func step(atLeast least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= least * (1 - 1e-9) } ?? 10)
  }

  /// The marks, both ends among them.
  public var marks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(1, count)).map { low + Double($0) * step }
  }

  /// A mark as it is written: with the digits that tell two of them apart, as a power of ten where these are many, and never
  /// as -0.
  public func label(_ mark: Double) -> String {
    let value = abs(mark) < step / 2 ? 0 : mark
    if step >= 1e6 || step < 1e-5 {
      let digits = min(17, Int(log10(max(abs(low), abs(high)) / step)) + 2)
      return String(format: "%.\(digits)g", value)
    }
    return String(format: "%.\(max(0, Int((-log10(step) - 1e-9).rounded(.up))))f", value)
  }

  /// Where a value lies, 0 at the low end and 1 at the high one.
  public func place(_ value: Double) -> Double { (value - low) / (high - low) }
}
