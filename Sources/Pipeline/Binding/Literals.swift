/// Numbers as canonical text.
enum Literals {
  /// The shortest text that reads back as the same number, without `.0` and without an exponent where that is short.
  static func text(_ x: Double) -> String {
    if let n = Int(exactly: x), abs(n) < 1_000_000_000_000_000 { return String(n) }
    // A percentage is 100 times a fraction: 0.07 * 100 must not print as 7.000000000000001.
    let rounded = (x * 1e10).rounded() / 1e10
    if abs(rounded - x) <= 1e-12 * abs(x), let n = Int(exactly: rounded) { return String(n) }
    return abs(rounded - x) <= 1e-12 * abs(x) ? "\(rounded)" : "\(x)"
  }
}
