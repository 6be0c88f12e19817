import Documents

/// What `tokenizer.json` says, checked: the parts that a text goes through, in their order.
struct TokenizerFile {
  let added: AddedTokens
  let normalizer: (any Normalizer)?
  let preTokenizer: any PreTokenizer
  let model: any SubwordModel
  let affixes: Affixes
  let decoder: TokenDecoder
  /// Text of each token by its number, as it stands in the file; nil where a number is not used.
  private(set) var texts: [[UInt8]?]
  let isByteLevel: Bool
  /// What the part `truncation` declares; it is not applied.
  let declaredMaximum: Int?
  private let vocabulary: Vocabulary

  /// Throws `TokenizerError`.
  init(_ json: JSONValue, file: String) throws {
    guard let model = json["model"], let words = model["vocab"] else {
      throw TokenizerError(.malformed, file: file, "it has no `model` with a `vocab`")
    }
    let kind = try SubwordModels.kind(of: model, file: file)
    isByteLevel = PreTokenizers.isByteLevel(json["pre_tokenizer"])
    vocabulary = try kind == .unigram ? Vocabulary(pieces: words, file: file) : Vocabulary(words, file: file)
    normalizer = try Normalizers.make(json["normalizer"], file: file)
    let preTokenizer = try PreTokenizers.make(json["pre_tokenizer"], file: file)
    self.model = try SubwordModels.make(kind, model, vocabulary: vocabulary, isByteLevel: isByteLevel, file: file)
    if kind == .bpe, !isByteLevel, let cut = WordStartPreTokenizer(vocabulary) {
      self.preTokenizer = PreTokenizerSequence(parts: [preTokenizer, cut])
    } else {
      self.preTokenizer = preTokenizer
    }
    added = try AddedTokens(json["added_tokens"], normalizer: normalizer, file: file)
    affixes = try Affixes(json["post_processor"], file: file)
    decoder = try TokenDecoder(json["decoder"], isByteLevel: isByteLevel, file: file)
    declaredMaximum = json["truncation"]?["max_length"]?.int
    texts = vocabulary.texts
    try addTexts(file)
    for id in affixes.before + affixes.behind where Int(id) >= texts.count || id < 0 {
      throw TokenizerError(
        .inconsistent, file: file, "its post-processor names the number \(id), which no token has")
    }
  }

  private mutating func addTexts(_ file: String) throws {
    var seen: Set<Int32> = []
    for token in added.tokens {
      guard seen.insert(token.id).inserted else {
        throw TokenizerError(.inconsistent, file: file, "two tokens have the number \(token.id)")
      }
      guard Int(token.id) < texts.count + added.tokens.count + 1 << 20 else {
        throw TokenizerError(.malformed, file: file, "an added token has the number \(token.id)")
      }
      while texts.count <= Int(token.id) { texts.append(nil) }
      texts[Int(token.id)] = token.found
    }
  }

  /// Whether the model itself has a token with this number.
  func isOfModel(_ id: Int32) -> Bool {
    vocabulary.texts.indices.contains(Int(id)) && vocabulary.texts[Int(id)] != nil
  }

  /// The number of the token whose text is `name`.
  func id(named name: String) -> Int32? {
    let bytes = Array(name.utf8)
    return added.tokens.first { $0.content == bytes }?.id ?? vocabulary.id(bytes)
  }
}
