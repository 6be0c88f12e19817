import Documents

/// The log-probability of a piece with the rounding of Hugging Face's tokenizers.
///
/// Their reader of JSON (serde_json without `float_roundtrip`) divides the digits as a whole number by a power of ten, which rounds
/// twice: every seventh score is one unit in the last place off. Pieces of one kind in another order (`==`, `=`, `=`) have equal
/// sums but for that unit, and it decides which is taken.
enum PieceScore {
  private static let powers = (0...308).map { Double("1e\($0)") ?? 1 }

  /// Nil for what is no number, or none that is finite. The digits are the fewest that make the number, which files have.
  static func value(_ json: JSONValue) -> Double? {
    switch json {
    case .integer(let value): return Double(value)
    case .number(let value) where value.isFinite:
      let (digits, exponent) = parts(value.magnitude)
      return value.sign == .minus ? -number(digits, exponent) : number(digits, exponent)
    case .number, .null, .bool, .string, .array, .object: return nil
    }
  }

  private static func parts(_ value: Double) -> (digits: UInt64, exponent: Int) {
    let text = value.description.split(separator: "e")
    var digits: UInt64 = 0
    var exponent = text.count > 1 ? Int(text[1]) ?? 0 : 0
    var isFraction = false
    for byte in text[0].utf8 {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        digits = digits &* 10 &+ UInt64(byte & 0x0F)
        exponent -= isFraction ? 1 : 0
      }
    }
    return (digits, exponent)
  }

  private static func number(_ digits: UInt64, _ exponent: Int) -> Double {
    let whole = Double(digits)
    if exponent >= 0 { return whole * powers[min(exponent, 308)] }
    return exponent >= -308 ? whole / powers[-exponent] : whole / powers[308] / powers[min(-exponent - 308, 308)]
  }
}
