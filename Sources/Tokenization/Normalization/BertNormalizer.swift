import Documents

/// BERT's: control characters go, Chinese characters get spaces around them, accents go, capitals become small.
struct BertNormalizer: Normalizer {
  private let steps: NormalizerSequence

  init(_ json: JSONValue) {
    let isLowercase = json["lowercase"]?.bool ?? true
    var parts: [any Normalizer] = []
    if json["clean_text"]?.bool ?? true { parts.append(Self.cleaning) }
    if json["handle_chinese_chars"]?.bool ?? true { parts.append(SpacesAroundIdeographs()) }
    // Left open, accents go where capitals do.
    if json["strip_accents"]?.bool ?? isLowercase {
      parts += [UnicodeNormalizer(form: .nfd), FilterNormalizer(removes: OlderUnicode.isAccent)]
    }
    if isLowercase { parts.append(LowercaseNormalizer()) }
    steps = NormalizerSequence(parts: parts)
  }

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    try steps.normalized(text, watch)
  }

  /// Removes control characters; white space of every kind becomes a space.
  private static let cleaning = FilterNormalizer(
    removes: { $0 == 0xFFFD || OlderUnicode.isControl($0) }, blanks: { ScalarTests.isSpace($0) })

  private struct SpacesAroundIdeographs: Normalizer {
    func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
      guard text.contains(where: { $0 >= 0xE3 }) else { return nil }
      var result: [UInt8] = []
      result.reserveCapacity(text.count + text.count / 2)
      var at = 0
      while at < text.count {
        let (value, length) = text.scalar(at: at)
        let isIdeograph = Self.isIdeograph(value)
        if isIdeograph { result.append(0x20) }
        result += text[at..<at + length]
        if isIdeograph { result.append(0x20) }
        at += length
      }
      return result
    }

    private static func isIdeograph(_ value: UInt32) -> Bool {
      switch value {
      case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F, 0x2B920...0x2CEAF,
        0x2F800...0x2FA1F:
        true
      default: false
      }
    }
  }
}
