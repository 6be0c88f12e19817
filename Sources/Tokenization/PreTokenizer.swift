import Documents

/// Cuts text into the words inside which tokens are merged. A new kind is one file and a line in `PreTokenizers`.
protocol PreTokenizer: Sendable {
  /// Calls `body` with each word, in order. The text is well-formed UTF-8 and holds no added token.
  func words(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void)
}

/// The kinds that `tokenizer.json` may name.
enum PreTokenizers {
  static let supported = ["ByteLevel"]

  /// Throws `TokenizerError` naming a kind that is not supported.
  static func make(_ json: JSONValue?, file: String) throws -> any PreTokenizer {
    switch json?["type"]?.string {
    case "ByteLevel": return ByteLevelPreTokenizer(json)
    case "Sequence" where json?["pretokenizers"]?.array?.count == 1:
      return try make(json?["pretokenizers"]?[0], file: file)
    case "Sequence":
      let kinds = (json?["pretokenizers"]?.array ?? []).map { $0["type"]?.string ?? "?" }
      throw unsupported("Sequence of \(kinds.joined(separator: ", "))", file)
    case let kind: throw unsupported(kind ?? "none", file)
    }
  }

  private static func unsupported(_ kind: String, _ file: String) -> TokenizerError {
    TokenizerError(
      .unsupported, file: file,
      "its pre-tokenizer (\(kind)) is not supported; supported: \(supported.joined(separator: ", "))")
  }
}
