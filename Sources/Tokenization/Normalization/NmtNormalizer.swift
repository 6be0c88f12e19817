/// SentencePiece's `nmt` rules where they are no character map: control characters go, and what is white space of a kind becomes a
/// space.
struct NmtNormalizer: Normalizer {
  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      let (value, length) = text.scalar(at: at)
      if Self.isSpace(value) {
        result.append(0x20)
      } else if !Self.isDropped(value) {
        result += text[at..<at + length]
      }
      at += length
    }
    return result
  }

  private static func isDropped(_ value: UInt32) -> Bool {
    switch value {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: true
    default: false
    }
  }

  private static func isSpace(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: true
    default: false
    }
  }
}
