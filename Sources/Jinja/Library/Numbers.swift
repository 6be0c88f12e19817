/// Numbers as Python writes, reads and rounds them.
enum Numbers {
  /// `repr` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on.
  static func shown(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    let (digits, exponent) = shortest(number)
    let sign = number.sign == .minus ? "-" : ""
    if exponent < -4 || exponent >= 16 { return sign + scientific(digits, exponent) }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: max(0, exponent + 1 - digits.utf8.count))
    let fraction = digits.dropFirst(exponent + 1)
    return sign + whole + padding + "." + (fraction.isEmpty ? "0" : fraction)
  }

  /// d.ddde+xx, the point left out where there is one digit.
  static func scientific(_ digits: String, _ exponent: Int) -> String {
    let fraction = digits.dropFirst()
    let power = Digits.padded(String(abs(exponent)), to: 2)
    return digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + (exponent < 0 ? "e-" : "e+") + power
  }

  /// The shortest digits that read back as the number's size, and the power of ten of the first.
  private static func shortest(_ number: Double) -> (digits: String, exponent: Int) {
    if number == 0 { return ("0", 0) }
    let text = number.magnitude.description
    let parts = text.split(separator: "e", maxSplits: 1)
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(halves[0])
    let all = whole + (halves.count > 1 ? String(halves[1]) : "")
    let leading = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(leading))
    while digits.hasSuffix("0") { digits.removeLast() }
    return (digits, power + whole.utf8.count - 1 - leading)
  }

  /// Whole digits and `places` of the fraction, rounded from the exact value, half to even; of the number's size.
  static func fixed(_ number: Double, places: Int) -> String {
    let (integer, fraction) = Decimal(number.magnitude).rounded(places)
    return places > 0 ? integer + "." + fraction : integer
  }

  /// `count` digits of the number's size, rounded from the exact value, and the power of ten of the first.
  static func significant(_ number: Double, count: Int) -> (digits: String, exponent: Int) {
    if number == 0 { return (String(repeating: "0", count: count), 0) }
    return Decimal(number.magnitude).significant(count)
  }

  /// Python's `round(number, places)`.
  static func rounded(_ number: Double, places: Int) -> Double {
    if !number.isFinite || places > 322 { return number }
    if places < -308 { return number.sign == .minus ? -0.0 : 0 }
    let text =
      places >= 0
      ? fixed(number, places: places) : Decimal(number.magnitude).roundedToPower(-places)
    let size = Double(text) ?? number.magnitude
    return number.sign == .minus ? -size : size
  }

  /// What `float(text)` reads; nil where Python refuses it.
  static func double(_ text: [UInt8]) -> Double? {
    let trimmed = WhiteSpace.trimmingEnd(WhiteSpace.trimmingStart(asciiDigits(text)[...]))
    guard let plain = withoutUnderscores(trimmed) else { return nil }
    let word = String(decoding: plain, as: UTF8.self).lowercased()
    switch word.drop(while: { $0 == "+" || $0 == "-" }) {
    case "inf", "infinity", "nan":
      guard word.count - word.drop(while: { $0 == "+" || $0 == "-" }).count <= 1 else { return nil }
      return word.hasSuffix("nan") ? .nan : word.hasPrefix("-") ? -.infinity : .infinity
    default: break
    }
    guard let last = plain.last, plain.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), last != UInt8(ascii: "e")
    else {
      return nil
    }
    // Swift wants a digit on both sides of the point.
    var spelt = String(decoding: plain, as: UTF8.self)
    if let point = spelt.firstIndex(of: ".") {
      let isDigit = { (character: Character?) in character?.isNumber == true }
      let before = point > spelt.startIndex ? spelt[spelt.index(before: point)] : nil
      let after = spelt.index(after: point) < spelt.endIndex ? spelt[spelt.index(after: point)] : nil
      if !isDigit(before), !isDigit(after) { return nil }
      if !isDigit(after) { spelt.insert("0", at: spelt.index(after: point)) }
      if !isDigit(before) { spelt.insert("0", at: point) }
    }
    return Double(spelt)
  }

  /// What `int(text, base)` reads; nil where Python refuses it, or where it has more than 64 bits.
  static func int(_ text: [UInt8], base: Int = 10) -> Int? {
    var digits = Array(WhiteSpace.trimmingEnd(WhiteSpace.trimmingStart(asciiDigits(text)[...])))
    var sign = ""
    if let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      sign = first == UInt8(ascii: "-") ? "-" : ""
      digits.removeFirst()
    }
    var radix = base
    if digits.count > 1, digits[0] == UInt8(ascii: "0") {
      let marks: [UInt8: Int] = [UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "x"): 16]
      if let marked = marks[digits[1] | 0x20], base == 0 || base == marked {
        radix = marked
        digits.removeFirst(2)
        if digits.first == UInt8(ascii: "_") { digits.removeFirst() }
      } else if base == 0, digits.contains(where: { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "_") }) {
        return nil
      }
    }
    if radix == 0 { radix = 10 }
    guard (2...36).contains(radix), let plain = withoutUnderscores(digits[...]), !plain.isEmpty,
      plain.first != UInt8(ascii: "+"), plain.first != UInt8(ascii: "-")
    else { return nil }
    return Int(sign + String(decoding: plain, as: UTF8.self), radix: radix)
  }

  /// The digits of other scripts as those of ASCII.
  private static func asciiDigits(_ text: [UInt8]) -> [UInt8] {
    if CodePoints.isASCII(text[...]) { return text }
    var out: [UInt8] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      if properties.numericType == .decimal, let value = properties.numericValue {
        out.append(UInt8(ascii: "0") + UInt8(value))
      } else {
        out += String(scalar).utf8
      }
    }
    return out
  }

  /// Single underscores between digits are left out; nil where one stands elsewhere.
  private static func withoutUnderscores(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let mark = UInt8(ascii: "_")
    guard bytes.contains(mark) else { return Array(bytes) }
    let bytes = Array(bytes)
    for (place, byte) in bytes.enumerated() where byte == mark {
      guard place > 0, place + 1 < bytes.count, Lexer.isWord(bytes[place - 1]), Lexer.isWord(bytes[place + 1]),
        bytes[place - 1] != mark, bytes[place + 1] != mark
      else { return nil }
    }
    return bytes.filter { $0 != mark }
  }

  /// Thousands set apart.
  static func grouped(_ digits: String, by mark: Character, every size: Int = 3) -> String {
    var out = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % size == 0 { out.append(mark) }
      out.append(digit)
    }
    return out
  }
}

/// A finite number's exact decimal digits.
private struct Decimal {
  /// Digits of value, first to last, no zero in front; the point stands behind `point` of them (which may be negative, or more
  /// than there are).
  private let digits: [UInt8]
  private let point: Int

  init(_ number: Double) {
    guard number != 0 else {
      (digits, point) = ([0], 1)
      return
    }
    // significand · 2^exponent; a negative power of two is a power of five with the point moved.
    var significand = number.significandBitPattern
    if number.isNormal { significand |= 1 << 52 }
    let exponent = (number.isNormal ? Int(number.exponentBitPattern) : 1) - 1075
    var limbs: [UInt32] = [UInt32(truncatingIfNeeded: significand), UInt32(significand >> 32)]
    func multiply(_ factor: UInt32) {
      var carry: UInt64 = 0
      for place in limbs.indices {
        carry += UInt64(limbs[place]) * UInt64(factor)
        limbs[place] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
    for _ in 0..<abs(exponent) { multiply(exponent > 0 ? 2 : 5) }
    var reversed: [UInt8] = []
    while limbs.contains(where: { $0 != 0 }) {
      var rest: UInt64 = 0
      for place in limbs.indices.reversed() {
        rest = rest << 32 | UInt64(limbs[place])
        limbs[place] = UInt32(rest / 1_000_000_000)
        rest %= 1_000_000_000
      }
      while limbs.last == 0 { limbs.removeLast() }
      for _ in 0..<9 {
        reversed.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while reversed.last == 0 { reversed.removeLast() }
    digits = reversed.reversed()
    point = digits.count + min(exponent, 0)
  }

  /// The first digits as a number's, rounded half to even at `length` of them (which may be negative: then it is 0, or 1).
  private func cut(_ length: Int) -> (digits: [UInt8], carried: Bool) {
    if length < 0 { return ([], false) }
    if length >= digits.count { return (digits + [UInt8](repeating: 0, count: length - digits.count), false) }
    var kept = Array(digits[..<length])
    let isOver = digits[length] > 5 || digits[length] == 5 && digits[(length + 1)...].contains { $0 != 0 }
    let isHalf = digits[length] == 5 && !isOver
    guard isOver || isHalf && (kept.last ?? 0) % 2 == 1 else { return (kept, false) }
    var place = length - 1
    while place >= 0, kept[place] == 9 {
      kept[place] = 0
      place -= 1
    }
    if place >= 0 {
      kept[place] += 1
      return (kept, false)
    }
    return ([1] + kept, true)
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }

  func rounded(_ places: Int) -> (integer: String, fraction: String) {
    let (kept, carried) = cut(point + places)
    let before = point + (carried ? 1 : 0)
    let all = before < 0 ? [UInt8](repeating: 0, count: min(-before, places)) + kept : kept
    let integer = before > 0 ? Self.text(all[..<before]) : "0"
    let fraction = Self.text(all[max(0, before)...])
    return (integer, Digits.padded(fraction, to: places))
  }

  func roundedToPower(_ power: Int) -> String {
    let (kept, _) = cut(point - power)
    return (kept.isEmpty ? "0" : Self.text(kept)) + String(repeating: "0", count: power)
  }

  func significant(_ count: Int) -> (digits: String, exponent: Int) {
    let (kept, carried) = cut(count)
    return (Self.text(kept.prefix(count)), point - 1 + (carried ? 1 : 0))
  }
}
