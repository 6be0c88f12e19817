/// Width, sign, precision and the like of a formatted value.
struct NumberLayout {
  var fill: Character = " "
  /// `<`, `>`, `^` or `=`; nil: the type's own.
  var align: Character?
  var sign: Character = "-"
  var isAlternate = false
  var isZeroPadded = false
  var width = 0
  /// `,` or `_` between thousands.
  var grouping: Character?
  var precision: Int?

  /// Padded to the width, counted in code points.
  func laidOut(text: [UInt8], defaultAlign: Character) -> [UInt8] {
    let kept = precision.map { Array(Self.prefix(text, $0)) } ?? text
    return padded(kept, defaultAlign: defaultAlign)
  }

  private static func prefix(_ bytes: [UInt8], _ count: Int) -> ArraySlice<UInt8> {
    CodePoints.offset(of: count, in: bytes).map { bytes[..<$0] } ?? bytes[...]
  }

  private func padded(_ bytes: [UInt8], defaultAlign: Character) -> [UInt8] {
    let missing = width - CodePoints.count(bytes[...])
    guard missing > 0 else { return bytes }
    let left =
      switch align ?? defaultAlign {
      case "<": 0
      case "^": missing / 2
      default: missing
      }
    return padding(left) + bytes + padding(missing - left)
  }

  private func padding(_ count: Int) -> [UInt8] {
    Array(repeatElement(Array(String(fill).utf8), count: count).joined())
  }

  private func signed(_ isNegative: Bool) -> String {
    isNegative ? "-" : sign == "-" ? "" : String(sign)
  }

  /// The sign in front, then zeros or blanks, then the rest.
  private func laidOut(sign: String, prefix: String, digits: String, canZeroPad: Bool = true) -> [UInt8] {
    var digits = digits
    let pads = isZeroPadded && align == nil && canZeroPad || align == "=" && fill == "0"
    let missing = width - sign.utf8.count - prefix.utf8.count - digits.utf8.count
    if pads, missing > 0 {
      digits = grouping == nil ? String(repeating: "0", count: missing) + digits : zeroGrouped(digits, sign, prefix)
      return Array((sign + prefix + digits).utf8)
    }
    if align == "=", missing > 0 { return Array((sign + prefix).utf8) + padding(missing) + Array(digits.utf8) }
    return padded(Array((sign + prefix + digits).utf8), defaultAlign: ">")
  }

  private func zeroGrouped(_ digits: String, _ sign: String, _ prefix: String) -> String {
    guard let grouping else { return digits }
    let whole = digits.prefix { $0.isNumber || $0 == grouping }
    let rest = digits.dropFirst(whole.count)
    var plain = String(whole.filter { $0 != grouping })
    let wanted = width - sign.utf8.count - prefix.utf8.count - rest.utf8.count
    while Numbers.grouped(plain, by: grouping).utf8.count < wanted { plain = "0" + plain }
    return Numbers.grouped(plain, by: grouping) + rest
  }

  /// - Parameter type: d, b, o, x or X.
  func laidOut(integer: Int, type: Character, isPercent: Bool = false) -> [UInt8] {
    let radix =
      switch type {
      case "b": 2
      case "o": 8
      case "x", "X": 16
      default: 10
      }
    var digits = String(integer.magnitude, radix: radix, uppercase: type == "X")
    if isPercent, let precision { digits = Digits.padded(digits, to: precision) }
    if let grouping { digits = Numbers.grouped(digits, by: grouping, every: radix == 10 ? 3 : 4) }
    let prefix = isAlternate && radix != 10 ? "0\(type)" : ""
    return laidOut(sign: signed(integer < 0), prefix: prefix, digits: digits)
  }

  /// - Parameter type: e, f, g or %, in capitals too; nil: as Python shows a number.
  func laidOut(double: Double, type: Character?) -> [UInt8] {
    var digits: String
    let isUpper = type?.isUppercase == true
    if !double.isFinite {
      digits = (double.isNaN ? "nan" : "inf") + (type == "%" ? "%" : "")
    } else {
      digits = self.digits(double, Character((type.map(String.init) ?? "r").lowercased()))
    }
    if isUpper { digits = digits.uppercased() }
    if let grouping {
      let whole = digits.prefix { $0.isNumber }
      digits = Numbers.grouped(String(whole), by: grouping) + digits.dropFirst(whole.count)
    }
    let isNegative = double.sign == .minus && !double.isNaN
    return laidOut(sign: signed(isNegative), prefix: "", digits: digits, canZeroPad: true)
  }

  private func digits(_ number: Double, _ type: Character) -> String {
    let places = precision ?? 6
    switch type {
    case "f": return Numbers.fixed(number, places: places) + (isAlternate && places == 0 ? "." : "")
    case "%": return Numbers.fixed(number * 100, places: places) + "%"
    case "e":
      let (digits, exponent) = Numbers.significant(number, count: places + 1)
      return Numbers.scientific(digits, exponent)
    case "g": return general(number, max(1, places), keepsPoint: false)
    default:
      // As `str` shows it; with a precision as `g`, but a whole number keeps its point.
      guard let precision else { return Numbers.shown(number.magnitude) }
      return general(number, max(1, precision), keepsPoint: true)
    }
  }

  private func general(_ number: Double, _ count: Int, keepsPoint: Bool) -> String {
    var (digits, exponent) = Numbers.significant(number, count: count)
    let isScientific = exponent < -4 || exponent >= (keepsPoint ? count - 1 : count)
    if !isAlternate { while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() } }
    if isScientific { return Numbers.scientific(digits, exponent) }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: max(0, exponent + 1 - digits.count))
    let fraction = digits.dropFirst(exponent + 1)
    let point = !fraction.isEmpty ? "." + fraction : isAlternate ? "." : keepsPoint ? ".0" : ""
    return whole + padding + point
  }
}
