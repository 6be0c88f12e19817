import Documents
import TestSupport
import Testing
import Tokenization

@Suite("Parts of a tokenizer")
struct TokenizerTests {
  // The expected ids are those of Hugging Face's tokenizers for the same file.
  @Test(
    "added tokens, prefix space, whole words without merges",
    arguments: [
      ("ab", [7]), ("abab", [7, 5]), ("band", [17]), ("a <x> b", [6, 20, 4, 1]), ("a <y> b", [6, 4, 21, 4, 1]),
      ("a and b", [6, 4, 22, 4, 1]), ("band and_ and", [17, 6, 2, 3, 19, 4, 22]),
      ("xandy and<x><x>a <x><x><x>", [4, 10, 0, 2, 3, 11, 4, 22, 23, 6, 4, 23, 20]), ("  <x>", [20]),
      ("é", [4, 15, 16]), ("<y>  <y>ab", [21, 21, 7]), ("aba ab", [7, 0, 7]), ("and", [22]),
    ] as [(String, [Int32])])
  func withPrefixSpace(text: String, ids: [Int32]) throws {
    let pairs = #"[["a", "b"], ["Ġ", "a"], ["Ġ", "ab"], ["ab", "a"]]"#
    let tokenizer = try SmallTokenizer(addPrefixSpace: true, ignoreMerges: true, merges: pairs).made()
    #expect(try tokenizer.encode(text) == ids)
  }

  @Test(
    "merges as strings",
    arguments: [("ab", [5]), ("abab", [5, 5]), ("band", [1, 0, 2, 3]), ("aba ab", [12, 7])]
      as [(String, [Int32])])
  func plain(text: String, ids: [Int32]) throws {
    #expect(try SmallTokenizer().made().encode(text) == ids)
  }

  @Test("a word of any length has the tokens that scanning for the lowest rank finds")
  func longWords() throws {
    let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
    // Letters in one stretch are one word; cut short, the same letters go through the other way of merging.
    var state: UInt64 = 7
    for length in [2, 47, 48, 49, 50, 200, 3000] {
      let word = (0..<length).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Array("etaoinshrdluf".utf8)[Int(state >> 33) % 13]
      }
      #expect(try tokenizer.encode(word) == byDefinition(word, tokenizer), "\(length) letters")
    }
  }

  /// The definition, step by step: of all adjacent pairs that make a token, the one whose token came first is joined.
  private func byDefinition(_ word: [UInt8], _ tokenizer: Tokenizer) -> [Int32] {
    // In this vocabulary the numbers of merged tokens follow the order of the merges.
    var parts = word.map { [$0] }
    while true {
      var best: (id: Int32, at: Int)?
      for at in parts.indices.dropLast() {
        guard let id = tokenizer.id(of: parts[at] + parts[at + 1]) else { continue }
        if best.map({ id < $0.id }) ?? true { best = (id, at) }
      }
      guard let best else { return parts.compactMap(tokenizer.id(of:)) }
      parts[best.at] += parts.remove(at: best.at + 1)
    }
  }

  @Test("bytes that are no UTF-8 are read as U+FFFD")
  func illFormed() throws {
    let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
    #expect(try tokenizer.encode([0x61, 0xFF, 0x62]) == tokenizer.encode("a\u{FFFD}b"))
    #expect(try tokenizer.encode([0x61, 0xED, 0xA0, 0x80]) == tokenizer.encode("a\u{FFFD}\u{FFFD}\u{FFFD}"))
  }

  @Test("canonically equivalent texts keep their own tokens")
  func canonicalEquivalence() throws {
    let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
    let composed = try tokenizer.encode("\u{E9}")
    let decomposed = try tokenizer.encode("e\u{301}")
    #expect(composed != decomposed)
    #expect(tokenizer.decode(decomposed) == Array("e\u{301}".utf8))
  }

  @Test("a streamed text is the text, no character shown in halves")
  func streaming() throws {
    let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
    let text = "π ≈ 3.14159 — naïve 🙂 end"
    var decoder = StreamingDecoder(tokenizer)
    var parts = try tokenizer.encode(text).map { decoder.append($0) }
    parts.append(decoder.finish())
    #expect(parts.joined() == text)
    #expect(!parts.contains { $0.contains("\u{FFFD}") })
    var cut = StreamingDecoder(tokenizer)
    let half = try tokenizer.encode("🙂").dropLast().map { cut.append($0) }.joined() + cut.finish()
    #expect(half == "\u{FFFD}")
  }

  @Test("special tokens: begin is bos, else end-of-text")
  func specialTokens() throws {
    #expect(try SmallTokenizer().made().beginOfText == 20)
    let both = try SmallTokenizer(config: #"{"bos_token": "a", "eos_token": "<x>"}"#).made()
    #expect(both.beginOfText == 0 && both.endOfText == 20)
    #expect(both.decode([0, 20, 1], skippingSpecial: true) == Array("ab".utf8))
    #expect(try SmallTokenizer().made().digest != both.digest)
  }

  @Test("what cannot be used is refused by code, and named")
  func refusals() throws {
    func refusal(_ tokenizer: SmallTokenizer) throws -> TokenizerError? {
      do {
        _ = try tokenizer.made()
        return nil
      } catch let error as TokenizerError {
        return error
      }
    }
    let scripts = try #require(try refusal(SmallTokenizer(preTokenizer: #"{"type": "UnicodeScripts"}"#)))
    #expect(scripts.code == .unsupported && scripts.message.contains("UnicodeScripts"))
    #expect(scripts.message.contains("ByteLevel"))
    let normal = try #require(try refusal(SmallTokenizer(normalizer: #"{"type": "ByteLevel"}"#)))
    #expect(
      normal.code == .unsupported && normal.message.contains("ByteLevel") && normal.message.contains("Precompiled"))
    let behind = #"{"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Metaspace"}]}"#
    #expect(try refusal(SmallTokenizer(preTokenizer: behind))?.code == .unsupported)
    let named = #"{"type": "Split", "pattern": {"Regex": "(?<a>\\p{L})"}, "behavior": "Isolated"}"#
    let group = try #require(try refusal(SmallTokenizer(preTokenizer: named)))
    #expect(group.code == .unsupported && group.message.contains(#"(?<a>\\p{L})"#), "\(group)")
    #expect(try refusal(SmallTokenizer(kind: "WordLevel"))?.message.contains("(WordLevel) is not supported") == true)
    #expect(try refusal(SmallTokenizer(kind: "WordPiece"))?.code == .unsupported)
    #expect(try refusal(SmallTokenizer(kind: "Unigram"))?.code == .malformed)
    #expect(try refusal(SmallTokenizer(merges: #"["a z"]"#))?.code == .inconsistent)
    #expect(try refusal(SmallTokenizer(merges: #"["a b n"]"#))?.code == .malformed)
    #expect(try refusal(SmallTokenizer(vocabularyEnd: #", "z": 0"#))?.code == .inconsistent)
    #expect(try refusal(SmallTokenizer(vocabularyEnd: #", "z": "0""#))?.code == .malformed)
    #expect(try refusal(SmallTokenizer(config: nil))?.code == .noEnd)
    #expect(try refusal(SmallTokenizer(config: "{"))?.code == .malformed)
    let empty = try TemporaryDirectory()
    let missing = #expect(throws: TokenizerError.self) { try Tokenizer(directory: empty.path) }
    #expect(missing?.code == .missing && missing?.file == empty("tokenizer.json"))
    #expect(missing?.message.contains("transformers") == false)
  }

  @Test(
    "a directory with another program's tokenizer alone is told what makes one of it",
    arguments: ["tokenizer.model", "spiece.model", "vocab.json"])
  func otherFormats(name: String) throws {
    let folder = try TemporaryDirectory()
    try AtomicFile.write("x", to: folder(name))
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer(directory: folder.path) })
    #expect(error.code == .missing && error.message.contains("cact does not read \(name)"), "\(error)")
    #expect(error.message.contains("save_pretrained"), "\(error)")
  }
}
