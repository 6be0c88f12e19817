/// White space as Python knows it: `str.strip`, `str.split`, and `\s` of its expressions.
enum WhiteSpace {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  /// How many bytes of white space these begin with.
  static func prefix(_ bytes: ArraySlice<UInt8>) -> Int {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let length = length(bytes, at)
      if length == 0 { break }
      at += length
    }
    return at - bytes.startIndex
  }

  static func trimmingStart(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes.dropFirst(prefix(bytes)) }

  static func trimmingEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = bytes.endIndex
    while end > bytes.startIndex {
      var start = end - 1
      while start > bytes.startIndex, !CodePoints.starts(bytes[start]) { start -= 1 }
      if length(bytes, start) != end - start { break }
      end = start
    }
    return bytes[..<end]
  }

  /// All of it white space, and not empty.
  static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.isEmpty && prefix(bytes) == bytes.count }

  /// How many bytes the white space that begins here has; 0: there is none.
  static func length(_ bytes: ArraySlice<UInt8>, _ at: Int) -> Int {
    let byte = bytes[at]
    if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte) ? 1 : 0 }
    // U+0085, U+00A0; U+1680; U+2000 to 200A, 2028, 2029, 202F, 205F; U+3000.
    let second = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
    if byte == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
    let third = at + 2 < bytes.endIndex ? bytes[at + 2] : 0
    switch (byte, second) {
    case (0xE1, 0x9A): return third == 0x80 ? 3 : 0
    case (0xE2, 0x80): return (0x80...0x8A).contains(third) || [0xA8, 0xA9, 0xAF].contains(third) ? 3 : 0
    case (0xE2, 0x81): return third == 0x9F ? 3 : 0
    case (0xE3, 0x80): return third == 0x80 ? 3 : 0
    default: return 0
    }
  }
}
