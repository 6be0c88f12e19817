import Documents

/// SentencePiece's way with spaces: each becomes a visible character, which begins the word behind it.
struct MetaspacePreTokenizer: PreTokenizer {
  enum Prepend: Sendable { case always, first, never }

  let replacement: [UInt8]
  /// Whether a text that does not begin with the character gets one.
  let prepend: Prepend
  /// Without, the whole text is one word.
  let splits: Bool

  init(_ json: JSONValue, file: String) throws {
    replacement = try Self.replacement(json, file: file)
    splits = json["split"]?.bool ?? true
    prepend = try Self.prepend(json, file: file)
  }

  static func replacement(_ json: JSONValue, file: String) throws -> [UInt8] {
    let text = json["replacement"]?.string ?? "\u{2581}"
    guard text.unicodeScalars.count == 1 else {
      throw TokenizerError(.malformed, file: file, "the replacement of Metaspace is not one character")
    }
    return Array(text.utf8)
  }

  /// Older files have `add_prefix_space` in place of the scheme.
  static func prepend(_ json: JSONValue, file: String) throws -> Prepend {
    switch json["prepend_scheme"]?.string {
    case "always": return .always
    case "first": return .first
    case "never": return .never
    case nil: return json["add_prefix_space"]?.bool ?? true ? .always : .never
    case let other?:
      throw TokenizerError(.unsupported, file: file, "the prepend scheme \(other) of Metaspace is not supported")
    }
  }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    var changed: [UInt8] = []
    changed.reserveCapacity(text.count + text.count / 2)
    let startsWithOne = text.starts(with: replacement) || text[0] == 0x20
    if !startsWithOne, prepend == .always || (prepend == .first && isFirst) { changed += replacement }
    for byte in text { if byte == 0x20 { changed += replacement } else { changed.append(byte) } }
    try changed.withUnsafeBufferPointer { changed in
      guard splits else { return try body(changed, isFirst) }
      var start = 0
      try Delimiter.literal(replacement).forEachMatch(in: changed, watch) { match in
        if match.lowerBound > start { try body(changed.slice(start..<match.lowerBound), isFirst && start == 0) }
        start = match.lowerBound
      }
      try body(changed.slice(start..<changed.count), isFirst && start == 0)
    }
  }
}
