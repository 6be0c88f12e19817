import Foundation
public import Stages

extension Figures {
  /// A number of a table: whole numbers with separators, others with `digits` significant digits; nothing for no number.
  public static func number(_ value: Double, digits: Int = 4) -> String {
    if value.isNaN { return "" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), abs(value) < 1e15 { return count(Int(value)) }
    let magnitude = abs(value)
    if magnitude >= 1e15 || magnitude < 1e-4 { return String(format: "%.\(digits - 1)e", value) }
    if magnitude >= 1000 { return count(Int(value.rounded())) }
    let decimals = max(0, digits - 1 - Int(floor(log10(magnitude))))
    return String(format: "%.\(decimals)f", value)
  }

  /// Time left, in one unit: `20s`, `4m`, `3h`, `2d`.
  public static func timeLeft(_ seconds: Double) -> String {
    let seconds = max(0, seconds)
    if seconds < 59.5 { return "\(max(1, Int(seconds.rounded())))s" }
    if seconds < 5400 { return "\(Int((seconds / 60).rounded()))m" }
    if seconds < 36 * 3600 { return "\(Int((seconds / 3600).rounded()))h" }
    return "\(Int((seconds / 86400).rounded()))d"
  }
}
