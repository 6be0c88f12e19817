import Diagnostics
import Foundation
import Syntax
import Testing
import TestSupport

/// The EBNF and the parser hold each other: programs derived from the first must be read by the second.
@Suite struct GrammarTests {
  let grammar: EBNF

  init() throws {
    grammar = try EBNF(String(contentsOf: Place.root.appendingPathComponent("grammar/cact.ebnf"), encoding: .utf8))
  }

  static let seeds: [UInt64] = [1, 2, 3, 4]

  @Test(arguments: seeds) func derivedProgramsParse(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var statements = 0
    for number in 0..<1000 {
      let text = grammar.derive("program", &random)
      let (program, all) = Parser.parse(SourceText(name: "derived", text: text))
      // That a definition's parameters have different names is beyond a grammar.
      let diagnostics = all.filter { $0.code != "C0135" }
      statements += program.statements.count
      guard diagnostics.isEmpty else {
        Issue.record("seed \(seed), program \(number): \(diagnostics[0].code) \(diagnostics[0].message)\n\(text)")
        return
      }
      let printed = Canonical.print(program)
      let (again, problems) = Parser.parse(SourceText(name: "printed", text: printed))
      guard problems.count == all.count, TreeDump.dump(again) == TreeDump.dump(program) else {
        let difference = firstDifference(TreeDump.dump(program), TreeDump.dump(again))
        Issue.record("seed \(seed), program \(number) reads back changed: \(difference)\n\(text)\n---\n\(printed)")
        return
      }
      guard Canonical.print(again) == printed else {
        Issue.record(
          "seed \(seed), program \(number) prints anew: \(firstDifference(printed, Canonical.print(again)))\n\(printed)"
        )
        return
      }
      let comments = program.layout.comments.map(\.text).sorted()
      guard again.layout.comments.map(\.text).sorted() == comments else {
        Issue.record("seed \(seed), program \(number) loses comments\n\(text)\n---\n\(printed)")
        return
      }
    }
    #expect(statements > 1000)
  }

  @Test(arguments: seeds) func derivedExpressionsParse(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for number in 0..<1000 {
      let text = "where " + grammar.derive("expression", &random)
      // At the very end of a source nothing tells a line of brackets from one that goes on below.
      let (arguments, result) = parseExpression(SourceText(name: "derived", text: text))
      guard let result, result.diagnostics.isEmpty, result.next == arguments.count, result.expression != nil else {
        Issue.record(
          "seed \(seed), expression \(number): \(result?.diagnostics.first?.message ?? "not read to its end")\n\(text)")
        return
      }
    }
  }

  @Test func reservedWordsAgree() throws {
    let reserved = try #require(grammar.rules["RESERVED"])
    for word in ReservedWords.statements + ReservedWords.operators + ReservedWords.literals {
      #expect(grammar.matches(reserved, word), "`\(word)` is missing in the grammar")
    }
    for sign in Operator.allCases {
      #expect(grammar.matches(.rule("operator"), sign.rawValue), "`\(sign.rawValue)` is missing in the grammar")
    }
    for unit in Units.names { #expect(grammar.matches(.rule("UNIT"), unit), "`\(unit)` is missing in the grammar") }
  }
}
