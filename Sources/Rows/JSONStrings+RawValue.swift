import Documents

extension JSONStrings {
  /// What a string stands for, as bytes.
  static func decoded(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    decode(UnsafeBufferPointer(rebasing: bytes[value.inside]), into: &text)
    return text
  }

  /// The same as a `String`; nil where the value is no string.
  static func string(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    value.kind.isString ? String(decoding: decoded(value, bytes), as: UTF8.self) : nil
  }
}
