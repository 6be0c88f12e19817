import Documents

/// The tokens that a model wants before and behind every text: `[CLS] … [SEP]`, `<s> …`.
struct Affixes: Sendable {
  private(set) var before: [Int32] = []
  private(set) var behind: [Int32] = []

  /// Throws `TokenizerError` naming a kind that is not supported.
  init(_ json: JSONValue?, file: String) throws {
    guard let json, !json.isNull else { return }
    func token(_ pair: JSONValue?) throws -> Int32 {
      guard let id = pair?[1]?.int.flatMap({ Int32(exactly: $0) }) else {
        throw TokenizerError(.malformed, file: file, "its post-processor names a token without a number")
      }
      return id
    }
    switch json["type"]?.string ?? "?" {
    case "ByteLevel": break  // moves offsets only
    case "BertProcessing", "RobertaProcessing": (before, behind) = ([try token(json["cls"])], [try token(json["sep"])])
    case "TemplateProcessing": try read(template: json, file: file)
    case "Sequence":
      for part in json["processors"]?.array ?? [] {
        let inner = try Affixes(part, file: file)
        before = inner.before + before
        behind += inner.behind
      }
    case let kind:
      throw TokenizerError(
        .unsupported, file: file,
        "its post-processor (\(kind)) is not supported; supported: ByteLevel, TemplateProcessing, BertProcessing, "
          + "RobertaProcessing, Sequence")
    }
  }

  private mutating func read(template json: JSONValue, file: String) throws {
    var isBehind = false
    for part in json["single"]?.array ?? [] {
      if part["Sequence"] != nil {
        if isBehind { throw TokenizerError(.unsupported, file: file, "its template has the text twice") }
        isBehind = true
      } else if let name = part["SpecialToken"]?["id"]?.string,
        let numbers = json["special_tokens"]?[name]?["ids"]?.array
      {
        let ids = numbers.compactMap { $0.int.flatMap { Int32(exactly: $0) } }
        if isBehind { behind += ids } else { before += ids }
      } else {
        throw TokenizerError(.malformed, file: file, "its template has a part that is neither the text nor a token")
      }
    }
    guard isBehind else { throw TokenizerError(.malformed, file: file, "its template has no place for the text") }
  }
}
