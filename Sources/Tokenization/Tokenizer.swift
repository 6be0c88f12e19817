public import Digests
import Documents

/// Text to tokens as Hugging Face's tokenizers make them from the same `tokenizer.json`, and back.
///
/// May be used from several threads. Copies share their caches of words.
public struct Tokenizer: Sendable {
  /// Begins every sequence: the tokenizer's bos token, else its end-of-text.
  public let beginOfText: Int32
  /// Ends every sequence. Of an encoder whose tokenizer has none: its separator; -1 where it has not even that.
  public let endOfText: Int32
  /// Of `tokenizer.json`, of the tokens that `tokenizer_config.json` adds to it, and of the two tokens above.
  public let digest: ContentDigest
  /// One more than the highest number of a token.
  public var vocabularySize: Int { tokens.count }
  /// The length that `tokenizer.json` would cut texts to, special tokens included. It is never applied unasked.
  public let declaredMaximum: Int?

  let file: TokenizerFile
  /// Of `tokenizer.json`.
  let path: String
  /// Bytes of every token where it does not begin a text.
  private let tokens: [[UInt8]?]
  private let special: Set<Int32>
  let states = EncodingStates()

  /// Reads `tokenizer.json` and the names of the special tokens from a causal model's directory. Throws `TokenizerError`.
  public init(directory: String) throws { try self.init(directory: directory, isEncoder: false) }

  /// The same for an encoder (BERT, MPNet), which needs no end-of-text.
  package init(encoderDirectory directory: String) throws { try self.init(directory: directory, isEncoder: true) }

  private init(directory: String, isEncoder: Bool) throws {
    let path = directory + "/tokenizer.json"
    let bytes: [UInt8]
    do {
      bytes = try AtomicFile.read(path)
    } catch {
      throw MissingTokenizer.error(error, in: directory)
    }
    var json: JSONValue
    do {
      json = try JSONValue.parse(bytes, file: path)
    } catch {
      throw TokenizerError(.malformed, file: path, "\(error)")
    }
    let more = try AddedTokens.declared(beside: json, in: directory)
    if !more.isEmpty, var object = json.object {
      object["added_tokens"] = .array((json["added_tokens"]?.array ?? []) + more)
      json = .object(object)
    }
    let file = try TokenizerFile(json, file: path)
    let ends = try SpecialTokens(directory: directory, tokenizer: file, isEncoder: isEncoder)
    guard let end = ends.end ?? (isEncoder ? -1 : nil) else {
      throw TokenizerError(.noEnd, file: directory, "no end-of-text token is named")
    }
    var digest = ContentDigest.Builder()
    digest.update(bytes)
    digest.update(Int(ends.begin ?? end))
    digest.update(Int(end))
    if !more.isEmpty { digest.update(JSONValue.array(more).serialized()) }
    try self.init(file, path: path, begin: ends.begin ?? end, end: end, digest: digest.finalize())
  }

  private init(_ file: TokenizerFile, path: String, begin: Int32, end: Int32, digest: ContentDigest) throws {
    self.file = file
    self.path = path
    beginOfText = begin
    endOfText = end
    self.digest = digest
    declaredMaximum = file.declaredMaximum
    special = Set(file.added.tokens.filter(\.isSpecial).map(\.id))
    var tokens = try file.texts.map { text in
      try text.map { try file.decoder.bytes(of: $0, isFirst: false, file: path) }
    }
    // A token that only was added stands in the text as it is written: its letters are no bytes in disguise.
    if file.decoder.isByteLevel {
      for token in file.added.tokens where !file.isOfModel(token.id) { tokens[Int(token.id)] = token.found }
    }
    self.tokens = tokens
  }
}

// Tokens to text.
extension Tokenizer {
  var decoder: TokenDecoder { file.decoder }

  /// The bytes of one token inside a text; nil when no token has this number.
  public func bytes(of id: Int32) -> [UInt8]? {
    tokens.indices.contains(Int(id)) ? tokens[Int(id)] : nil
  }

  /// The bytes of a token that begins a text.
  func firstBytes(of id: Int32) -> [UInt8]? {
    if decoder.isByteLevel { return bytes(of: id) }
    guard tokens.indices.contains(Int(id)) else { return nil }
    // What it can do to a token was found out when the file was read.
    return file.texts[Int(id)].flatMap { try? decoder.bytes(of: $0, isFirst: true, file: path) } ?? bytes(of: id)
  }

  /// Whether `tokenizer.json` declares this token special. O(1).
  public func isSpecial(_ id: Int32) -> Bool { special.contains(id) }

  /// The texts that `tokenizer.json` declares special tokens, as bytes.
  package var specialTexts: [[UInt8]] { file.added.tokens.filter(\.isSpecial).map(\.content) }

  /// The text of a sequence, as bytes: it may end inside a character. Numbers without a token give nothing.
  ///
  /// - Parameter continuing: the tokens go on after a text; otherwise the first begins it, and may lose its space.
  public func decode(
    _ ids: some Sequence<Int32>, skippingSpecial: Bool = false, continuing: Bool = false
  ) -> [UInt8] {
    var state = DecodingState(self, continuing: continuing)
    var text: [UInt8] = []
    for id in ids where !(skippingSpecial && isSpecial(id)) { text.append(contentsOf: state.append(id, self)) }
    return text
  }

  /// The number of the token with just these bytes.
  public func id(of bytes: [UInt8]) -> Int32? {
    if let token = file.added.tokens.first(where: { $0.content == bytes }) { return token.id }
    return (file.model as? BytePairModel)?.id(of: bytes) ?? file.id(named: String(decoding: bytes, as: UTF8.self))
  }

  /// The text of a token as it stands in `tokenizer.json`.
  public func name(of id: Int32) -> String? {
    guard file.texts.indices.contains(Int(id)) else { return nil }
    return file.texts[Int(id)].map { String(decoding: $0, as: UTF8.self) }
  }
}
