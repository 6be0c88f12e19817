import Documents
import Foundation
import TestSupport
import Testing
import Tokenization
import Work

/// A tokenizer's file is not ours: what it may ask for has limits, and errors that name it.
@Suite("Hostile tokenizers")
struct HostileTokenizerTests {
  @Test(
    "exponential regular expressions find what they match, or say that they cannot",
    arguments: [
      #"(a+)+$"#, #"(a|a)+$"#, #"(?:a+b?)+$"#, #"((a+)+)+!\z"#, #"(?=(a+)+$)a"#, #"(?>(a+)+$)"#, #"(a{1,50})+$"#,
      #"(?!(a|aa)+$)a"#,
    ])
  func exponential(pattern: String) throws {
    let regex = try Regex(pattern)
    // Short enough for every way to be tried.
    let short = Array("aaaaaaaaaaaa?".utf8)
    #expect(try regex.matches(in: short) == regex.matches(in: short, patience: 0))
    // 2^200 ways.
    let long = Array(String(repeating: "a", count: 200).utf8)
    _ = try regex.matches(in: long + Array("?".utf8))
    #expect(
      try pattern.contains("z") || regex.matches(in: long).first.map { $0.count == 200 || $0.count == 1 } != false)
    // Polynomial is too much too where the text is long.
    do { _ = try regex.matches(in: Array(String(repeating: "a", count: 40_000).utf8) + Array("?".utf8)) } catch let
      error as TokenizerError
    { #expect(error.code == .runsAway && error.description.contains("steps"), "\(error)") }
  }

  @Test("repetitions of repetitions are refused, not followed") func deepRepetitions() {
    for pattern in [
      "a" + String(repeating: "{1}", count: 3_000), String(repeating: "a?", count: 6_000),
      "a" + String(repeating: "?", count: 9_000),
    ] {
      #expect(throws: RegexError.self, "\(pattern.prefix(9))") { try Regex(pattern) }
    }
  }

  private func failure(_ change: (inout SmallTokenizer) -> Void, _ text: String = "ab") -> String {
    var small = SmallTokenizer()
    change(&small)
    do {
      _ = try small.made().encode(text)
      return "encoded"
    } catch { return "\(error)" }
  }

  private static func replacing(_ pattern: String, _ content: String) -> String {
    #"{"type": "Replace", "pattern": {"String": "\#(pattern)"}, "content": "\#(content)"}"#
  }

  private static func sequence(_ parts: [String], _ key: String = "normalizers") -> String {
    #"{"type": "Sequence", "\#(key)": [\#(parts.joined(separator: ", "))]}"#
  }

  @Test("replacements that make a text many times as long end with an error") func growth() {
    let doubling = Self.sequence(Array(repeating: Self.replacing("a", "aa"), count: 40))
    let message = failure({ $0.normalizer = doubling }, "banana")
    #expect(message.contains("T0106") && message.contains("tokenizer.json"), "\(message)")
    let one = Self.replacing("a", String(repeating: "b", count: 100_000))
    #expect(failure({ $0.normalizer = one }).contains("T0106"))
    let prefix = #"{"type": "Prepend", "prepend": "\#(String(repeating: "b", count: 100_000))"}"#
    #expect(failure({ $0.normalizer = prefix }).contains("T0106"))
    // Each space as three bytes is what models in use do.
    #expect(failure({ $0.normalizer = Self.replacing(" ", "\u{2581}") }, " a b") == "encoded")
  }

  @Test("sequences of a thousand steps are refused") func sequences() {
    let nothing = Array(repeating: #"{"type": "NFC"}"#, count: 1_000)
    #expect(
      failure { $0.normalizer = Self.sequence(nothing) }.contains("a sequence of 1000 steps; supported: up to 64"))
    let digits = Array(repeating: #"{"type": "Digits"}"#, count: 1_000)
    #expect(failure { $0.preTokenizer = Self.sequence(digits, "pretokenizers") }.contains("a sequence of 1000 steps"))
  }

  @Test("a regular expression that runs away ends encoding with an error that names the file") func regexRunsAway() {
    let split = #"{"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated"}"#
    let bytes = #"{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}"#
    let change: (inout SmallTokenizer) -> Void = { $0.preTokenizer = Self.sequence([split, bytes], "pretokenizers") }
    #expect(failure(change, String(repeating: "a", count: 100) + "b") == "encoded")
    let message = failure(change, String(repeating: "a", count: 40_000) + "b")
    #expect(
      message.contains("T0106") && message.contains("tokenizer.json") && message.contains("40001 bytes"), "\(message)")
  }

  @Test(
    "numbers that no vocabulary has are refused before a table of that size is made",
    arguments: ["1099511627776", "2147483647", "16000000", "-1", "1e30", "\"7\"", "null", "7.5"])
  func vocabularyNumbers(number: String) {
    let message = failure { $0.vocabularyEnd = ", \"zz\": \(number)" }
    #expect(message.contains("zz") && message.contains("number"), "\(message)")
  }

  @Test("six thousand added tokens with one beginning (Gemma's) take no longer than one") func manyAddedTokens() throws
  {
    let unused = (0..<6_000).map { #"{"id": \#($0 + 30), "content": "<unused\#($0)>", "normalized": false}"# }
    let folder = try SmallTokenizer().folder()
    try AtomicFile.write(
      SmallTokenizer().json.replacing(
        #""added_tokens": ["#, with: #""added_tokens": [\#(unused.joined(separator: ", ")), "#),
      to: folder("tokenizer.json"))
    let tokenizer = try Tokenizer(directory: folder.path)
    #expect(try tokenizer.encode(String(repeating: "<", count: 500_000)).count == 500_000)
    #expect(try tokenizer.encode("<<unused7><unused5999>a") == [8, 37, 6_029, 0])
  }

  @Test("what a decoder strips is counted in numbers that end") func strips() throws {
    for (count, content, isRefused) in [
      ("4611686018427387904", " ", false), ("-1", " ", true), ("9223372036854775807", "", false),
    ] {
      for fused in [false, true] {
        var small = SmallTokenizer()
        let strip = #"{"type": "Strip", "content": "\#(content)", "start": \#(count), "stop": 0}"#
        small.config = #"{"eos_token": {"content": "<x>"}}"#
        let folder = try small.folder()
        let decoder = Self.sequence((fused ? [#"{"type": "Fuse"}"#] : []) + [strip], "decoders")
        try AtomicFile.write(
          small.json.replacing(#""decoder": {"type": "ByteLevel"}"#, with: #""decoder": \#(decoder)"#),
          to: folder("tokenizer.json"))
        do {
          let tokenizer = try Tokenizer(directory: folder.path)
          #expect(try tokenizer.decode(tokenizer.encode("ab")) == Array("ab".utf8) && !isRefused)
        } catch { #expect(isRefused && "\(error)".contains("fewer than 0"), "\(error)") }
      }
    }
  }

  /// Pieces that begin one inside the other, the longest of a hundred thousand letters.
  private static let nested = SmallUnigram(
    vocabulary: "[[\"<unk>\", 0]"
      + (0..<17).map { #", ["\#(String(repeating: "a", count: 1 << $0))", -\#($0)]"# }.joined() + "]")

  @Test(
    "one long word stops within two seconds of being asked to", arguments: [" ", "a", "ab", "\u{e9}"], [false, true])
  func cancellation(letter: String, isUnigram: Bool) throws {
    let tokenizer = try isUnigram ? Self.nested.made() : SmallTokenizer().made()
    let text = Array(String(repeating: letter, count: 1_500_000 / letter.utf8.count).utf8)
    let cancellation = Cancellation()
    let asked = Date() + 0.2
    Thread.detachNewThread {
      Thread.sleep(until: asked)
      cancellation.cancel()
    }
    do {
      _ = try tokenizer.encode(text, work: Work(cancellation: cancellation))
    } catch is Interrupted {}
    #expect(Date().timeIntervalSince(asked) < 2)
    // A fast build may have been done before it was asked.
    cancellation.cancel()
    #expect(throws: Interrupted.self) { try tokenizer.encode("a", work: Work(cancellation: cancellation)) }
  }
}
