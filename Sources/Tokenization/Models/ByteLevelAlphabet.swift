/// The printable characters that stand for the 256 bytes in the files of byte-level tokenizers (GPT-2's choice).
///
/// Printable Latin-1 bytes stand for themselves; the others take the characters from U+0100 on, in order.
enum ByteLevelAlphabet {
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0...255 as ClosedRange<UInt8>).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? Unicode.Scalar(byte)
      }
    }
  }()

  /// Bytes by the character that stands for them, -1 for others; all below U+0144.
  private static let bytes: [Int16] = {
    var table = Array(repeating: Int16(-1), count: 0x144)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar.value)] = Int16(byte) }
    return table
  }()

  /// The bytes that a token's text stands for; nil when a character is not of the alphabet.
  static func bytes(of token: [UInt8]) -> [UInt8]? { token.withUnsafeBufferPointer { bytes(of: $0) } }

  static func bytes(of token: Bytes) -> [UInt8]? {
    bytes.withUnsafeBufferPointer { table in
      var result: [UInt8] = []
      result.reserveCapacity(token.count)
      var at = 0
      while at < token.count {
        let (value, length) = token.scalar(at: at)
        guard value < 0x144, table[Int(value)] >= 0 else { return nil }
        result.append(UInt8(table[Int(value)]))
        at += length
      }
      return result
    }
  }

  /// The characters that stand for bytes, as UTF-8.
  static func text(of bytes: Bytes) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(2 * bytes.count)
    for byte in bytes { result.append(scalar: scalars[Int(byte)].value) }
    return result
  }
}
