import Documents

extension GGUF {
  /// The files that a Hugging Face directory keeps its tokenizer in, made from a file's settings.
  struct TokenizerFiles {
    /// tokenizer.json
    var tokenizer: JSONValue
    /// tokenizer_config.json
    var settings: JSONValue
  }

  /// Throws `LanguageModelError.file`: what is missing, contradicts itself or is not supported.
  static func tokenizer(_ file: Reader) throws -> TokenizerFiles {
    try VocabularyReader(file).files()
  }

  /// Kinds of a token, in the format's own numbers.
  private enum TokenKind {
    static let control = 3
    static let userDefined = 4
  }

  private struct VocabularyReader {
    let file: Reader
    let tokens: [String]
    let kinds: [Int]
    let model: String

    init(_ file: Reader) throws {
      self.file = file
      func broken(_ reason: String) -> LanguageModelError { .file(path: file.path, reason: reason) }
      model = file.settings["tokenizer.ggml.model"]?.string ?? "(none)"
      guard let list = file.settings["tokenizer.ggml.tokens"]?.array, !list.isEmpty else {
        throw broken("holds no tokenizer (tokenizer.ggml.tokens)")
      }
      tokens = try list.enumerated().map { i, value in
        guard let text = value.string else { throw broken("token \(i) of tokenizer.ggml.tokens is no text") }
        return text
      }
      let stated = file.settings["tokenizer.ggml.token_type"]?.array ?? list.map { _ in 1 }
      guard stated.count == tokens.count else {
        throw broken("tokenizer.ggml.token_type has \(stated.count) values for \(tokens.count) tokens")
      }
      kinds = stated.map { $0.int ?? 1 }
    }

    func broken(_ reason: String) -> LanguageModelError { .file(path: file.path, reason: reason) }

    func setting(_ name: String) -> JSONValue? { file.settings["tokenizer.ggml." + name] }

    /// The token that a setting gives the number of.
    func token(_ name: String) throws -> (id: Int, text: String)? {
      guard let value = setting(name + "_token_id") else { return nil }
      guard let id = value.int, tokens.indices.contains(id) else {
        throw broken("tokenizer.ggml.\(name)_token_id is \(value.serialized()), which no token has")
      }
      return (id, tokens[id])
    }

    func files() throws -> TokenizerFiles {
      switch model {
      case "gpt2": try byteLevel()
      case "llama": try sentencePiece()
      default:
        throw broken("its tokenizer (tokenizer.ggml.model \(model)) is not supported; supported: gpt2, llama")
      }
    }

    // MARK: - Kinds

    private func byteLevel() throws -> TokenizerFiles {
      // GPT-2's own files are older than the name.
      let isGPT2 = file.settings["general.architecture"]?.string == "gpt2"
      let name = setting("pre")?.string ?? (isGPT2 ? "gpt-2" : "(none)")
      guard let cut = PreTokenizer.all.first(where: { $0.names.contains(name) }) else {
        throw broken(
          "its pre-tokenizer (tokenizer.ggml.pre \(name)) is not known; known: "
            + PreTokenizer.all.flatMap(\.names).joined(separator: ", "))
      }
      guard let merges = setting("merges") else { throw broken("holds no merges (tokenizer.ggml.merges)") }
      let begins = setting("add_bos_token")?.bool ?? cut.addsBegin
      return try files(
        model: [
          "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
          "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false,
          "ignore_merges": .bool(cut.ignoresMerges), "vocab": vocabulary(), "merges": merges,
        ], normalizer: cut.normalizer, preTokenizer: cut.json,
        decoder: ["type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true],
        begins: begins)
    }

    private func sentencePiece() throws -> TokenizerFiles {
      let prefixes = setting("add_space_prefix")?.bool ?? true
      var decoders: [JSONValue] = [
        ["type": "Replace", "pattern": ["String": "▁"], "content": " "], ["type": "ByteFallback"], ["type": "Fuse"],
      ]
      if prefixes { decoders.append(["type": "Strip", "content": " ", "start": 1, "stop": 0]) }
      let unknown = try token("unknown")?.text
      return try files(
        model: [
          "type": "BPE", "dropout": .null, "unk_token": unknown.map { .string($0) } ?? .null,
          "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": true, "byte_fallback": true,
          "ignore_merges": false, "vocab": vocabulary(), "merges": try setting("merges") ?? merges(),
        ], normalizer: .null,
        preTokenizer: [
          "type": "Metaspace", "replacement": "▁", "prepend_scheme": prefixes ? "first" : "never", "split": false,
        ], decoder: ["type": "Sequence", "decoders": .array(decoders)], begins: setting("add_bos_token")?.bool ?? true)
    }

    // MARK: - Parts

    private func vocabulary() -> JSONValue {
      .object(JSONObject(tokens.enumerated().map { ($0.element, JSONValue.integer($0.offset)) }))
    }

    /// The merges that SentencePiece's scores amount to: every way to put a token together from two others, the best scored
    /// first, of equal ones the one whose parts are longer.
    private func merges() throws -> JSONValue {
      guard let scores = setting("scores")?.array?.map({ $0.double ?? 0 }), scores.count == tokens.count else {
        throw broken("holds neither merges nor a score for each token (tokenizer.ggml.scores)")
      }
      let pieces = tokens.map { Array($0.unicodeScalars) }
      let numbers = Dictionary(zip(pieces, tokens.indices), uniquingKeysWith: { $1 })
      var found: [(left: Int, right: Int, score: Double, order: Int)] = []
      for (i, piece) in pieces.enumerated() where piece.count > 1 {
        var local: [(left: Int, right: Int)] = []
        for cut in 1..<piece.count {
          if let left = numbers[Array(piece[..<cut])], let right = numbers[Array(piece[cut...])] {
            local.append((left, right))
          }
        }
        for (left, right) in local.sorted(by: { $0 < $1 }) { found.append((left, right, scores[i], found.count)) }
      }
      // What is nowhere else compared keeps its order.
      found.sort { a, b in
        let (x, y) = ((pieces[a.left].count, pieces[a.right].count), (pieces[b.left].count, pieces[b.right].count))
        if a.score != b.score { return a.score > b.score }
        return x != y ? x > y : a.order < b.order
      }
      return .array(found.map { [.string(tokens[$0.left]), .string(tokens[$0.right])] })
    }

    private func files(
      model: JSONValue, normalizer: JSONValue, preTokenizer: JSONValue, decoder: JSONValue, begins: Bool
    ) throws -> TokenizerFiles {
      let begin = try token("bos")
      let end = try token("eos")
      let closes = setting("add_eos_token")?.bool ?? false
      let tokenizer: JSONValue = [
        "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": added(), "normalizer": normalizer,
        "pre_tokenizer": preTokenizer,
        "post_processor": affixes(begins ? begin : nil, closes ? end : nil), "decoder": decoder, "model": model,
      ]
      var settings: JSONObject = ["tokenizer_class": "PreTrainedTokenizerFast"]
      for (name, key) in [("bos", "bos"), ("eos", "eos"), ("unk", "unknown"), ("pad", "padding")] {
        settings[name + "_token"] = try token(key).map { .string($0.text) }
      }
      settings["add_bos_token"] = .bool(begins && begin != nil)
      settings["add_eos_token"] = .bool(closes)
      settings["chat_template"] = templates()
      return TokenizerFiles(tokenizer: tokenizer, settings: .object(settings))
    }

    /// Tokens that are found in the text itself: control tokens, and those that a user has added.
    private func added() -> JSONValue {
      var named = Set<String>()
      var list: [JSONValue] = []
      for (i, kind) in kinds.enumerated() where kind == TokenKind.control || kind == TokenKind.userDefined {
        guard !tokens[i].isEmpty, named.insert(tokens[i]).inserted else { continue }
        list.append([
          "id": .integer(i), "content": .string(tokens[i]), "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": false, "special": .bool(kind == TokenKind.control),
        ])
      }
      return .array(list)
    }

    private func affixes(_ begin: (id: Int, text: String)?, _ end: (id: Int, text: String)?) -> JSONValue {
      let used = [begin, end].compactMap { $0 }
      guard !used.isEmpty else { return .null }
      func mark(_ token: (id: Int, text: String), _ type: Int) -> JSONValue {
        ["SpecialToken": ["id": .string(token.text), "type_id": .integer(type)]]
      }
      func sequence(_ name: String, _ type: Int) -> [JSONValue] {
        let text: JSONValue = ["Sequence": ["id": .string(name), "type_id": .integer(type)]]
        return (begin.map { [mark($0, type)] } ?? []) + [text] + (end.map { [mark($0, type)] } ?? [])
      }
      let special = used.map { token in
        (
          token.text,
          ["id": .string(token.text), "ids": [.integer(token.id)], "tokens": [.string(token.text)]] as JSONValue
        )
      }
      return [
        "type": "TemplateProcessing", "single": .array(sequence("A", 0)),
        "pair": .array(sequence("A", 0) + sequence("B", 1)), "special_tokens": .object(JSONObject(special)),
      ]
    }

    /// One chat template, or several by their names.
    private func templates() -> JSONValue? {
      let plain = file.settings["tokenizer.chat_template"]?.string
      let prefix = "tokenizer.chat_template."
      let others = file.settings.filter { $0.key.hasPrefix(prefix) && $0.value.string != nil }
      guard !others.isEmpty else { return plain.map { .string($0) } }
      let named =
        (plain.map { [("default", JSONValue.string($0))] } ?? [])
        + others.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      return .array(named.map { ["name": .string($0.0), "template": $0.1] })
    }
  }
}
