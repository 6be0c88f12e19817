import Foundation

/// The four normalization forms of Unicode, by the tables of Unicode 9, which Hugging Face's tokenizers use: characters that came
/// later neither decompose nor combine.
struct UnicodeNormalizer: Normalizer {
  enum Form: Sendable { case nfc, nfd, nfkc, nfkd }

  let form: Form

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    if form == .nfkc {
      // In two steps: in one, Foundation leaves halfwidth Hangul letters apart.
      guard let apart = try UnicodeNormalizer(form: .nfkd).normalized(text, watch) else { return nil }
      return try apart.withUnsafeBufferPointer { try UnicodeNormalizer(form: .nfc).normalized($0, watch) } ?? apart
    }
    // No character below U+0300 changes by canonical composition, none of ASCII in any form.
    let unchanged: UInt8 = form == .nfc ? 0xCC : 0x80
    guard let first = text.firstIndex(where: { $0 >= unchanged }) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 16)
    // A later mark may combine with the character before it.
    var start = first > 0 ? text.start(before: first) : 0
    result += text[..<start]
    var at = start
    while at < text.count {
      let (value, length) = text.scalar(at: at)
      if value >= 0x300, staysAsItIs(value) {
        append(text.slice(start..<at), to: &result)
        result += text[at..<at + length]
        start = at + length
      }
      at += length
    }
    append(text.slice(start..<text.count), to: &result)
    return result
  }

  /// Of characters that neither change nor combine with their neighbours: those after Unicode 9, and old Hangul letters, of which
  /// Foundation composes syllables that there are not.
  private func staysAsItIs(_ value: UInt32) -> Bool {
    switch value {
    case 0x3400...0x4DB5, 0x4E00...0x9FCC, 0xAC00...0xD7A3: false
    case 0x1113...0x1160, 0x1176...0x11A7, 0x11C3...0x11FF: true
    default: Unicode.Scalar(value).map { !$0.properties.isUpTo(9, 0) } ?? true
    }
  }

  private func append(_ part: Bytes, to result: inout [UInt8]) {
    guard part.contains(where: { $0 >= 0x80 }) else { return result.append(contentsOf: part) }
    let text = String(decoding: part, as: UTF8.self)
    switch form {
    case .nfc: result += text.precomposedStringWithCanonicalMapping.utf8
    case .nfd: result += text.decomposedStringWithCanonicalMapping.utf8
    case .nfkd, .nfkc: result += text.decomposedStringWithCompatibilityMapping.utf8
    }
  }
}
