/// Questions about bytes that should be UTF-8.
enum UTF8Validation {
  static func isWellFormed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at + 8 <= bytes.count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
      at += 8
    }
    if at + 8 > bytes.count, bytes[at...].allSatisfy({ $0 < 0x80 }) { return true }
    return String(validating: bytes[at...], as: UTF8.self) != nil
  }

  /// How many bytes at the end begin a character without completing it: 0 to 3.
  static func incompleteTail(of bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
