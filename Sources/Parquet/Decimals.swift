/// Integers of any length as decimal digits.
enum Decimals {
  /// A number without its point.
  struct Digits {
    var isNegative: Bool
    var digits: String

    /// With `scale` digits behind the point.
    func pointed(_ scale: Int) -> String {
      let sign = isNegative ? "-" : ""
      guard scale > 0 else { return sign + digits }
      let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
      return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }
  }

  static func digits(_ value: Int64) -> Digits { Digits(isNegative: value < 0, digits: String(value.magnitude)) }

  /// Of a two's complement, the highest byte first.
  static func digits(_ bytes: ArraySlice<UInt8>) -> Digits {
    let isNegative = bytes.first.map { $0 >= 0x80 } ?? false
    var magnitude = Array(bytes)
    if isNegative {
      var carry = true
      for place in magnitude.indices.reversed() {
        magnitude[place] = ~magnitude[place]
        if carry { (magnitude[place], carry) = magnitude[place].addingReportingOverflow(1) }
      }
    }
    // Nine digits at a time, the lowest first.
    var parts: [String] = []
    var rest = magnitude.drop { $0 == 0 }
    while !rest.isEmpty {
      var remainder = 0
      for place in rest.indices {
        let value = remainder << 8 | Int(rest[place])
        rest[place] = UInt8(value / 1_000_000_000)
        remainder = value % 1_000_000_000
      }
      rest = rest.drop { $0 == 0 }
      let part = String(remainder)
      parts.append(rest.isEmpty ? part : String(repeating: "0", count: 9 - part.utf8.count) + part)
    }
    return Digits(isNegative: isNegative, digits: parts.isEmpty ? "0" : parts.reversed().joined())
  }
}
