/// Bytes that are to be UTF-8.
package enum UTF8Bytes {
  /// The offset of the first byte that is not part of well-formed UTF-8 (Unicode 3.9, table 3-7).
  package static func firstIllFormed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    let count = bytes.count
    let raw = UnsafeRawBufferPointer(bytes)
    while at < count {
      while at + 8 <= count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
        at += 8
      }
      guard at < count else { return nil }
      let lead = bytes[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      let length: Int
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, low) = (3, 0xA0)
      case 0xED: (length, high) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, low) = (4, 0x90)
      case 0xF4: (length, high) = (4, 0x8F)
      case 0xF1...0xF3: length = 4
      default: return at
      }
      guard at + length <= count, (low...high).contains(bytes[at + 1]) else { return at }
      for next in at + 2..<at + length where bytes[next] & 0xC0 != 0x80 { return at }
      at += length
    }
    return nil
  }
}
