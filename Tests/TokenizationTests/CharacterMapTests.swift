import Documents
import Foundation
import TestSupport
import Testing
import Tokenization

/// The table of a Precompiled normalizer; what intact ones make of texts is tested by `FamilyTests`.
@Suite("Character maps")
struct CharacterMapTests {
  /// A trie that knows `A` alone, whose value is `value`, and the replacements behind it.
  private func map(
    value: UInt32 = 0, root: UInt32 = 256 << 10, offset: UInt32 = 1, length: UInt32? = nil,
    replacements: [UInt8] = Array("b\0".utf8)
  ) -> [UInt8] {
    var units = Array(repeating: UInt32(0), count: 512)
    units[0] = root
    units[321] = 0x41 | 1 << 8 | offset << 10
    units[320] = value | 1 << 31
    return ([length ?? 2048] + units).flatMap { unit in (0..<4).map { UInt8(unit >> (8 * $0) & 0xFF) } } + replacements
  }

  private func encoded(_ map: [UInt8], _ text: String) throws -> [UInt8] {
    let tokenizer = try SmallUnigram.mapping(map).made()
    return tokenizer.decode(try tokenizer.encode(text))
  }

  @Test("a rule for the beginning of what is read as one character stands for the whole of it")
  func characters() throws {
    #expect(try encoded(map(), "aAaA") == Array("abab".utf8))
    // The accent goes with its letter; from six bytes on, each is looked up by itself.
    #expect(try encoded(map(), "A\u{301}a") == Array("ba".utf8))
    #expect(try SmallUnigram.mapping(map()).made().encode("A\u{301}\u{302}\u{303}a") == [2, 0, 1])
    #expect(try encoded(map(value: 1), "aAa") == Array("aa".utf8))
    #expect(try encoded(map(value: 2), "aAa") == Array("aa".utf8))
    #expect(try encoded(map(replacements: Array("ab".utf8)), "A") == Array("ab".utf8))
  }

  @Test("a damaged map is an error that names it")
  func damage() throws {
    let damaged: [([UInt8], String)] = [
      ([], "the length"), ([1, 0, 0], "the length"), ([0, 0, 0, 0, 0x62, 0], "the length"),
      (map(length: 4096), "the length"), (map(length: .max), "the length"), (map(replacements: [0xFF, 0]), "UTF-8"),
      (map(root: 0x3F_FFFF << 10 | 1 << 9), "leads out"), (map(root: 1024 << 10), "leads out"),
      (map(offset: 0x1_0000), "leads out"), (map(value: 3), "leads out"), (map(value: 0x7FFF_FFFF), "leads out"),
      (map(value: 1, replacements: Array("é\0".utf8)), "leads out"),
    ]
    for (bytes, text) in damaged {
      let error = try #require(SmallUnigram.mapping(bytes).failure("A"), "\(text)")
      #expect(error.code == .malformed && error.message.contains("precompiled_charsmap"), "\(error)")
      #expect(error.message.contains(text), "\(error)")
    }
    for text in [#""?""#, #""YQ""#, #""YWJj\n""#, "null", "7", "[1]"] {
      let small = SmallUnigram(normalizer: #"{"type": "Precompiled", "precompiled_charsmap": \#(text)}"#)
      #expect(small.failure()?.message.contains("is no base64") == true, "\(text)")
    }
  }

  @Test("replacements that make a text many times as long end with an error")
  func growth() throws {
    let long = map(replacements: Array(repeating: 0x62, count: 50_000))
    #expect(SmallUnigram.mapping(long).failure("A")?.code == .runsAway)
  }
}
