import Documents
import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("Token ids equal Hugging Face's")
struct ParityTests {
  @Test("GPT-2's tokenizer, every instruction and output of evol-codealpaca")
  func evol() throws {
    guard let directory = SharedData.path("tokenizers/gpt2") else { return }
    let tokenizer = try Tokenizer(directory: directory)
    #expect(tokenizer.vocabularySize == 50257)
    #expect(tokenizer.endOfText == 50256 && tokenizer.beginOfText == 50256)
    let expected = try fixture("gpt2-evol-ids.json")
    for (file, columns) in try #require(expected.object) {
      guard let path = SharedData.path("instruct/\(file)") else { continue }
      let rows = try #require(JSONValue.parse(AtomicFile.read(path), file: path).array)
      for column in ["instruction", "output"] {
        let wanted = try #require(columns[column]?.array)
        #expect(wanted.count == rows.count)
        for (index, row) in rows.enumerated() {
          let text = try #require(row[column]?.string)
          let ids = try tokenizer.encode(text)
          #expect(summary(ids) == wanted[index].string, "\(file), row \(index + 1), \(column)")
          #expect(tokenizer.decode(ids) == Array(text.utf8), "\(file), row \(index + 1), \(column)")
        }
      }
    }
  }

  @Test("the embedded model's tokenizer, 300 strings")
  func embedded() throws {
    let tokenizer = try Tokenizer(directory: PackageRoot.path + "/share/model/cact-4m")
    #expect(tokenizer.vocabularySize == 4096)
    #expect(tokenizer.beginOfText == 0 && tokenizer.endOfText == 0)
    let path = PackageRoot.path + "/Tests/Fixtures/tokenizer-strings.json"
    let cases = try JSONDecoder().decode([Case].self, from: Data(AtomicFile.read(path)))
    #expect(cases.count == 300)
    for entry in cases {
      #expect(try tokenizer.encode(entry.text) == entry.ids, "\(entry.text.debugDescription)")
      #expect(tokenizer.decode(entry.ids) == Array(entry.text.utf8))
    }
  }

  private struct Case: Decodable {
    var text: String
    var ids: [Int32]
  }

  private func fixture(_ name: String) throws -> JSONValue {
    let path = PackageRoot.path + "/Tests/Fixtures/" + name
    return try JSONValue.parse(AtomicFile.read(path), file: path)
  }

  /// "COUNT:HASH", the hash being FNV-1a of the ids as little-endian 32-bit integers.
  private func summary(_ ids: [Int32]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for id in ids {
      for shift in [0, 8, 16, 24] { hash = (hash ^ UInt64(id >> shift & 0xFF)) &* 0x100_0000_01B3 }
    }
    let digits = String(hash, radix: 16)
    return "\(ids.count):" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
