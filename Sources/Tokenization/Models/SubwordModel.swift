import Documents

/// Makes tokens of a word. A new kind is one file and a line in `SubwordModels`.
protocol SubwordModel: Sendable {
  /// The tokens of one word, which is not empty. Throws what the watch throws.
  func tokens(of word: Bytes, _ watch: EncodingWatch) throws -> [Int32]
}

/// The kinds that `tokenizer.json` may name.
enum SubwordModels {
  /// Throws `TokenizerError`.
  static func make(
    _ json: JSONValue, vocabulary: Vocabulary, isByteLevel: Bool, file: String
  ) throws -> any SubwordModel {
    // The oldest files do not name the kind.
    switch json["type"]?.string ?? (json["merges"] == nil ? "WordPiece" : "BPE") {
    case "BPE": return try BytePairModel(json, vocabulary: vocabulary, isByteLevel: isByteLevel, file: file)
    case "WordPiece": return try WordPieceModel(json, vocabulary: vocabulary, file: file)
    case let kind:
      throw TokenizerError(
        .unsupported, file: file, "its model (\(kind)) is not supported; supported: BPE, WordPiece")
    }
  }
}
