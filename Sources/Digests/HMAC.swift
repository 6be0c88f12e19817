/// A message's authenticator under a secret key (RFC 2104).
package enum HMAC {
  /// The HMAC-SHA256 of texts read as one, 32 bytes.
  package static func sha256(_ parts: [[UInt8]], key: [UInt8]) -> [UInt8] {
    // A key longer than a block is its hash (RFC 2104, section 2).
    let short = key.count > block ? hash([key]) : key
    let padded = short + [UInt8](repeating: 0, count: block - short.count)
    return hash([padded.map { $0 ^ 0x5C }, hash([padded.map { $0 ^ 0x36 }] + parts)])
  }

  /// Bytes of a block of SHA-256.
  private static let block = 64

  private static func hash(_ parts: [[UInt8]]) -> [UInt8] {
    var state = SHA256()
    for part in parts { part.withUnsafeBytes { state.update($0) } }
    let words = state.words
    return [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
  }
}
