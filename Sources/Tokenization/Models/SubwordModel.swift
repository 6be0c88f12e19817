import Documents

/// Makes tokens of a word. A new kind is one file and a case of `SubwordModels.Kind`.
protocol SubwordModel: Sendable {
  /// The tokens of one word, which is not empty. Throws what the watch throws.
  func tokens(of word: Bytes, _ watch: EncodingWatch) throws -> [Int32]
}

/// The kinds that `tokenizer.json` may name.
enum SubwordModels {
  enum Kind: String, CaseIterable {
    case bpe = "BPE"
    case wordPiece = "WordPiece"
    case unigram = "Unigram"
  }

  /// Throws `TokenizerError` for a kind that is not supported.
  static func kind(of json: JSONValue, file: String) throws -> Kind {
    guard let name = json["type"]?.string else {
      // The oldest files do not name the kind.
      return json["vocab"]?.array != nil ? .unigram : json["merges"] == nil ? .wordPiece : .bpe
    }
    guard let kind = Kind(rawValue: name) else {
      throw TokenizerError(
        .unsupported, file: file,
        "its model (\(name)) is not supported; supported: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return kind
  }

  /// Throws `TokenizerError`.
  static func make(
    _ kind: Kind, _ json: JSONValue, vocabulary: Vocabulary, isByteLevel: Bool, file: String
  ) throws -> any SubwordModel {
    switch kind {
    case .bpe: return try BytePairModel(json, vocabulary: vocabulary, isByteLevel: isByteLevel, file: file)
    case .wordPiece:
      if isByteLevel { throw TokenizerError(.unsupported, file: file, "ByteLevel is not supported in WordPiece") }
      return try WordPieceModel(json, vocabulary: vocabulary, file: file)
    case .unigram: return try UnigramModel(json, vocabulary: vocabulary, isByteLevel: isByteLevel, file: file)
    }
  }
}
