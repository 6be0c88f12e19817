import Documents

/// Which tokens begin and end a text, from the files beside `tokenizer.json`.
struct SpecialTokens {
  private(set) var begin: Int32?
  private(set) var end: Int32?

  /// Names that tokenizers without such files give their end-of-text.
  private static let usualEnds = ["<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>"]

  /// Names in `tokenizer_config.json`, then in `special_tokens_map.json`, then numbers in `config.json`, then usual names.
  ///
  /// - Parameter isEncoder: the tokens that open and separate an encoder's texts stand in where no others are named.
  init(directory: String, tokenizer: TokenizerFile, isEncoder: Bool = false) throws {
    for file in ["tokenizer_config.json", "special_tokens_map.json"] {
      guard let json = try Self.json(directory + "/" + file) else { continue }
      if begin == nil { begin = Self.name(json["bos_token"]).flatMap(tokenizer.id(named:)) }
      if end == nil { end = Self.name(json["eos_token"]).flatMap(tokenizer.id(named:)) }
    }
    if begin == nil || end == nil, let json = try Self.json(directory + "/config.json") {
      if begin == nil { begin = Self.number(json["bos_token_id"]) }
      if end == nil { end = Self.number(json["eos_token_id"]) }
    }
    if isEncoder {
      begin = begin ?? tokenizer.affixes.before.first
      end = end ?? tokenizer.affixes.behind.last
    }
    if end == nil { end = Self.usualEnds.lazy.compactMap(tokenizer.id(named:)).first }
    for (id, name) in [(begin, "begin-of-text"), (end, "end-of-text")] {
      if let id, id < 0 || Int(id) >= tokenizer.texts.count {
        throw TokenizerError(
          .inconsistent, file: directory, "the \(name) token has the number \(id), which no token has")
      }
    }
  }

  /// The content of a file that need not be there.
  private static func json(_ path: String) throws -> JSONValue? {
    do {
      return try JSONValue.parse(try AtomicFile.read(path), file: path)
    } catch let error as FileError where error.isMissing {
      return nil
    } catch {
      throw TokenizerError(.malformed, file: path, "\(error)")
    }
  }

  private static func name(_ json: JSONValue?) -> String? { json?.string ?? json?["content"]?.string }

  /// Some models give several; the first counts.
  private static func number(_ json: JSONValue?) -> Int32? {
    (json?.int ?? json?[0]?.int).flatMap { Int32(exactly: $0) }
  }
}
