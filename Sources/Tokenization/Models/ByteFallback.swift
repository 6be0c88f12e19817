/// The tokens that stand for single bytes, `<0x00>` to `<0xFF>`: what a character without a token is spelled with.
struct ByteFallback: Sendable {
  private let tokens: [Int32?]

  init(_ vocabulary: Vocabulary) {
    tokens = (0...255 as ClosedRange<UInt8>).map { vocabulary.id(Self.name(of: $0)) }
  }

  /// A token for each byte; nil where one of them has none.
  func tokens(of bytes: Bytes) -> [Int32]? {
    var found: [Int32] = []
    found.reserveCapacity(bytes.count)
    for byte in bytes {
      guard let token = tokens[Int(byte)] else { return nil }
      found.append(token)
    }
    return found
  }

  private static func name(of byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(byte < 16 ? "0" : "")\(digits)>"
  }

  /// The byte that a token's text stands for; nil for another text.
  static func byte(of text: [UInt8]) -> UInt8? {
    guard text.count == 6, text.starts(with: Array("<0x".utf8)), text[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(String(decoding: text[3..<5], as: UTF8.self), radix: 16)
  }
}
