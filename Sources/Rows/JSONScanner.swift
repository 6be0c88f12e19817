import Documents

/// Finds where JSON values begin and end, and whether they are JSON (RFC 8259), without making anything of them.
///
/// Works on the bytes of a whole file; never reads beyond `end`.
struct JSONScanner {
  /// What stops a scan: at which byte, and why.
  struct Failure: Error {
    var offset: Int
    var message: String
    /// The text ended where more was due.
    var isTruncation = false
  }

  let base: UnsafePointer<UInt8>
  let end: Int
  var at: Int

  private static let deepest = 512

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) {
    base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    end = bytes.count
    at = start
  }

  /// The next byte; throws a truncation at the end of the text.
  func peek() throws(Failure) -> UInt8 {
    guard at < end else { throw Failure(offset: end, message: "the file ends here", isTruncation: true) }
    return base[at]
  }

  mutating func skipBlanks() {
    while at < end, base[at] == 0x20 || base[at] == 0x0A || base[at] == 0x0D || base[at] == 0x09 { at += 1 }
  }

  /// Passes over one value of any kind and says which.
  mutating func value(depth: Int = 0) throws(Failure) -> RawValue {
    let start = at
    let kind: RawValue.Kind
    switch try peek() {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "{"):
      try object(depth: depth)
      kind = .nested
    case UInt8(ascii: "["):
      try array(depth: depth)
      kind = .nested
    case UInt8(ascii: "t"):
      try word("true")
      kind = .bool
    case UInt8(ascii: "f"):
      try word("false")
      kind = .bool
    case UInt8(ascii: "n"):
      try word("null")
      kind = .null
    // Python writes these for floats that JSON has no number for; real data sets hold them.
    case UInt8(ascii: "N"):
      try word("NaN")
      kind = .number
    case UInt8(ascii: "I"):
      try word("Infinity")
      kind = .number
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = try number()
    default: throw Failure(offset: at, message: "a value is expected here")
    }
    return RawValue(start: start, length: at - start, kind: kind)
  }

  /// A string with its quotes; flags escapes and bytes beyond ASCII, so that a plain one need not be looked at again.
  mutating func string() throws(Failure) -> RawValue {
    let start = at
    at += 1
    var kind = RawValue.Kind.plainString
    let raw = UnsafeRawPointer(base)
    while true {
      // Eight bytes at a time: has one of them the high bit, is it below 0x20, a quote or a backslash?
      while at + 8 <= end {
        let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let low = (word &- (ones &* 0x20)) & ~word
        let hit = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | low | word
        let marks = hit & (ones &* 0x80)
        if marks == 0 {
          at += 8
        } else {
          at += marks.trailingZeroBitCount / 8
          break
        }
      }
      switch try peek() {
      case UInt8(ascii: "\""):
        at += 1
        return RawValue(start: start, length: at - start, kind: kind)
      case UInt8(ascii: "\\"):
        kind = .escapedString
        at += 1
        try escape()
      case 0x80...0xFF:
        // Seldom a single one: go through the run.
        if kind == .plainString { kind = .wideString }
        while at < end, base[at] >= 0x80 { at += 1 }
      case 0x00...0x1F: throw Failure(offset: at, message: "a raw control character inside a string")
      default: at += 1
      }
    }
  }

  private mutating func escape() throws(Failure) {
    switch try peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
    case UInt8(ascii: "u"):
      at += 1
      for _ in 0..<4 {
        guard JSONStrings.hexDigit(try peek()) != nil else {
          throw Failure(offset: at, message: "`\\u` is followed by four hexadecimal digits")
        }
        at += 1
      }
    default: throw Failure(offset: at, message: "not an escape sequence of JSON")
    }
  }

  private mutating func number() throws(Failure) -> RawValue.Kind {
    var kind = RawValue.Kind.integer
    if base[at] == UInt8(ascii: "-") { at += 1 }
    if try peek() == UInt8(ascii: "I") {
      try word("Infinity")
      return .number
    }
    if try peek() == UInt8(ascii: "0") { at += 1 } else { try digits() }
    if at < end, base[at] == UInt8(ascii: ".") {
      at += 1
      kind = .number
      try digits()
    }
    if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      kind = .number
      if let sign = try? peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    return kind
  }

  private mutating func digits() throws(Failure) {
    let start = at
    while at < end, base[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    if at == start {
      _ = try peek()
      throw Failure(offset: at, message: "a digit is expected here")
    }
  }

  private mutating func word(_ word: StaticString) throws(Failure) {
    for index in 0..<word.utf8CodeUnitCount {
      guard try peek() == word.utf8Start[index] else { throw Failure(offset: at, message: "a value is expected here") }
      at += 1
    }
  }

  private mutating func array(depth: Int) throws(Failure) {
    try enter(depth)
    at += 1
    skipBlanks()
    if try peek() == UInt8(ascii: "]") {
      at += 1
      return
    }
    while true {
      skipBlanks()
      _ = try value(depth: depth + 1)
      skipBlanks()
      if try next(closing: UInt8(ascii: "]")) { return }
    }
  }

  /// What `body` makes of each element of a list, at which it gets the scanner.
  mutating func elements<Element>(
    _ body: (inout JSONScanner) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    skipBlanks()
    guard try peek() == UInt8(ascii: "[") else { throw Failure(offset: at, message: "a list is expected here") }
    at += 1
    skipBlanks()
    var elements: [Element] = []
    if try peek() == UInt8(ascii: "]") {
      at += 1
      return elements
    }
    repeat {
      skipBlanks()
      elements.append(try body(&self))
      skipBlanks()
    } while try !next(closing: UInt8(ascii: "]"))
    return elements
  }

  private mutating func object(depth: Int) throws(Failure) {
    try enter(depth)
    try members { scanner throws(Failure) in _ = try scanner.value(depth: depth + 1) }
  }

  /// Passes over an object; `body` gets the scanner at each value, after the key's own range.
  mutating func members(_ body: (inout JSONScanner) throws(Failure) -> Void) throws(Failure) {
    try members { _, scanner throws(Failure) in try body(&scanner) }
  }

  mutating func members(_ body: (RawValue, inout JSONScanner) throws(Failure) -> Void) throws(Failure) {
    at += 1
    skipBlanks()
    if try peek() == UInt8(ascii: "}") {
      at += 1
      return
    }
    while true {
      skipBlanks()
      guard try peek() == UInt8(ascii: "\"") else {
        throw Failure(offset: at, message: "a key in quotes is expected here")
      }
      let key = try string()
      skipBlanks()
      guard try peek() == UInt8(ascii: ":") else { throw Failure(offset: at, message: "`:` is expected here") }
      at += 1
      skipBlanks()
      try body(key, &self)
      skipBlanks()
      if try next(closing: UInt8(ascii: "}")) { return }
    }
  }

  /// Passes over a comma, or over the closing bracket (true).
  mutating func next(closing: UInt8) throws(Failure) -> Bool {
    let byte = try peek()
    guard byte == UInt8(ascii: ",") || byte == closing else {
      throw Failure(offset: at, message: "`,` or `\(Character(Unicode.Scalar(closing)))` is expected here")
    }
    at += 1
    return byte == closing
  }

  private func enter(_ depth: Int) throws(Failure) {
    guard depth < Self.deepest else { throw Failure(offset: at, message: "nested more than \(Self.deepest) deep") }
  }
}

/// Where a value stands in the file, and its outward kind.
struct RawValue {
  enum Kind: UInt8 {
    case absent, null, bool, integer, number, nested
    /// ASCII without escapes.
    case plainString
    /// Without escapes, with bytes beyond ASCII.
    case wideString
    /// With escapes, and perhaps bytes beyond ASCII.
    case escapedString
    /// A text without quotes around it, in a file that is not JSON.
    case bareString

    var isString: Bool { rawValue >= Self.plainString.rawValue }
  }

  var start = 0
  var length = 0
  var kind = Kind.absent
  /// Of a string with escapes, in a file that is not held: how many bytes it has beyond its text.
  var escapes: UInt32 = 0

  /// A string's bytes between its quotes.
  var inside: Range<Int> { kind == .bareString ? range : start + 1..<start + length - 1 }
  var range: Range<Int> { start..<start + length }
}
