import Documents

/// A step behind ByteLevel, which sees the bytes as the printable characters that stand for them: `Â²` for a `²`, whose second byte
/// is a number there (Falcon's way of cutting digits).
struct AlphabetPreTokenizer: PreTokenizer {
  private let step: any PreTokenizer

  /// Throws `TokenizerError` for a step that puts in characters of its own.
  init(_ step: any PreTokenizer, _ json: JSONValue, file: String) throws {
    if Self.addsCharacters(json) {
      throw TokenizerError(
        .unsupported, file: file, "its pre-tokenizer has ByteLevel or Metaspace after ByteLevel, which is not supported"
      )
    }
    self.step = step
  }

  private static func addsCharacters(_ json: JSONValue) -> Bool {
    ["ByteLevel", "Metaspace"].contains(json["type"]?.string ?? "")
      || (json["pretokenizers"]?.array ?? []).contains { addsCharacters($0) }
  }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    try ByteLevelAlphabet.text(of: text).withUnsafeBufferPointer { letters in
      try step.words(of: letters, isFirst: isFirst, watch) { word, isFirst in
        // Cut between characters, every one of them stands for a byte.
        try ByteLevelAlphabet.bytes(of: word)?.withUnsafeBufferPointer { try body($0, isFirst) }
      }
    }
  }
}
