import Testing
import Tokenization

/// Ids are those of Hugging Face's tokenizers for the same files.
@Suite("Unigram")
struct UnigramTests {
  @Test(
    "the most probable pieces, the first of equal ways; unknown characters in a row are one token",
    arguments: [
      ("", []), ("ab", [3]), ("aaa", [1, 4]), ("aaaa", [4, 4]), ("abab", [3, 3]), ("axb", [1, 0, 2]),
      ("xxaxya", [0, 1, 0, 1]), ("ééx", [5, 5, 0]), ("<unk>", [0]), ("x<unk>y", [0]), ("e\u{301}", [6, 0]),
      ("<0x78>", [7]),
    ] as [(String, [Int32])])
  func pieces(text: String, ids: [Int32]) throws {
    #expect(try SmallUnigram().made().encode(text) == ids)
    #expect(try SmallUnigram(type: "").made().encode(text) == ids)
  }

  @Test(
    "bytes stand for unknown characters in a row where all of them have a token",
    arguments: [
      ("x", [7]), ("xy", [0]), ("axxb", [1, 7, 7, 2]), ("\u{169}", [0]), ("éx", [5, 7]), ("x<unk>", [0]),
      ("e\u{301}x", [6, 0]),
    ] as [(String, [Int32])])
  func bytes(text: String, ids: [Int32]) throws {
    #expect(try SmallUnigram(fallsBack: "true").made().encode(text) == ids)
  }

  @Test(
    "unknown characters in a row that spell a piece are that piece",
    arguments: [("xy", [1]), ("axy", [2, 1]), ("xya", [1, 2]), ("xyxy", [0]), ("x", [0])] as [(String, [Int32])])
  func spelled(text: String, ids: [Int32]) throws {
    let tokenizer = try SmallUnigram(vocabulary: #"[["<unk>", 50], ["xy", 30], ["a", 40]]"#).made()
    #expect(try tokenizer.encode(text) == ids)
  }

  @Test("of equal pieces the last has the text; an empty one is never taken")
  func equalPieces() throws {
    let twice = try SmallUnigram(vocabulary: #"[["<unk>", 0], ["a", -1], ["b", -5], ["a", -7], ["ab", -11]]"#).made()
    #expect(try twice.encode("a") == [3] && twice.encode("ab") == [4] && twice.encode("b") == [2])
    #expect(twice.decode([1, 3]) == Array("aa".utf8) && twice.id(of: Array("a".utf8)) == 3)
    let empty = try SmallUnigram(vocabulary: #"[["<unk>", 0], ["", -9], ["a", -1]]"#).made()
    #expect(try empty.encode("a") == [2] && empty.encode("x") == [0])
  }

  @Test("scores have the rounding of the original's reader, which decides between equal sums")
  func rounding() throws {
    // Read exactly, both ways have equal sums, and the first, [1, 2, 2, 2], would be kept.
    let vocabulary = #"[["<unk>", 0], ["=", -5.09317684173584], ["==", -3.3152682781219482]]"#
    #expect(try SmallUnigram(vocabulary: vocabulary).made().encode("=======") == [2, 2, 2, 1])
    let small = #"[["<unk>", 0], ["a", -5e-324], ["b", -1e-310], ["c", 1e22], ["d", -1.7976931348623157e308]]"#
    #expect(try SmallUnigram(vocabulary: small).made().encode("abcd") == [1, 2, 3, 4])
  }

  @Test("without an unknown token, a character without a piece is an error that says so")
  func noUnknown() throws {
    let small = SmallUnigram(
      vocabulary: #"[["a", -1], ["b", -2], ["xy", -3]]"#, unknown: "null", config: #"{"eos_token": "a"}"#)
    #expect(try small.made().encode("ab") == [0, 1])
    for text in ["xy", "xa", "axy"] {
      let error = try #require(small.failure(text))
      #expect(error.code == .inconsistent && error.message.contains("unk_id"), "\(error)")
    }
  }

  @Test(
    "what is no vocabulary of pieces is refused, and named",
    arguments: [
      (#"{"a": 0}"#, "0", "T0102", "an object, not an array"), (#"[["a"]]"#, "0", "T0102", "entry 0"),
      (#"[["a", -1, 2]]"#, "0", "T0102", "entry 0"), (#"[["<unk>", 0], [1, 2]]"#, "0", "T0102", "entry 1"),
      (#"[["<unk>", null]]"#, "0", "T0102", "\"<unk>\" has no score"),
      (#"[["<unk>", "-1"]]"#, "0", "T0102", "no score"), (#"[["<unk>", []]]"#, "0", "T0102", "no score"),
      (#"[["<unk>", 0]]"#, "1", "T0104", "unk_id"), (#"[["<unk>", 0]]"#, "-1", "T0104", "unk_id"),
      (#"[["<unk>", 0]]"#, "1e300", "T0104", "unk_id"), (#"[["<unk>", 0]]"#, "\"0\"", "T0104", "unk_id"),
      ("[]", "0", "T0104", "unk_id"),
    ])
  func refusals(vocabulary: String, unknown: String, code: String, text: String) throws {
    let error = try #require(SmallUnigram(vocabulary: vocabulary, unknown: unknown).failure())
    #expect(error.code.rawValue == code && error.message.contains(text), "\(error)")
  }

  @Test("over bytes: characters of the alphabet are bytes; spelling unknown ones in bytes is not supported there")
  func byteLevel() throws {
    let level = #"{"type": "ByteLevel", "add_prefix_space": false}"#
    let pieces = #"[["<unk>", 0], ["Ã", -3], ["©", -3], ["Ã©", -4], ["Ġ", -2], ["a", -1]]"#
    let tokenizer = try SmallUnigram(vocabulary: pieces, preTokenizer: level).made()
    #expect(try tokenizer.encode("é a\u{e0}") == [3, 4, 5, 1, 0])
    let error = try #require(SmallUnigram(vocabulary: pieces, fallsBack: "true", preTokenizer: level).failure())
    #expect(error.code == .unsupported && error.message.contains("byte_fallback"))
  }

  @Test("one word of a megabyte takes as many steps as it has characters")
  func longWord() throws {
    let tokenizer = try SmallUnigram(fallsBack: "true").made()
    #expect(try tokenizer.encode(String(repeating: "aab", count: 350_000)).count == 700_000)
    #expect(try tokenizer.encode(String(repeating: "x", count: 1_000_000)).count == 1_000_000)
    #expect(try tokenizer.encode(String(repeating: "y", count: 1_000_000)) == [0])
  }

  @Test("tokens that tokenizer_config.json adds are compared with the pieces")
  func declared() throws {
    var small = SmallUnigram(
      config: #"{"eos_token": "<unk>", "added_tokens_decoder": {"3": {"content": "ab"}, "10": {"content": "<b>"}}}"#)
    #expect(try small.made().encode("aab<b>b") == [1, 3, 10, 2])
    small.config = #"{"eos_token": "<unk>", "added_tokens_decoder": {"4": {"content": "ab"}}}"#
    let error = try #require(small.failure())
    #expect(error.code == .inconsistent && error.message.contains("gives it 3"), "\(error)")
  }
}
