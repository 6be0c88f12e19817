import Diagnostics
import Foundation
import Syntax
import Testing
import TestSupport

/// Damaged programs never stop the parser, and what is damaged beyond reading is never taken for a program in silence.
@Suite struct FuzzTests {
  static let seeds: [UInt64] = [11, 12, 13]

  @Test(arguments: seeds) func mutatedProgramsNeverCrash(seed: UInt64) throws {
    let grammar = try EBNF(String(contentsOf: Place.root.appendingPathComponent("grammar/cact.ebnf"), encoding: .utf8))
    var random = SplitMix(seed: seed)
    for number in 0..<600 {
      var bytes = Array(grammar.derive("program", &random).utf8)
      for _ in 0...random.below(4) { mutate(&bytes, &random) }
      let source = SourceText(name: "mutated", bytes: bytes)
      let (program, diagnostics) = Parser.parse(source, mode: number % 2 == 0 ? .script : .prompt)
      for diagnostic in diagnostics {
        guard diagnostic.span.lower >= 0, diagnostic.span.upper <= bytes.count else {
          Issue.record("seed \(seed), program \(number): \(diagnostic.code) points outside\n\(bytes)")
          return
        }
      }
      _ = Renderer.terminal.render(diagnostics, in: source)
      _ = diagnostics.map { Renderer.json($0, in: source) }
      _ = Parser.isIncomplete(String(decoding: bytes, as: UTF8.self))
      // What parses must survive printing.
      if diagnostics.isEmpty {
        let again = Parser.parse(SourceText(name: "printed", text: Canonical.print(program)))
        guard again.diagnostics.isEmpty, TreeDump.dump(again.program) == TreeDump.dump(program) else {
          let difference = firstDifference(TreeDump.dump(program), TreeDump.dump(again.program))
          Issue.record(
            "seed \(seed), program \(number) reads back changed: \(difference)\n\(source.text(Span(0, bytes.count)))")
          return
        }
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: random.next())) }
    let index = random.below(bytes.count)
    let signs = Array("|{}()\"`$%#=<>-,.:;&'[]~\\\n".utf8)
    switch random.below(6) {
    case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes[index] ^= 1 << UInt8(random.below(8))
    case 2: bytes.removeSubrange(index...)
    case 3: bytes.remove(at: index)
    case 4: bytes.insert(signs[random.below(signs.count)], at: index)
    default:
      let end = min(bytes.count, index + random.below(20))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: random.below(bytes.count))
    }
  }

  /// Garbage is answered, soon, and with a bounded number of messages.
  @Test(arguments: ["(", "{", "|", "\"", "[", "&&", "-", "not ", "a = ", "def f(", "$", "\u{0}", "‘", "x | {"])
  func repeatedSignsEnd(piece: String) {
    let source = SourceText(name: "garbage", text: String(repeating: piece, count: 3000))
    let started = ContinuousClock.now
    let diagnostics = Parser.parse(source).diagnostics
    #expect(!diagnostics.isEmpty)
    #expect(ContinuousClock.now - started < .seconds(60))
  }

  @Test func bytesThatAreNoTextAreOneDiagnostic() {
    let bytes: [UInt8] =
      Array("load ".utf8) + [0xFF, 0xC0, 0x80] + Array(" | take 5 \u{E9}".utf8.dropLast()) + [0x0A, 0xFE]
    let diagnostics = Parser.parse(SourceText(name: "binary", bytes: bytes)).diagnostics
    #expect(diagnostics.map(\.code) == ["C0101"])
    #expect(diagnostics.first?.span == Span(5, 8))
    #expect(diagnostics.first?.notes.last == "the source has 3 such places; this is the first")
  }
}
