import Foundation

/// Figures as cact writes them, everywhere alike.
public enum Figures {
  /// `1,234,567`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return (value < 0 ? "-" : "") + out
  }

  /// A number of a table: whole numbers with separators, others with `digits` significant digits and no trailing noise.
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

  /// `0.2s`, `42.6s`, `1m41s`, `2h05m`: tenths below a minute, because blocks are compared there.
  public static func duration(_ seconds: Double) -> String {
    let seconds = max(0, seconds)
    if seconds < 59.95 { return String(format: "%.1fs", seconds) }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return String(format: "%dm%02ds", whole / 60, whole % 60) }
    let minutes = Int((seconds / 60).rounded())
    return String(format: "%dh%02dm", minutes / 60, minutes % 60)
  }

  /// An estimate in one unit: `20s`, `4m`, `3h`, `2d`.
  public static func estimate(_ seconds: Double) -> String {
    let seconds = max(0, seconds)
    if seconds < 59.5 { return "\(max(1, Int(seconds.rounded())))s" }
    if seconds < 5400 { return "\(Int((seconds / 60).rounded()))m" }
    if seconds < 36 * 3600 { return "\(Int((seconds / 3600).rounded()))h" }
    return "\(Int((seconds / 86400).rounded()))d"
  }

  /// `812 B`, `37.5 MB`, `0.4 GB`: decimal units, one digit; memory and disks are spoken of in GB from 0.4 on.
  public static func bytes(_ value: Int) -> String {
    switch Double(value) {
    case 4e11...: String(format: "%.1f TB", Double(value) / 1e12)
    case 3.95e8...: String(format: "%.1f GB", Double(value) / 1e9)
    case 1e6...: String(format: "%.1f MB", Double(value) / 1e6)
    case 1e3...: String(format: "%.1f kB", Double(value) / 1e3)
    default: "\(value) B"
    }
  }

  /// Eight heights of bar, scaled to the largest value; anything above nothing is visible.
  public static func sparkline(_ values: [Double]) -> String {
    let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    let top = values.filter(\.isFinite).max() ?? 0
    return String(
      values.map { value in
        guard top > 0, value.isFinite, value > 0 else { return bars[0] }
        return bars[min(7, max(0, Int((value / top * 7).rounded())))]
      })
  }
}
