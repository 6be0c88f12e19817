/// Between a JSON string's source and its bytes.
package enum JSONStrings {
  /// The value of a hexadecimal digit; nil of anything else.
  package static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Appends what the inside of a string stands for. A surrogate without its partner is kept as three bytes (WTF-8).
  ///
  /// `source` has been scanned, so that its escapes are whole; one that is not stands for anything, and reads nothing beyond.
  package static func decode(_ source: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
    walk(source, plain: { bytes.append(contentsOf: $0) }, code: { append($0, to: &bytes) })
  }

  /// How many bytes `decode` appends.
  package static func decodedCount(_ source: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    walk(
      source, plain: { count += $0.count },
      code: { code in count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4 })
    return count
  }

  /// Goes through the inside of a string: stretches that stand as they are, and the code points of escapes.
  @inline(__always)
  private static func walk(
    _ source: UnsafeBufferPointer<UInt8>, plain: (UnsafeBufferPointer<UInt8>) -> Void, code: (UInt32) -> Void
  ) {
    var at = 0
    var start = 0
    while true {
      at += stretch(source, from: at) { equal($0, 0x5C) }
      guard at + 1 < source.count else { break }
      guard source[at] == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      plain(UnsafeBufferPointer(rebasing: source[start..<at]))
      let escape = source[at + 1]
      at += 2
      switch escape {
      case UInt8(ascii: "b"): code(0x08)
      case UInt8(ascii: "f"): code(0x0C)
      case UInt8(ascii: "n"): code(0x0A)
      case UInt8(ascii: "r"): code(0x0D)
      case UInt8(ascii: "t"): code(0x09)
      case UInt8(ascii: "u"):
        var unit = hex(source, at)
        at = min(at + 4, source.count)
        if unit & 0xFC00 == 0xD800, at + 6 <= source.count, source[at] == UInt8(ascii: "\\"),
          source[at + 1] == UInt8(ascii: "u")
        {
          let low = hex(source, at + 2)
          if low & 0xFC00 == 0xDC00 {
            unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
            at += 6
          }
        }
        code(unit)
      default: code(UInt32(escape))
      }
      start = at
    }
    plain(UnsafeBufferPointer(rebasing: source[start...]))
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// Of eight bytes, the high bit of the first that is `byte`, and perhaps of some behind it.
  @inline(__always)
  private static func equal(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let other = word ^ (ones &* byte)
    return (other &- ones) & ~other
  }

  /// How many bytes from `start` on have no mark: whole eights, and those before the first that has one.
  @inline(__always)
  private static func stretch(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, marks: (UInt64) -> UInt64
  ) -> Int {
    let raw = UnsafeRawBufferPointer(text)
    var at = start
    while at + 8 <= text.count {
      let found = marks(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))) & (ones &* 0x80)
      guard found == 0 else { return at - start + found.trailingZeroBitCount / 8 }
      at += 8
    }
    return at - start
  }

  private static func hex(_ source: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32 {
    (at..<min(at + 4, source.count)).reduce(0) { $0 << 4 | (hexDigit(source[$1]) ?? 0) }
  }

  /// UTF-8's form of a code point; a surrogate takes the three bytes its number would.
  private static func append(_ code: UInt32, to bytes: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | code >> shift & 0x3F) }
    switch code {
    case 0..<0x80: bytes.append(UInt8(code))
    case 0x80..<0x800: bytes.append(contentsOf: [UInt8(0xC0 | code >> 6), tail(0)])
    case 0x800..<0x10000: bytes.append(contentsOf: [UInt8(0xE0 | code >> 12), tail(6), tail(0)])
    default: bytes.append(contentsOf: [UInt8(0xF0 | code >> 18), tail(12), tail(6), tail(0)])
    }
  }

  /// Appends the JSON string of `text`, with quotes: only what must be escaped is, a lone surrogate as `\uD83D`.
  package static func encode(_ text: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    text.withUnsafeBufferPointer { text in
      var start = 0
      var at = 0
      while at < text.count {
        at += stretch(text, from: at) { word in
          let low = (word &- (ones &* 0x20)) & ~word
          return low | equal(word, 0x22) | equal(word, 0x5C) | equal(word, 0x7F) | equal(word, 0xED)
        }
        guard at < text.count else { break }
        let byte = text[at]
        let isSurrogate = byte == 0xED && at + 2 < text.count && text[at + 1] >= 0xA0
        guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || isSurrogate else {
          at += 1
          continue
        }
        bytes.append(contentsOf: text[start..<at])
        switch byte {
        case 0x22, 0x5C: bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0x08: bytes.append(contentsOf: Array("\\b".utf8))
        case 0x0C: bytes.append(contentsOf: Array("\\f".utf8))
        case 0x0A: bytes.append(contentsOf: Array("\\n".utf8))
        case 0x0D: bytes.append(contentsOf: Array("\\r".utf8))
        case 0x09: bytes.append(contentsOf: Array("\\t".utf8))
        case 0xED:
          let code = 0xD000 | UInt32(text[at + 1] & 0x3F) << 6 | UInt32(text[at + 2] & 0x3F)
          unicodeEscape(code, into: &bytes)
          at += 2
        default: unicodeEscape(UInt32(byte), into: &bytes)
        }
        at += 1
        start = at
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func unicodeEscape(_ code: UInt32, into bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(contentsOf: Array("\\u".utf8))
    for shift in [12, 8, 4, 0] as [UInt32] { bytes.append(digits[Int(code >> shift & 0xF)]) }
  }
}
