import Documents
import LanguageModel
import Numerics
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// Random rows in every layout that is read, packed: every turn is in the packs, or counted under a reason.
@Suite("No turn is lost in silence")
struct NothingLostTests {
  private static let templates = [
    "plain", "chatml", "llama2", "own qwen3", "own own_system_in_variable", "own published mistral",
    "own qwen3_vl_training",
  ]

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func everyTurnIsPackedOrCounted(seed: UInt64) throws {
    let fixture = try ChatFixture()
    let tokenizer = try Fixtures.tokenizer()
    let templates = try Self.templates.map { name -> Template in
      if name.hasPrefix("own ") { return try #require(try fixture.template(String(name.dropFirst(4)))) }
      return try #require(Template.named(name))
    }
    var generator = SeededGenerator(seed: seed, stream: "layouts")
    for layout in RandomRows.Layout.allCases {
      var random = RandomRows(layout, &generator)
      let file = random.file(rows: 4)
      let turns = LearnedTurns.allCases[generator.index(below: 2)]
      let what = "seed \(seed), \(layout), turns \(turns)"
      let (rows, loaded): (Rows, Ledger)
      do {
        (rows, loaded) = try RowReader.read(
          bytes: Array(file.utf8), name: layout.isOneValue ? "a.json" : "a.jsonl", options: ReadOptions(turns: turns))
      } catch let error as RowError {
        // The whole file is refused, by the reasons of its rows.
        #expect(error.code == .noRows && error.description.contains("no row can be used: "), "\(what): \(error)")
        continue
      }
      #expect(loaded.isBalanced && loaded.rowsIn == random.rows.count, "\(what)")
      let read = checkRead(random, rows, loaded, "\(what)\n\(file)")
      for template in templates {
        for (capacity, long) in [(4096, LongRule.drop), (120, .cut), (60, .split), (40, .cut)] {
          let packs = try Packs(
            rows, tokenizer: tokenizer, template: template,
            settings: PackSettings(capacity: capacity, contextLength: 2048, long: long, template: template.name))
          #expect(packs.ledger.isBalanced && packs.ledger.rowsIn == rows.count, "\(what)")
          checkPacked(read, packs, tokenizer, "\(what), \(template.name), \(long) at \(capacity)\n\(file)")
        }
      }
    }
  }

  /// Of rows that are read: a turn is in its row, or behind the last answer that is learned, which the ledger says.
  private func checkRead(_ random: RandomRows, _ rows: Rows, _ ledger: Ledger, _ what: String) -> [Int: [RandomRows
    .Said]]
  {
    var read: [Int: [RandomRows.Said]] = [:]
    var missing = 0
    let failed = Set(ledger.failed.flatMap(\.examples))
    #expect(failed.isDisjoint(with: rows.rowNumbers) && failed.count + rows.count == random.rows.count, "\(what)")
    for row in 0..<rows.count {
      let number = rows.rowNumbers[row]
      let turns = rows.conversation(row)?.turns ?? []
      let words = rows.texts(row) + turns.flatMap { [$0.reasoning ?? [], $0.toolCalls ?? []].map { $0[...] } }
      let said = random.rows[number - 1]
      read[number] = said.filter { said in words.contains { $0.firstRange(of: Array(said.word.utf8)) != nil } }
      let lost = said.filter { $0.part != .reasoning && read[number]?.contains($0) != true }
      let reasons = ledger.reduced.filter { $0.examples.contains(number) }.map(\.reason)
      #expect(lost.isEmpty || reasons.contains { $0.contains("after the last learned answer") }, "\(lost): \(what)")
      missing += lost.count
    }
    let counted = ledger.reduced.reduce(0) { $0 + Self.turns(in: $1.reason) }
    #expect(missing == counted, "\(missing) turns are gone, \(counted) of them said to be: \(what)")
    return read
  }

  /// Of rows that are packed: a turn that was read is among a pack's tokens, beyond the length, or left out by the template.
  private func checkPacked(_ read: [Int: [RandomRows.Said]], _ packs: Packs, _ tokenizer: Tokenizer, _ what: String) {
    let ledger = packs.ledger
    var texts: [Int: [UInt8]] = [:]
    for sample in packs.samples {
      texts[packs.rows.rowNumbers[sample.row], default: []] += tokenizer.decode(sample.segment.tokens)
    }
    let dropped = Set(ledger.dropped.flatMap(\.examples))
    #expect(dropped.isDisjoint(with: texts.keys) && dropped.union(texts.keys) == Set(read.keys), "\(what)")
    var (missing, mayBe) = (0, 0)
    for (number, said) in read {
      guard let text = texts[number] else { continue }
      let lost = said.filter { text.firstRange(of: Array($0.word.utf8)) == nil }
      let reasons = ledger.reduced.filter { $0.examples.contains(number) }.map(\.reason)
      func isCounted(_ part: String) -> Bool { reasons.contains { $0.contains(part) } }
      let turns = lost.filter { $0.part == .turn }.count
      let systems = lost.filter { $0.part == .system }.count
      // The first letters of the last answer that is left may be beyond the end too.
      let partly = ledger.tokensCut > 0 ? 1 : 0
      #expect(turns <= partly || isCounted("beyond"), "row \(number) lost \(lost): \(what)")
      #expect(systems == 0 || isCounted("system") || isCounted("beyond"), "row \(number) lost \(lost): \(what)")
      // Which thoughts show is the template's affair, but not that none does.
      let thoughts = said.filter { $0.part == .reasoning }
      #expect(
        thoughts.isEmpty || thoughts.contains { !lost.contains($0) } || partly > 0 || isCounted("reasoning")
          || isCounted("beyond"), "row \(number) lost its thoughts: \(what)")
      missing += turns + systems
      mayBe += (isCounted("system") ? systems : 0) + min(turns, partly)
    }
    // As many turns as are gone are said to be.
    let counted = ledger.reduced.reduce(0) { $0 + Self.turns(in: $1.reason) }
    #expect(
      (counted...counted + mayBe).contains(missing),
      "\(missing) turns are gone, \(counted) of them said to be: \(what)")
  }

  /// Turns that a reason says are gone, without empty ones: `2 turns after the last learned answer`, `3 turns beyond 64 tokens`.
  private static func turns(in reason: String) -> Int {
    let words = reason.split(separator: " ")
    return zip(words, words.dropFirst(1)).reduce(0) { $0 + ($1.1.hasPrefix("turn") ? Int($1.0) ?? 0 : 0) }
  }
}
