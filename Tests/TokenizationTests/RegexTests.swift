import Documents
import TestSupport
import Testing
import Tokenization

@Suite("Regular expressions")
struct RegexTests {
  @Test("matches are those of Oniguruma")
  func matches() throws {
    let fixture = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/tokenizers/expressions.json")
    let texts = try #require(fixture["texts"]?.array).map { Array(($0.string ?? "").utf8) }
    let cases = try #require(fixture["matches"]?.array)
    #expect(cases.count > 50)
    for entry in cases {
      let pattern = try #require(entry[0]?.string)
      let regex = try Regex(pattern)
      for (index, text) in texts.enumerated() {
        let wanted = (entry[1]?[index]?.array ?? []).map { $0.string ?? "" }
        // Empty matches are no words.
        let found = try regex.matches(in: text).filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        #expect(found.map(Self.escaped) == wanted.map(Self.escaped), "\(pattern) in text \(index)")
        // The memory of failures, which only runaway ones need, changes nothing.
        #expect(
          try regex.matches(in: text) == regex.matches(in: text, patience: 0),
          "\(pattern) in text \(index), failures remembered")
      }
    }
  }

  /// Character by character: equivalent texts are not equal here.
  private static func escaped(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test(
    "what is not supported is refused, and named",
    arguments: [
      ("(?<name>a)", "(?<n"), ("(?<=a)b", "(?<="), (#"(a)\1"#, #"\1"#), (#"\p{Han}"#, "Han"), ("[[:alpha:]]", "[:"),
      ("[a&&b]", "&&"),
      ("(a", "("), ("a)", ")"), ("[a", "["), ("*a", "*"), ("(a*)*", "nothing"), (#"a\"#, "backslash"),
      ("a{3,1}", "bounds"),
      ("[z-a]", "order"), (#"\X"#, #"\X"#), ("(?:(?:ab){1000}){1000}", "large"), ("(?i:\u{DF})", "ASCII"),
      (String(repeating: "(", count: 1000), "deep"),
    ])
  func refusals(pattern: String, part: String) throws {
    let error = #expect(throws: RegexError.self) { try Regex(pattern) }
    #expect(error?.pattern == pattern)
    #expect(error?.reason.contains(part) == true, "\(String(describing: error?.reason))")
  }

  @Test("cutters made by hand find what the regex finds", arguments: ["llama3", "qwen2", "gpt2"])
  func cutters(kind: String) throws {
    let path = PackageRoot.path + "/Tests/Fixtures/tokenizers/\(kind)/tokenizer.json"
    let file = String(decoding: try AtomicFile.read(path), as: UTF8.self)
    // The same regex in a group of its own is not recognised, so it runs on the engine.
    let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"#
    let split = #"{"type":"Split","pattern":{"Regex":"(?:\#(gpt2))"},"behavior":"Isolated","invert":false}"#
    let byteLevel = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
    let changed =
      kind == "gpt2"
      ? file.replacing(
        #""pre_tokenizer":"# + byteLevel,
        with: #""pre_tokenizer":{"type":"Sequence","pretokenizers":[\#(split),"#
          + byteLevel.replacing("true}", with: "false}") + "]}")
      : file.replacing(#"{"Regex":"(?i:'s"#, with: #"{"Regex":"(?:)(?i:'s"#)
    #expect(changed != file)
    let folder = try TemporaryDirectory()
    try AtomicFile.write(changed, to: folder("tokenizer.json"))
    let engine = try Tokenizer(encoderDirectory: folder.path)
    let byHand = try Tokenizer(encoderDirectory: PackageRoot.path + "/Tests/Fixtures/tokenizers/\(kind)")
    let texts = (0..<RandomStrings.count).map { RandomStrings.string($0)[...] }
    #expect(try engine.encode(batch: texts) == byHand.encode(batch: texts))
  }
}
