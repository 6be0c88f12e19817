#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The words of a JSON text checked against RFC 8259, around what json-c lets pass even when it is strict: single
/// quotes, NaN and Infinity, `True`, `01`, `1.`, raw control characters, lone surrogates, overflowing numbers, invalid
/// UTF-8. The order of the words (brackets, commas, colons) is left to json-c.
struct JSONLexemes {
  /// An integer of 19 digits or more, exactly when it fits and otherwise nearest; json-c would saturate it.
  private(set) var longIntegers: [JSONValue] = []
  /// Members of all objects: json-c silently keeps one of two equal keys, and a count tells.
  private(set) var colons = 0
  /// Where a character is written as two escapes (`\ud835\udd4f`): json-c 0.16 misreads U+1D800 to U+1DFFF, so that these
  /// are spelt out before it sees them.
  private(set) var pairs: [Int] = []

  static let maximumDepth = 512

  /// Throws `Fault` at the first word that is not JSON. `bytes` is followed by a NUL, which is not part of it.
  init(checking bytes: UnsafeRawBufferPointer) throws(Fault) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw Fault("the text begins with a byte-order mark", 0) }
    var depth = 0
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: ","): at += 1
      case UInt8(ascii: ":"):
        colons += 1
        at += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth > Self.maximumDepth { throw Fault("nested deeper than \(Self.maximumDepth) levels", at) }
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        at += 1
      case UInt8(ascii: "\""): at = try string(bytes, at)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): at = try number(bytes, at)
      default: at = try Self.literal(bytes, at)
      }
    }
  }

  struct Fault: Error {
    let message: String
    let offset: Int
    init(_ message: String, _ offset: Int) {
      self.message = message
      self.offset = offset
    }
  }

  /// Returns the offset behind the closing quote.
  private mutating func string(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(Fault) -> Int {
    var at = start + 1
    var holdsNUL = false
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        if holdsNUL, Self.isKey(bytes, at) { throw Fault("a key contains the character U+0000", start) }
        return at
      case UInt8(ascii: "\\"): at = try escape(bytes, at, &holdsNUL)
      case 0..<0x20: throw Fault("an unescaped control character in a string; JSON writes it as \\u00XX or \\n", at)
      case 0x20..<0x80: at += 1
      default: at = try Self.scalar(bytes, at)
      }
    }
    throw Fault("the string that begins here has no closing quote", start)
  }

  private static func isKey(_ bytes: UnsafeRawBufferPointer, _ after: Int) -> Bool {
    let next = bytes[after...].first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    return next == UInt8(ascii: ":")
  }

  private mutating func escape(
    _ bytes: UnsafeRawBufferPointer, _ at: Int, _ holdsNUL: inout Bool
  ) throws(Fault) -> Int {
    guard at + 1 < bytes.count else { throw Fault("the text ends inside an escape", at) }
    switch bytes[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return at + 2
    case UInt8(ascii: "u"):
      guard let unit = Self.codeUnit(bytes, at) else { throw Fault("\\u takes four hexadecimal digits", at) }
      if unit == 0 { holdsNUL = true }
      guard (0xD800..<0xE000).contains(unit) else { return at + 6 }
      guard unit < 0xDC00, let low = Self.codeUnit(bytes, at + 6), (0xDC00..<0xE000).contains(low) else {
        throw Fault("an unpaired surrogate", at)
      }
      pairs.append(at)
      return at + 12
    default: throw Fault("not an escape sequence of JSON", at)
    }
  }

  private static func codeUnit(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard at + 6 <= bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { return nil }
    let digits = bytes[(at + 2)..<(at + 6)]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// One character of two to four bytes (Unicode 15, table 3-7: no overlong forms, no surrogates).
  private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) throws(Fault) -> Int {
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch bytes[at] {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      default: (0, 0...0)
      }
    guard length > 0, at + length <= bytes.count, second.contains(bytes[at + 1]),
      bytes[(at + 2)..<(at + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { throw Fault("bytes that are not UTF-8", at) }
    return at + length
  }

  // MARK: - Characters beyond U+FFFF

  /// The text with every pair of escapes as the four bytes of its character, and a NUL behind it.
  func spelledOut(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count + 1)
    var from = 0
    for at in pairs {
      plain += bytes[from..<at]
      let high = Self.codeUnit(bytes, at) ?? 0
      let low = Self.codeUnit(bytes, at + 6) ?? 0
      let code = UInt32(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      plain += Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
      from = at + 12
    }
    return plain + bytes[from...] + [0]
  }

  /// The place in the text as written of an offset in `spelledOut`.
  func written(_ offset: Int) -> Int {
    // Each pair is 8 bytes longer as it was written.
    let before = pairs.enumerated().prefix { $1 - 8 * $0 < offset }.count
    return offset + 8 * before
  }

  private mutating func number(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(Fault) -> Int {
    func digits(_ from: Int) -> Int {
      var at = from
      while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
      return at
    }
    let first = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
    var end = digits(first)
    let integerDigits = end - first
    guard integerDigits > 0 else { throw Fault("a minus sign without a number", start) }
    if integerDigits > 1, bytes[first] == UInt8(ascii: "0") { throw Fault("a number with a leading zero", start) }
    var whole = true
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      whole = false
      let fraction = digits(end + 1)
      if fraction == end + 1 { throw Fault("a number that ends in its decimal point", start) }
      end = fraction
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      whole = false
      var from = end + 1
      if from < bytes.count, bytes[from] == UInt8(ascii: "-") || bytes[from] == UInt8(ascii: "+") { from += 1 }
      let exponent = digits(from)
      if exponent == from { throw Fault("a number that ends in its exponent", start) }
      end = exponent
    }
    if whole && integerDigits < 19 { return end }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let value = Double(text), value.isFinite else { throw Fault("a number beyond the range of 64 bits", start) }
    if whole { longIntegers.append(Int64(text).map(JSONValue.integer) ?? .number(value)) }
    return end
  }

  private static func literal(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(Fault) -> Int {
    for word in ["true", "false", "null"] where bytes[start...].starts(with: word.utf8) {
      let end = start + word.utf8.count
      if end == bytes.count || !Self.isWord(bytes[end]) { return end }
    }
    if bytes[start] == UInt8(ascii: "'") { throw Fault("a string in single quotes; JSON takes double quotes", start) }
    if bytes[start] == UInt8(ascii: "/") { throw Fault("a comment; JSON has none", start) }
    let word = String(decoding: bytes[start...].prefix(40).prefix(while: Self.isWord), as: UTF8.self)
    throw Fault(word.isEmpty ? "expected a value" : "`\(word)` is not a JSON value", start)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
  }
}
