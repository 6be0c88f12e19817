import Documents

/// Byte-pair encoding of a word: of its bytes (GPT-2 and its descendants), or of its characters (SentencePiece's kind).
struct BytePairModel: SubwordModel {
  private let encoder: BytePairEncoder
  /// Tokens by the bytes that they stand for in a text.
  private let words: BytesTable
  private let isByteLevel: Bool
  /// Of every byte of a byte-level vocabulary: its token.
  private let byteTokens: [Int32?]
  /// Spells a character without a token; nil where it is the unknown one.
  private let fallback: ByteFallback?
  private let unknown: Int32?
  private let fusesUnknown: Bool
  /// A word that is a token as it stands is not merged from its parts.
  private let ignoresMerges: Bool

  init(_ json: JSONValue, vocabulary: Vocabulary, isByteLevel: Bool, file: String) throws {
    if json["dropout"]?.double ?? 0 > 0 {
      throw TokenizerError(.unsupported, file: file, "merges dropped at random (dropout) are not supported")
    }
    for part in ["continuing_subword_prefix", "end_of_word_suffix"] where !(json[part]?.string ?? "").isEmpty {
      throw TokenizerError(.unsupported, file: file, "a `\(part)` is not supported in BPE")
    }
    self.isByteLevel = isByteLevel
    var words = BytesTable(capacity: vocabulary.texts.count)
    for (id, text) in vocabulary.texts.enumerated() {
      guard let text, let bytes = isByteLevel ? ByteLevelAlphabet.bytes(of: text) : text else { continue }
      words.add(bytes, Int32(id))
    }
    self.words = words
    let fallsBack = json["byte_fallback"]?.bool ?? false
    fallback = fallsBack && !isByteLevel ? ByteFallback(vocabulary) : nil
    byteTokens = isByteLevel ? (0...255 as ClosedRange<UInt8>).map { words.value(of: [$0]) } : []
    unknown = (json["unk_token"]?.string).flatMap { vocabulary.id($0) }
    fusesUnknown = json["fuse_unk"]?.bool ?? false
    ignoresMerges = json["ignore_merges"]?.bool ?? false
    encoder = BytePairEncoder(pairs: try Self.pairs(json["merges"]?.array ?? [], vocabulary, file))
  }

  /// Merges stand as "a b", or as ["a", "b"] where tokens may hold spaces.
  private static func pairs(_ merges: [JSONValue], _ vocabulary: Vocabulary, _ file: String) throws -> PairTable {
    var pairs = PairTable(capacity: merges.count)
    for (rank, merge) in merges.enumerated() {
      let parts: [[UInt8]]
      if let text = merge.string {
        parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Array.init)
      } else {
        parts = (merge.array ?? []).map { Array(($0.string ?? "").utf8) }
      }
      guard parts.count == 2 else {
        throw TokenizerError(.malformed, file: file, "merge \(rank + 1) is not a pair of tokens")
      }
      guard let a = vocabulary.id(parts[0]), let b = vocabulary.id(parts[1]),
        let token = vocabulary.id(parts[0] + parts[1])
      else {
        let shown = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        throw TokenizerError(
          .inconsistent, file: file, "merge \(rank + 1) (\(shown)) names a token that is not in the vocabulary")
      }
      pairs.add(a, b, PairTable.Merge(rank: UInt32(rank), token: token))
    }
    return pairs
  }

  func tokens(of word: Bytes, _ watch: EncodingWatch) throws -> [Int32] {
    if ignoresMerges, let id = words.value(of: word) { return [id] }
    var symbols: [Int32] = []
    symbols.reserveCapacity(word.count)
    // What has no token becomes the unknown one, a run of it only one where such are fused; without that token it is dropped.
    var hasPending = false
    func addUnknown() {
      if let unknown { symbols.append(unknown) }
      hasPending = false
    }
    var at = 0
    var next = EncodingWatch.stride
    while at < word.count {
      if at >= next {
        try watch.checkCancellation()
        next = at + EncodingWatch.stride
      }
      let length = isByteLevel ? 1 : word.scalar(at: at).length
      let found = isByteLevel ? byteTokens[Int(word[at])] : words.value(of: word.slice(at..<at + length))
      if let found {
        if hasPending { addUnknown() }
        symbols.append(found)
      } else if let bytes = fallback?.tokens(of: word.slice(at..<at + length)) {
        symbols += bytes
      } else {
        if hasPending, !fusesUnknown { addUnknown() }
        hasPending = true
      }
      at += length
    }
    if hasPending { addUnknown() }
    try encoder.merge(&symbols, watch)
    return symbols
  }

  /// The token that stands for just these bytes.
  func id(of bytes: [UInt8]) -> Int32? { words.value(of: bytes) }
}
