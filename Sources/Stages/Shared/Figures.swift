import Foundation

/// Numbers as the blocks print them.
public enum Figures {
  /// A whole number with its thousands apart: `211,940`.
  public static func count(_ n: Int) -> String {
    var digits = Array(String(n.magnitude))
    var at = digits.count - 3
    while at > 0 {
      digits.insert(",", at: at)
      at -= 3
    }
    return (n < 0 ? "-" : "") + String(digits)
  }

  /// `1 row`, `1,200 rows`.
  public static func rows(_ n: Int) -> String { "\(count(n)) row\(n == 1 ? "" : "s")" }

  /// What `seconds` cost: `0.0054 at 2/h`. Two digits that count, two decimals where it is more.
  public static func money(_ seconds: Double, perHour price: Double) -> String {
    func amount(_ x: Double) -> String {
      guard x > 0, x < 1 else { return fixed(x, 2) }
      return fixed(x, min(8, 1 - Int(log10(x).rounded(.down))))
    }
    let whole = price == price.rounded()
    return "\(amount(seconds / 3_600 * price)) at \(fixed(price, whole ? 0 : 2))/h"
  }

  /// `0.0054 core-hours`: two digits that count, one decimal from 1 on, none from 10 on.
  public static func coreHours(_ hours: Double) -> String {
    guard hours > 0, hours.isFinite else { return "0 core-hours" }
    let decimals = hours < 1 ? min(8, 1 - Int(log10(hours).rounded(.down))) : hours < 10 ? 1 : 0
    return "\(fixed(hours, decimals)) core-hours"
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

  /// Floating-point operations: `3.1 TFLOP`.
  public static func operations(_ n: Double) -> String { scaled(n, ["", "k", "M", "G", "T", "P", "E", "Z"]) + "FLOP" }

  /// Joules in watt-hours: `0.76 Wh`, `12 kWh`.
  public static func energy(_ joules: Double) -> String { scaled(joules / 3_600, ["", "k", "M", "G"]) + "Wh" }

  /// Two figures or three, and the prefix: `0.76 `, `12 k`, `130 M`.
  private static func scaled(_ x: Double, _ prefixes: [String]) -> String {
    guard x > 0, x.isFinite else { return "0 " }
    var (x, place) = (x, 0)
    while x >= 999.5, place < prefixes.count - 1 { (x, place) = (x / 1_000, place + 1) }
    let decimals = x < 0.995 ? min(8, 1 - Int(log10(x).rounded(.down))) : x < 9.95 ? 1 : 0
    return "\(fixed(x, decimals)) \(prefixes[place])"
  }

  /// With so many decimals; "not a number" where it is not finite.
  public static func fixed(_ x: Double, _ decimals: Int) -> String {
    x.isFinite ? String(format: "%.\(decimals)f", x) : "not a number"
  }

  /// A measured number: three decimals, whole numbers and large ones without.
  public static func digits(_ x: Double) -> String {
    guard x.isFinite, abs(x) < 1e15 else { return fixed(x, 3) }
    return x == x.rounded() || abs(x) >= 1_000 ? count(Int(x.rounded())) : fixed(x, 3)
  }

  /// With its sign, `+0.015` and `−0.681`.
  public static func signed(_ x: Double, _ decimals: Int) -> String {
    let text = fixed(abs(x), decimals)
    return (x < 0 ? "−" : "+") + text
  }

  /// A fraction as a percentage with so many decimals: `12%`.
  public static func percent(_ fraction: Double, _ decimals: Int = 0) -> String {
    fixed(fraction * 100, decimals) + "%"
  }

  /// `43.7s`, `1m41s`, `2h05m`.
  public static func duration(_ seconds: Double) -> String {
    if seconds < 100 { return fixed(seconds, 1) + "s" }
    let whole = Int(seconds.rounded())
    if whole < 3_600 { return "\(whole / 60)m" + String(format: "%02ds", whole % 60) }
    return "\(whole / 3_600)h" + String(format: "%02dm", whole % 3_600 / 60)
  }

  /// `5e-4`, `2.5e-5`: as a learning rate is written.
  public static func rate(_ x: Double) -> String {
    guard x > 0, x.isFinite else { return fixed(x, 1) }
    let exponent = Int(log10(x).rounded(.down))
    let mantissa = x / pow(10, Double(exponent))
    let text = String(format: "%.2g", mantissa)
    return text == "10" ? "1e\(exponent + 1)" : "\(text)e\(exponent)"
  }

  /// How many weights, to two or three figures: `4.1M`, `494M`.
  public static func parameters(_ n: Int) -> String {
    switch n {
    case ..<1_000: "\(n)"
    case ..<1_000_000: fixed(Double(n) / 1e3, n < 100_000 ? 1 : 0) + "K"
    case ..<1_000_000_000: fixed(Double(n) / 1e6, n < 100_000_000 ? 1 : 0) + "M"
    default: fixed(Double(n) / 1e9, 1) + "B"
    }
  }

  /// A histogram's counts as eight heights from zero; the terminal leaves them out where it has no UTF-8.
  public static func histogram(_ counts: [Double]) -> String {
    guard let high = counts.max(), high > 0 else { return "" }
    let bars = Array("▁▂▃▄▅▆▇█")
    return String(counts.map { bars[max(0, min(7, Int(($0 / high * 8).rounded(.up)) - 1))] })
  }

  /// A course, such as a loss over the steps, as eight heights from its smallest value to its largest: from zero, what falls from 2.4 to
  /// 1.7 would look flat. Counts are a `histogram`. The terminal leaves the heights out where it has no UTF-8.
  public static func spark(_ values: [Double]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    guard let low = values.min(), let high = values.max(), high > low else { return values.map { _ in "▁" }.joined() }
    return String(values.map { bars[min(7, Int(($0 - low) / (high - low) * 8))] })
  }

  /// `values` in `bins` means of neighbours, for a spark of fixed width.
  public static func thinned(_ values: [Double], to bins: Int) -> [Double] {
    guard values.count > bins else { return values }
    return (0..<bins).map { bin in
      let part = values[(bin * values.count / bins)..<((bin + 1) * values.count / bins)]
      return part.reduce(0, +) / Double(part.count)
    }
  }

  /// A duration that is only expected: `4m`, `40s`, `2h`.
  public static func estimate(_ seconds: Double) -> String {
    if seconds < 90 { return "\(Int(max(1, seconds).rounded()))s" }
    if seconds < 5_400 { return "\(Int((seconds / 60).rounded()))m" }
    return fixed(seconds / 3_600, 1) + "h"
  }
}
