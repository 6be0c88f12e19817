import Documents
import Foundation
import Jinja
import Numerics
import TestSupport
import Testing

@Suite("Jinja: broken templates") struct MutationTests {
  private static let limits = JinjaLimits(steps: 20_000, memory: 1 << 20, output: 1 << 18, calls: 50)
  private static let words = [
    "{%", "%}", "{{", "}}", "{#", "#}", "-", "if", "endif", "for", "in", "endfor", "else", "(", ")", "[", "]", "'",
    "\"", "|", ".", "~", "loop",
    "macro", "endmacro", "set", "endset", "raw", "endraw", "is", "not", "\\", "é", "\0", "namespace", "range", "*",
    "**", ":", ",", "=", "recursive",
    "call", "caller()", "generation", "endgeneration", "break", "continue", "| tojson", "| map('upper')", "9", "0x",
    "1e9", "\n", "messages",
  ]

  /// Pieces taken out, doubled, moved and put in.
  private static func mutated(_ source: [UInt8], _ other: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = source
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2: bytes.insert(contentsOf: words.randomElement(using: &generator).map { Array($0.utf8) } ?? [], at: start)
      case 3:
        let from = Int.random(in: 0...other.count, using: &generator)
        bytes.insert(contentsOf: other[from..<min(other.count, from + 40)], at: start)
      default: if start < bytes.count { bytes[start] = UInt8.random(in: 0...255, using: &generator) }
      }
    }
    return bytes
  }

  @Test("give an error or a text, never a crash") func mutations() throws {
    let seed: UInt64 = 20_261_127
    let names = try FileManager.default.contentsOfDirectory(atPath: Rendered.folder + "/templates").sorted()
    let sources = try names.filter { $0.hasSuffix(".jinja") }.map {
      try AtomicFile.read("\(Rendered.folder)/templates/\($0)")
    }
    let expressions = try #require(try JSONValue.read(Rendered.folder + "/expressions.json")["cases"]?.array)
      .compactMap { $0["source"]?.string }.map { Array($0.utf8) }
    let conversation = try #require(try JSONValue.read(Rendered.folder + "/conversations.json")["conversations"]?[1])
    let outcomes = try Rendered.onSmallStack {
      let given = try Rendered.variables(conversation)
      var generator = SeededGenerator(seed: seed)
      var (rendered, refused, unplaced) = (0, 0, 0)
      for round in 0..<3_000 {
        let pool = round % 4 == 0 ? sources : expressions
        let source = pool.randomElement(using: &generator) ?? []
        let other = pool.randomElement(using: &generator) ?? []
        let text = String(decoding: Self.mutated(source, other, &generator), as: UTF8.self)
        guard let error = Rendered.error(text, given: given, limits: Self.limits) else {
          rendered += 1
          continue
        }
        refused += 1
        let isPlaced = error.line > 0 && error.column > 0 && (!error.message.isEmpty || error.kind == .raised)
        if !isPlaced { unplaced += 1 }
      }
      return (rendered: rendered, refused: refused, unplaced: unplaced)
    }
    #expect(outcomes.rendered > 300 && outcomes.refused > 300 && outcomes.unplaced == 0, "seed \(seed): \(outcomes)")
  }
}
