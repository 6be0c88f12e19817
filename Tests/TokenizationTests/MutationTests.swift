import Documents
import Foundation
import Numerics
import TestSupport
import Testing
import Tokenization

@Suite("Broken tokenizers")
struct MutationTests {
  private static let kinds = ["t5", "unigram-bytes", "xlm-roberta", "unigram-first", "gemma", "falcon"]
  private static let words = [
    "null", "true", "[]", "{}", "\"\"", "-1", "9223372036854775808", "1e308", "-1e999", "0.5", "\"Unigram\"", "\"BPE\"",
    "\"▁\"", "\"x\"", "[[\"a\",0]]", "\"AAAAAA==\"", "\"////////\"", ",", "]", "}", ":", "\\", "é", "0",
  ]
  private static let texts = [
    "def f(x):\n    return x == 1", "ＡＢＣ é e\u{301} ﬁ ½ ｶﾞ 가\r\n\t", "<s></s><unk><mask><extra_id_1>  ▁▁ <0x41>",
    "\u{1F468}\u{200D}\u{1F469} \u{E9}\u{327} \u{7} \u{FFFD}\u{10FFFF}", String(repeating: "=- ", count: 200),
  ]

  /// A value of the document, at a depth of up to eight, in another's place.
  private static func changed(_ value: JSONValue, _ generator: inout SeededGenerator, depth: Int = 0) -> JSONValue {
    switch value {
    case .object(var members) where !members.isEmpty && depth < 8 && Int.random(in: 0..<6, using: &generator) > 0:
      let place = Int.random(in: 0..<members.count, using: &generator)
      let key = members[place].key
      let isDropped = Int.random(in: 0..<12, using: &generator) == 0
      let value = changed(members[place].value, &generator, depth: depth + 1)
      members[key] = isDropped ? Optional.none : value
      return .object(members)
    case .array(var values) where !values.isEmpty && depth < 8 && Int.random(in: 0..<6, using: &generator) > 0:
      let place = Int.random(in: 0..<values.count, using: &generator)
      values[place] = changed(values[place], &generator, depth: depth + 1)
      return .array(values)
    case .string(let text) where text.utf8.count > 64:
      // The character map: other letters of base64, or a part of it.
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          Array("AQgw4/+=?".utf8).randomElement(using: &generator) ?? 0x41
      }
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator) / 4 * 4) }
      return .string(String(decoding: bytes, as: UTF8.self))
    case .string, .object, .array, .null, .bool, .integer, .number:
      let word = words.randomElement(using: &generator) ?? "null"
      return (try? JSONValue.parse(word, file: "word")) ?? .integer(Int.random(in: -9...70_000, using: &generator))
    }
  }

  /// Bytes taken out, doubled, put in or changed.
  private static func mutated(_ source: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = source
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...16, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2: bytes.insert(contentsOf: (words.randomElement(using: &generator) ?? "").utf8, at: start)
      case 3: bytes.removeSubrange(start...)
      default: bytes[start] = UInt8.random(in: 0...255, using: &generator)
      }
      if bytes.isEmpty { return bytes }
    }
    return bytes
  }

  @Test("give an error that names the file, or tokens, never a crash")
  func mutations() throws {
    var generator = SeededGenerator(seed: 20_261_127)
    let sources = try Self.kinds.map { kind in
      try AtomicFile.read(PackageRoot.path + "/Tests/Fixtures/tokenizers/\(kind)/tokenizer.json")
    }
    let folder = try TemporaryDirectory()
    var (read, refused) = (0, 0)
    for round in 0..<300 {
      let source = sources[round % sources.count]
      if round % 3 == 0 {
        try AtomicFile.write(Self.mutated(source, &generator), to: folder("tokenizer.json"))
      } else {
        let value = try Self.changed(JSONValue.parse(source, file: "source"), &generator)
        try AtomicFile.write(value.serialized(), to: folder("tokenizer.json"))
      }
      do {
        let tokenizer = try Tokenizer(encoderDirectory: folder.path)
        for text in Self.texts { _ = tokenizer.decode(try tokenizer.encode(text)) }
        var decoder = StreamingDecoder(tokenizer)
        for id in -1...Int32(tokenizer.vocabularySize) { _ = decoder.append(id) }
        read += 1
      } catch let error as TokenizerError {
        #expect(error.file.hasSuffix("tokenizer.json"), "round \(round): \(error)")
        refused += 1
      } catch { Issue.record("round \(round): \(error)") }
    }
    #expect(read > 60 && refused > 60, "\(read) read, \(refused) refused")
  }
}
