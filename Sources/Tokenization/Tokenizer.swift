import Documents
import Digests
import Synchronization

/// A byte-level BPE tokenizer: text to tokens as Hugging Face's tokenizers make them, and back.
///
/// May be used from several threads. Copies share one cache of words.
public struct Tokenizer: Sendable {
  /// Begins every sequence: the tokenizer's bos token, else its end-of-text.
  public let beginOfText: Int32
  public let endOfText: Int32
  /// Of `tokenizer.json` and of the two tokens above.
  public let digest: ContentDigest
  /// One more than the highest number of a token.
  public var vocabularySize: Int { tokens.count }

  private let tokens: [[UInt8]?]
  private let special: Set<Int32>
  private let added: AddedTokens
  private let preTokenizer: any PreTokenizer
  private let encoder: BytePairEncoder
  private let words: BytesTable
  private let ignoresMerges: Bool
  private let byteTokens: [Int32?]
  private let cache: SharedCache

  private final class SharedCache: Sendable {
    let words = Mutex(WordCache())
  }

  /// Reads `tokenizer.json` and the names of the special tokens from a model's directory. Throws `TokenizerError`.
  public init(directory: String) throws {
    let path = directory + "/tokenizer.json"
    let bytes: [UInt8]
    do {
      bytes = try AtomicFile.read(path)
    } catch {
      throw TokenizerError(.missing, file: path, "cannot be read: \(error.reason)")
    }
    let json: JSONValue
    do {
      json = try JSONValue.parse(bytes, file: path)
    } catch {
      throw TokenizerError(.malformed, file: path, "\(error)")
    }
    let file = try TokenizerFile(json, file: path)
    let ends = try SpecialTokens(directory: directory, tokenizer: file)
    guard let end = ends.end else { throw TokenizerError(.noEnd, file: directory, "no end-of-text token is named") }
    var digest = ContentDigest.Builder()
    digest.update(bytes)
    digest.update(Int(ends.begin ?? end))
    digest.update(Int(end))
    self.init(file, begin: ends.begin ?? end, end: end, digest: digest.finalize())
  }

  init(_ file: TokenizerFile, begin: Int32, end: Int32, digest: ContentDigest) {
    beginOfText = begin
    endOfText = end
    self.digest = digest
    tokens = file.tokens
    special = Set(file.added.tokens.filter(\.isSpecial).map(\.id))
    added = file.added
    preTokenizer = file.preTokenizer
    encoder = BytePairEncoder(pairs: file.pairs)
    words = file.words
    ignoresMerges = file.ignoresMerges
    byteTokens = (0...255 as ClosedRange<UInt8>).map { file.words.value(of: [$0]) ?? file.unknown }
    cache = SharedCache()
  }
}

// Text to tokens.
extension Tokenizer {
  public func encode(_ text: String) -> [Int32] { encode(Array(text.utf8)) }

  public func encode(_ text: [UInt8]) -> [Int32] { encode(text[...]) }

  /// The tokens of a text, nothing added before or behind it. The text of an added token becomes that token; bytes that
  /// are no UTF-8 are read as U+FFFD.
  public func encode(_ text: ArraySlice<UInt8>) -> [Int32] {
    text.withUnsafeBufferPointer { bytes in
      if UTF8Validation.isWellFormed(bytes) { return encode(wellFormed: bytes) }
      return Array(String(decoding: bytes, as: UTF8.self).utf8).withUnsafeBufferPointer { encode(wellFormed: $0) }
    }
  }

  private func encode(wellFormed text: UnsafeBufferPointer<UInt8>) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 3 + 1)
    let pieces = added.pieces(of: text)
    cache.words.withLock { cache in
      for piece in pieces {
        switch piece {
        case .token(let id): ids.append(id)
        case .text(let range):
          preTokenizer.words(of: UnsafeBufferPointer(rebasing: text[range])) { word in
            cache.append(word, to: &ids, make: tokens(ofWord:))
          }
        }
      }
    }
    return ids
  }

  private func tokens(ofWord word: UnsafeBufferPointer<UInt8>) -> [Int32] {
    if ignoresMerges, let id = words.value(of: word) { return [id] }
    var symbols = word.compactMap { byteTokens[Int($0)] }
    encoder.merge(&symbols)
    return symbols
  }
}

// Tokens to text.
extension Tokenizer {
  /// The bytes of one token; nil when no token has this number.
  public func bytes(of id: Int32) -> [UInt8]? {
    tokens.indices.contains(Int(id)) ? tokens[Int(id)] : nil
  }

  public func isSpecial(_ id: Int32) -> Bool { special.contains(id) }

  /// The text of a sequence, as bytes: it may end inside a character. Numbers without a token give nothing.
  public func decode(_ ids: some Sequence<Int32>, skippingSpecial: Bool = false) -> [UInt8] {
    var text: [UInt8] = []
    for id in ids where !(skippingSpecial && isSpecial(id)) {
      if let bytes = bytes(of: id) { text.append(contentsOf: bytes) }
    }
    return text
  }

  /// The number of the token with just these bytes.
  public func id(of bytes: [UInt8]) -> Int32? {
    added.tokens.first { $0.content == bytes }?.id ?? words.value(of: bytes)
  }
}
