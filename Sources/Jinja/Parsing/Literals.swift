/// Where a number ends, by Jinja's rules: underscores between digits, and a fraction or an exponent makes it floating-point.
enum NumberSyntax {
  private static func isDigit(_ byte: UInt8, radix: Int = 10) -> Bool {
    Int(String(Character(Unicode.Scalar(byte))), radix: radix) != nil && byte < 0x80
  }

  /// Digits with single underscores between them; nil where there is none.
  private static func digits(_ bytes: [UInt8], _ start: Int, radix: Int = 10, leadingUnderscore: Bool = false) -> Int? {
    var at = start
    var end: Int?
    var mayBeUnderscore = leadingUnderscore
    while at < bytes.count {
      if isDigit(bytes[at], radix: radix) {
        at += 1
        end = at
        mayBeUnderscore = true
      } else if bytes[at] == UInt8(ascii: "_"), mayBeUnderscore {
        at += 1
        mayBeUnderscore = false
      } else {
        break
      }
    }
    return end
  }

  private static func exponentEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    let sign =
      start + 1 < bytes.count && (bytes[start + 1] == UInt8(ascii: "+") || bytes[start + 1] == UInt8(ascii: "-"))
    return digits(bytes, start + (sign ? 2 : 1))
  }

  /// nil: it is a whole number.
  static func doubleEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard let whole = digits(bytes, start) else { return nil }
    guard whole < bytes.count, bytes[whole] == UInt8(ascii: "."), let fraction = digits(bytes, whole + 1) else {
      return exponentEnd(bytes, whole)
    }
    return exponentEnd(bytes, fraction) ?? fraction
  }

  static func integerEnd(_ bytes: [UInt8], _ start: Int) -> (end: Int, radix: Int) {
    if bytes[start] == UInt8(ascii: "0") {
      if start + 1 < bytes.count {
        let radix =
          switch bytes[start + 1] | 0x20 {
          case UInt8(ascii: "b"): 2
          case UInt8(ascii: "o"): 8
          case UInt8(ascii: "x"): 16
          default: 10
          }
        if radix != 10, let end = digits(bytes, start + 2, radix: radix, leadingUnderscore: true) {
          return (end, radix)
        }
      }
      var end = start + 1
      while end < bytes.count {
        if bytes[end] == UInt8(ascii: "0") {
          end += 1
        } else if bytes[end] == UInt8(ascii: "_"), end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "0") {
          end += 2
        } else {
          break
        }
      }
      return (end, 10)
    }
    return (digits(bytes, start) ?? start + 1, 10)
  }
}

/// Strings between quotes, with Python's escapes.
enum StringSyntax {
  static func unescaped(_ raw: [UInt8], at start: Int) throws(SyntaxFault) -> [UInt8] {
    guard raw.contains(UInt8(ascii: "\\")) else { return raw }
    var out: [UInt8] = []
    out.reserveCapacity(raw.count)
    var at = 0
    while at < raw.count {
      let byte = raw[at]
      at += 1
      guard byte == UInt8(ascii: "\\") else {
        out.append(byte)
        continue
      }
      let escape = raw[at]  // A string does not end in a backslash: the quote behind one is part of it.
      let place = at
      at += 1
      switch escape {
      case UInt8(ascii: "\n"): break
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): out.append(escape)
      case UInt8(ascii: "a"): out.append(0x07)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "v"): out.append(0x0B)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var value = UInt32(escape - UInt8(ascii: "0"))
        for _ in 0..<2 where at < raw.count && (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(raw[at]) {
          value = value * 8 + UInt32(raw[at] - UInt8(ascii: "0"))
          at += 1
        }
        try append(value, to: &out, at: start + place)
      case UInt8(ascii: "x"): try append(hex(raw, &at, 2, start), to: &out, at: start + place)
      case UInt8(ascii: "u"): try append(hex(raw, &at, 4, start), to: &out, at: start + place)
      case UInt8(ascii: "U"): try append(hex(raw, &at, 8, start), to: &out, at: start + place)
      case UInt8(ascii: "N"):
        throw SyntaxFault(.unsupported("characters by their names, \\N{…}, are not supported"), at: start + place)
      case 0x80...:
        // Jinja writes a character beyond ASCII as an escape first, and its backslash joins the one before.
        let end = CodePoints.end(of: place, in: raw)
        let scalar = String(decoding: raw[place..<end], as: UTF8.self).unicodeScalars.first?.value ?? 0
        at = end
        out.append(UInt8(ascii: "\\"))
        let (letter, width) = scalar < 0x100 ? ("x", 2) : scalar < 0x10000 ? ("u", 4) : ("U", 8)
        out += (letter + Digits.padded(String(scalar, radix: 16), to: width)).utf8
      default: out += [UInt8(ascii: "\\"), escape]
      }
    }
    return out
  }

  private static func hex(_ raw: [UInt8], _ at: inout Int, _ width: Int, _ start: Int) throws(SyntaxFault) -> UInt32 {
    let digits = raw[at..<min(at + width, raw.count)]
    guard digits.count == width, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw SyntaxFault("an escape with too few hexadecimal digits", at: start + at - 2) }
    at += width
    return value
  }

  private static func append(_ value: UInt32, to out: inout [UInt8], at: Int) throws(SyntaxFault) {
    guard let scalar = Unicode.Scalar(value) else {
      throw SyntaxFault("an escape that stands for no character", at: at)
    }
    out += UTF8.encode(scalar).map { Array($0) } ?? []
  }
}

/// Digits as text.
enum Digits {
  static func padded(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
