/// Text as bytes: UTF-8, in which a lone surrogate of a JSON source is kept as its three-byte form (WTF-8).
public enum TextBytes {
  /// For a reader's eyes: a lone surrogate is shown as `\uD83D`, any other ill-formed byte as U+FFFD.
  public static func shown(_ bytes: some Collection<UInt8>) -> String {
    let bytes = ContiguousArray(bytes)
    guard hasSurrogate(bytes) else { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    var start = 0
    var at = 0
    while at < bytes.count {
      if let unit = surrogate(in: bytes, at: at) {
        text += String(decoding: bytes[start..<at], as: UTF8.self)
        text += "\\u" + String(unit, radix: 16, uppercase: true)
        at += 3
        start = at
      } else {
        at += 1
      }
    }
    return text + String(decoding: bytes[start...], as: UTF8.self)
  }

  /// For a format whose text has to be UTF-8 and has no escapes: a lone surrogate becomes the six characters `\uD83D`.
  static func escapingSurrogates(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.contains(0xED) ? Array(shown(bytes).utf8)[...] : bytes
  }

  /// The lone surrogate whose three-byte form begins at `at`.
  static func surrogate(in bytes: ContiguousArray<UInt8>, at: Int) -> UInt16? {
    guard bytes[at] == 0xED, at + 2 < bytes.endIndex, bytes[at + 1] & 0xE0 == 0xA0, bytes[at + 2] & 0xC0 == 0x80
    else { return nil }
    return 0xD000 | UInt16(bytes[at + 1] & 0x3F) << 6 | UInt16(bytes[at + 2] & 0x3F)
  }

  private static func hasSurrogate(_ bytes: ContiguousArray<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard bytes.count > 2 else { return false }
      for at in 0..<bytes.count - 2 where bytes[at] == 0xED && bytes[at + 1] >= 0xA0 { return true }
      return false
    }
  }
}
