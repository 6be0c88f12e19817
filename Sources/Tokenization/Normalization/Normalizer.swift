import Documents

/// Changes a text before it is cut into words. A new kind is one file and a line in `Normalizers`.
protocol Normalizer: Sendable {
  /// The changed text; nil where nothing changes. The text is well-formed UTF-8. Throws what the watch throws.
  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]?
}

/// One after the other.
struct NormalizerSequence: Normalizer {
  let parts: [any Normalizer]

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var changed: [UInt8]?
    for part in parts {
      if let now = changed {
        changed = try now.withUnsafeBufferPointer { try part.normalized($0, watch) } ?? now
      } else {
        changed = try part.normalized(text, watch)
      }
      try watch.checkGrowth(changed?.count ?? 0)
      try watch.checkCancellation()
    }
    return changed
  }
}

/// The kinds that `tokenizer.json` may name.
enum Normalizers {
  static let supported = [
    "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled", "Lowercase", "StripAccents", "BertNormalizer", "Replace",
    "Prepend", "Strip", "Sequence",
  ]

  /// Nil for none. Throws `TokenizerError` naming a kind or a regular expression that is not supported.
  static func make(_ json: JSONValue?, file: String) throws -> (any Normalizer)? {
    guard let json, !json.isNull else { return nil }
    switch json["type"]?.string ?? "?" {
    case "NFC": return UnicodeNormalizer(form: .nfc)
    case "NFD": return UnicodeNormalizer(form: .nfd)
    case "NFKC": return UnicodeNormalizer(form: .nfkc)
    case "NFKD": return UnicodeNormalizer(form: .nfkd)
    case "Nmt": return FilterNormalizer.nmt
    case "Precompiled": return try PrecompiledNormalizer(json, file: file)
    case "Lowercase": return LowercaseNormalizer()
    case "StripAccents": return FilterNormalizer(removes: OlderUnicode.isMark)
    case "BertNormalizer": return BertNormalizer(json)
    case "Replace":
      return ReplaceNormalizer(
        delimiter: try Delimiter(json["pattern"], file: file), content: Array((json["content"]?.string ?? "").utf8))
    case "Prepend": return PrependNormalizer(prefix: Array((json["prepend"]?.string ?? "").utf8))
    case "Strip":
      return StripNormalizer(left: json["strip_left"]?.bool ?? true, right: json["strip_right"]?.bool ?? true)
    case "Sequence":
      let parts = try StepCount.checked(json["normalizers"], of: "normalizer", file: file).compactMap {
        try make($0, file: file)
      }
      return parts.count > 1 ? NormalizerSequence(parts: parts) : parts.first
    case let kind:
      throw TokenizerError(
        .unsupported, file: file,
        "its normalizer (\(kind)) is not supported; supported: \(supported.joined(separator: ", "))")
    }
  }
}

extension [UInt8] {
  mutating func append(scalar value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
  }
}
