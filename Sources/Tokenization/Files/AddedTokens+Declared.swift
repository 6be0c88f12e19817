import Documents

extension AddedTokens {
  /// Tokens that stand in `added_tokens_decoder` of tokenizer_config.json and not in tokenizer.json, in the form of the
  /// latter, by their numbers: chat tokens that were added to a finished tokenizer are often kept there alone.
  ///
  /// Throws `TokenizerError` where such a token has the number of another, or its text another number.
  static func declared(beside json: JSONValue, in directory: String) throws -> [JSONValue] {
    let path = directory + "/tokenizer_config.json"
    let config: JSONValue
    do { config = try JSONValue.parse(AtomicFile.read(path), file: path) } catch let error as FileError
      where error.isMissing
    { return [] } catch { throw TokenizerError(.malformed, file: path, "\(error)") }
    guard let declared = config["added_tokens_decoder"]?.object, !declared.isEmpty else { return [] }
    let present = Set((json["added_tokens"]?.array ?? []).compactMap { $0["content"]?.string })
    let numbers = Dictionary(
      (json["added_tokens"]?.array ?? []).compactMap { token in token["id"]?.int.map { ($0, token["content"]?.string) }
      },
      uniquingKeysWith: { first, _ in first })
    let words = json["model"]?["vocab"].map(Self.numbers) ?? { _ in nil }
    var tokens: [(id: Int, token: JSONObject)] = []
    for (key, value) in declared {
      guard let id = Int(key), var token = value.object, let content = token["content"]?.string, !content.isEmpty else {
        throw TokenizerError(.malformed, file: path, "`added_tokens_decoder` has an entry without a number or a text")
      }
      if present.contains(content) { continue }
      let word = words(content)
      guard word == nil || word == id, numbers[id] == nil else {
        throw TokenizerError(
          .inconsistent, file: path,
          "`added_tokens_decoder` gives the number \(id) to `\(content)`, and tokenizer.json "
            + (word.map { "gives it \($0)" } ?? "gives that number to another token"))
      }
      token["id"] = .integer(id)
      tokens.append((id, token))
    }
    return tokens.sorted { $0.id < $1.id }.map { .object($0.token) }
  }

  /// The number of a word in the model's vocabulary, in either of its forms; nil for none.
  private static func numbers(of vocabulary: JSONValue) -> (String) -> Int? {
    guard let pieces = vocabulary.array else { return { vocabulary[$0]?.int } }
    let numbers = Dictionary(
      pieces.enumerated().compactMap { place, piece in piece[0].map { ($0, place) } }, uniquingKeysWith: { $1 })
    return { numbers[.string($0)] }
  }
}
