import Documents

/// What `tokenizer.json` says, checked: vocabulary, merges, added tokens and the parts around them.
struct TokenizerFile {
  /// Bytes of each token by its number; nil where a number is not used.
  private(set) var tokens: [[UInt8]?] = []
  private(set) var words: BytesTable
  private(set) var pairs: PairTable
  let added: AddedTokens
  let preTokenizer: any PreTokenizer
  let ignoresMerges: Bool
  private(set) var unknown: Int32?
  /// Tokens by their text as it stands in the file.
  private var names: BytesTable

  init(_ json: JSONValue, file: String) throws {
    func refuse(_ what: String) -> TokenizerError { TokenizerError(.unsupported, file: file, what) }
    if let normalizer = json["normalizer"], !normalizer.isNull {
      throw refuse("its normalizer (\(normalizer["type"]?.string ?? "?")) is not supported; supported: none")
    }
    if let decoder = json["decoder"], !decoder.isNull, decoder["type"]?.string != "ByteLevel" {
      throw refuse("its decoder (\(decoder["type"]?.string ?? "?")) is not supported; supported: ByteLevel")
    }
    guard let model = json["model"], let vocabulary = model["vocab"]?.object else {
      throw TokenizerError(.malformed, file: file, "it has no `model` with a `vocab`")
    }
    if let kind = model["type"]?.string, kind != "BPE" {
      throw refuse("its model (\(kind)) is not supported; supported: BPE")
    }
    if model["byte_fallback"]?.bool == true { throw refuse("byte fallback is not supported") }
    if model["dropout"]?.double ?? 0 > 0 { throw refuse("merges dropped at random (dropout) are not supported") }
    for part in ["continuing_subword_prefix", "end_of_word_suffix"] where !(model[part]?.string ?? "").isEmpty {
      throw refuse("a `\(part)` is not supported")
    }
    preTokenizer = try PreTokenizers.make(json["pre_tokenizer"], file: file)
    added = try AddedTokens(json["added_tokens"], file: file)
    ignoresMerges = model["ignore_merges"]?.bool ?? false

    names = BytesTable(capacity: vocabulary.count)
    words = BytesTable(capacity: vocabulary.count)
    pairs = PairTable(capacity: model["merges"]?.array?.count ?? 0)
    for (text, number) in vocabulary {
      guard let id = number.int, let id = Int32(exactly: id), id >= 0, id < 1 << 24 else {
        throw TokenizerError(.malformed, file: file, "the token \(text.debugDescription) has no number")
      }
      let bytes = ByteLevelAlphabet.bytes(of: text) ?? Array(text.utf8)
      try set(id, bytes, file)
      names.add(Array(text.utf8), id)
      words.add(bytes, id)
    }
    for token in added.tokens {
      if Int(token.id) < tokens.count { tokens[Int(token.id)] = nil }
      try set(token.id, token.content, file)
    }
    unknown = names.value(of: Array((model["unk_token"]?.string ?? "").utf8))
    try addMerges(model["merges"]?.array ?? [], file)
  }

  /// The number of the token whose text is `name`.
  func id(named name: String) -> Int32? {
    let bytes = Array(name.utf8)
    return added.tokens.first { $0.content == bytes }?.id ?? names.value(of: bytes)
  }

  private mutating func set(_ id: Int32, _ bytes: [UInt8], _ file: String) throws {
    while tokens.count <= Int(id) { tokens.append(nil) }
    guard tokens[Int(id)] == nil else {
      throw TokenizerError(.inconsistent, file: file, "two tokens have the number \(id)")
    }
    tokens[Int(id)] = bytes
  }

  /// Merges stand as "a b", or as ["a", "b"] where tokens may hold spaces.
  private mutating func addMerges(_ merges: [JSONValue], _ file: String) throws {
    for (rank, merge) in merges.enumerated() {
      let parts: [[UInt8]]
      if let text = merge.string {
        parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Array.init)
      } else {
        parts = (merge.array ?? []).map { Array(($0.string ?? "").utf8) }
      }
      guard parts.count == 2 else {
        throw TokenizerError(.malformed, file: file, "merge \(rank + 1) is no pair of tokens")
      }
      guard let a = names.value(of: parts[0]), let b = names.value(of: parts[1]),
        let token = names.value(of: parts[0] + parts[1])
      else {
        let shown = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        throw TokenizerError(
          .inconsistent, file: file, "merge \(rank + 1) (\(shown)) names a token that is not in the vocabulary")
      }
      pairs.add(a, b, PairTable.Merge(rank: UInt32(rank), token: token))
    }
  }
}
