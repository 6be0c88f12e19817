import Documents
import TestSupport
import Testing
import Tokenization

@Suite("Families of tokenizers, against Hugging Face's")
struct FamilyTests {
  static let kinds = [
    "gpt2", "llama3", "qwen2", "deepseek-coder", "deepseek-llm", "deepseek-v3", "starcoder2", "o200k", "cl100k",
    "llama2", "llama2-metaspace", "metaspace", "bert-uncased", "bert-cased", "mpnet", "parts", "words", "t5",
    "xlm-roberta", "albert", "unigram-bytes", "unigram-first", "gemma", "falcon",
  ]
  private static let folder = PackageRoot.path + "/Tests/Fixtures/tokenizers"
  private static let randoms = (0..<RandomStrings.count).map { RandomStrings.string($0)[...] }

  @Test("the random strings are those of the script")
  func randomStrings() throws {
    let hash = Self.randoms.reduce(into: FNV()) { hash, text in for byte in text { hash.add(UInt64(byte)) } }
    #expect(try hash.description == Self.expected("strings").string)
  }

  @Test("20,000 random strings", arguments: kinds)
  func random(kind: String) throws {
    let tokenizer = try Self.tokenizer(kind)
    let expected = try Self.expected(kind)
    let ids = try tokenizer.encode(batch: Self.randoms)
    Self.compare(ids.map(FNV.ids), with: expected["random"], "\(kind): tokens of random strings")
    let special = try Self.randoms.prefix(1000).map { try tokenizer.encode(Array($0), addingSpecial: true) }
    Self.compare(special.map(FNV.ids), with: expected["special"], "\(kind): with the tokens of the post-processor")
    let decoded = ids.map { tokenizer.decode($0) }
    if expected["decoded"] != nil {
      Self.compare(decoded.map(FNV.text), with: expected["decoded"], "\(kind): text of the tokens")
    } else if Self.givesBack.contains(kind) {
      for (index, text) in Self.randoms.enumerated() {
        #expect(decoded[index] == Array(String(decoding: text, as: UTF8.self).utf8), "\(kind): random string \(index)")
      }
    }
  }

  /// Byte-level, and nothing in front that changes the text or takes spaces.
  private static let givesBack = [
    "gpt2", "deepseek-coder", "deepseek-llm", "deepseek-v3", "starcoder2", "cl100k", "falcon",
  ]

  @Test("GPT-2's real one: 20,000 random strings, evol-codealpaca and HumanEval")
  func realGPT2() throws {
    guard let directory = SharedData.path("tokenizers/gpt2") else { return }
    let tokenizer = try Tokenizer(directory: directory)
    let expected = try Self.expected("gpt2-real")
    let ids = try tokenizer.encode(batch: Self.randoms)
    Self.compare(ids.map(FNV.ids), with: expected["random"], "gpt2-real: tokens of random strings")
    for (index, text) in Self.randoms.enumerated() {
      #expect(
        tokenizer.decode(ids[index]) == Array(String(decoding: text, as: UTF8.self).utf8), "random string \(index)")
    }
    for (name, texts) in Self.real {
      let ids = try tokenizer.encode(batch: texts)
      Self.compare(ids.map(FNV.ids), with: expected[name], "gpt2-real: \(name)")
    }
  }

  @Test("every row of evol-codealpaca and every prompt of HumanEval", arguments: kinds)
  func realTexts(kind: String) throws {
    let tokenizer = try Self.tokenizer(kind)
    let expected = try Self.expected(kind)
    for (name, texts) in Self.real {
      let ids = try tokenizer.encode(batch: texts)
      Self.compare(ids.map(FNV.ids), with: expected[name], "\(kind): \(name)")
      guard Self.givesBack.contains(kind) else { continue }
      for (index, text) in texts.enumerated() {
        #expect(tokenizer.decode(ids[index]) == Array(text), "\(kind): \(name), \(index)")
      }
    }
  }

  @Test("a streamed text is the decoded text, token by token", arguments: kinds)
  func streaming(kind: String) throws {
    let tokenizer = try Self.tokenizer(kind)
    for text in Self.randoms.prefix(300) {
      let ids = try tokenizer.encode(text)
      var decoder = StreamingDecoder(tokenizer)
      let streamed = ids.map { decoder.append($0) }.joined() + decoder.finish()
      #expect(Array(streamed.utf8) == Array(String(decoding: tokenizer.decode(ids), as: UTF8.self).utf8))
    }
  }

  @Test("a batch has the tokens of its texts one by one")
  func batch() throws {
    for kind in ["gpt2", "llama2", "bert-uncased", "t5"] {
      let tokenizer = try Self.tokenizer(kind)
      let texts = Array(Self.randoms.prefix(333))
      #expect(try tokenizer.encode(batch: texts) == texts.map { try tokenizer.encode($0) })
    }
    #expect(try Self.tokenizer("gpt2").encode(batch: []) == [])
  }

  @Test("what tokenizer.json would cut off is declared and cut only when asked")
  func truncation() throws {
    let tokenizer = try Self.tokenizer("bert-uncased")
    #expect(tokenizer.declaredMaximum == 128)
    let text = Array(String(repeating: "the ", count: 1000).utf8)
    let whole = try tokenizer.encode(text, addingSpecial: true)
    #expect(whole.count == 1002)
    let part = try tokenizer.encode(text, addingSpecial: true, atMost: 10)
    #expect(part.ids == Array(whole[..<9]) + [whole[1001]] && part.cut == 992)
    #expect(try tokenizer.encode(text, addingSpecial: false, atMost: 2000).cut == 0)
    #expect(try tokenizer.encode(text, addingSpecial: true, atMost: 1).ids.count == 2)
  }

  // MARK: What is compared.

  private static func tokenizer(_ kind: String) throws -> Tokenizer {
    try Tokenizer(encoderDirectory: "\(folder)/\(kind)")
  }

  private static func expected(_ name: String) throws -> JSONValue {
    try #require(JSONValue.read(folder + "/expected.json")[name])
  }

  /// Texts of shared data by the names that they have in the fixture.
  private static let real: [(String, [ArraySlice<UInt8>])] = {
    var found: [(String, [ArraySlice<UInt8>])] = []
    for name in ["evol-codealpaca-1", "evol-codealpaca-2"] {
      guard let path = SharedData.path("instruct/\(name).json"), let rows = try? JSONValue.read(path).array else {
        continue
      }
      found.append(
        (name, rows.flatMap { row in ["instruction", "output"].map { Array((row[$0]?.string ?? "").utf8)[...] } }))
    }
    if let path = SharedData.path("eval/humanevalpack_python.jsonl"), let bytes = try? AtomicFile.read(path) {
      let prompts = bytes.split(separator: 0x0A).compactMap { try? JSONValue.parse($0, file: path)["prompt"]?.string }
      found.append(("humaneval", prompts.map { Array($0.utf8)[...] }))
    }
    return found
  }()

  private static let block = 200

  /// Each expected hash stands for 200 texts; the first of every block that differs is named.
  private static func compare(_ parts: [(inout FNV) -> Void], with expected: JSONValue?, _ what: String) {
    let wanted = (expected?.string ?? "").split(separator: " ").map(String.init)
    let found = stride(from: 0, to: parts.count, by: block).map { start in
      var hash = FNV()
      for part in parts[start..<min(start + block, parts.count)] { part(&hash) }
      return hash.description
    }
    #expect(wanted.count == found.count, "\(what)")
    let different = zip(wanted, found).enumerated().filter { $1.0 != $1.1 }.map { $0.offset * block }
    #expect(different == [], "\(what)")
  }
}

/// FNV-1a, 64 bits, one number at a time.
struct FNV: CustomStringConvertible {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ value: UInt64) { state = (state ^ value) &* 0x100_0000_01B3 }

  /// Adds the number of tokens, then the tokens.
  static func ids(_ ids: [Int32]) -> (inout FNV) -> Void {
    { hash in
      hash.add(UInt64(ids.count))
      for id in ids { hash.add(UInt64(UInt32(bitPattern: id))) }
    }
  }

  /// Adds the four bytes of the length, the least first, then the bytes.
  static func text(_ text: [UInt8]) -> (inout FNV) -> Void {
    { hash in
      for shift in [0, 8, 16, 24] { hash.add(UInt64(text.count >> shift & 0xFF)) }
      for byte in text { hash.add(UInt64(byte)) }
    }
  }

  var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
