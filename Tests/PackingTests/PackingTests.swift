import LanguageModel
import Numerics
import Packing
import Rows
import TestSupport
import Testing

@Suite("Packs")
struct PackingTests {
  @Test(
    "nothing is lost, no bin overflows, and a bin more than the bound is never opened",
    arguments: 1...40 as ClosedRange<UInt64>)
  func invariants(seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: "bins")
    let capacity = 1 + generator.index(below: 5000)
    let lengths = (0..<generator.index(below: 700)).map { _ in generator.index(below: capacity + 1) }
    let bins = BestFit.bins(lengths: lengths, capacity: capacity)
    #expect(bins.flatMap { $0 }.sorted() == Array(lengths.indices))
    let sums = bins.map { $0.reduce(0) { $0 + lengths[$1] } }
    #expect(sums.allSatisfy { $0 <= capacity })
    #expect(bins == BestFit.bins(lengths: lengths, capacity: capacity))
    #expect(bins == byDefinition(lengths, capacity))
    let real = lengths.reduce(0, +)
    // Any two bins of a best-fit packing together hold more than one bin could.
    if bins.count > 1 { #expect(real * 2 > capacity * (bins.count - 1)) }
    let density = Density.packed(bins, lengths: lengths, capacity: capacity)
    if let last = sums.last, real > 0 {
      #expect(density == Double(real) / Double((bins.count - 1) * capacity + last))
      #expect(density > 0 && density <= 1)
    }
  }

  /// Best fit as it is said: go through the bins and take the fullest that has room; of equal ones the last to get there.
  private func byDefinition(_ lengths: [Int], _ capacity: Int) -> [[Int]] {
    var bins: [(items: [Int], left: Int, stamp: Int)] = []
    for (stamp, item) in lengths.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }).enumerated() {
      let fitting = bins.indices.filter { bins[$0].left >= lengths[item] }
      if let best = fitting.min(by: { (bins[$0].left, -bins[$0].stamp) < (bins[$1].left, -bins[$1].stamp) }) {
        bins[best] = (bins[best].items + [item], bins[best].left - lengths[item], stamp)
      } else {
        bins.append(([item], capacity - lengths[item], stamp))
      }
    }
    return bins.map { $0.items.sorted() }
  }

  @Test("small cases by hand")
  func byHand() {
    #expect(BestFit.bins(lengths: [], capacity: 10) == [])
    #expect(
      BestFit.bins(lengths: [5, 7, 5, 2, 4, 2, 5, 1, 6], capacity: 10) == [[1, 3, 7], [4, 8], [0, 2], [5, 6]])
    #expect(BestFit.bins(lengths: [11, 3], capacity: 10) == [[0], [1]])
    #expect(Density.padded([1, 3], group: 16) == 4.0 / 6.0)
    #expect(Density.padded([1, 3], group: 1) == 1)
    #expect(Density.packed([[0, 1], [2]], lengths: [6, 3, 5], capacity: 10) == 14.0 / 15.0)
    #expect(Density.packed([], lengths: [], capacity: 10) == 1)
  }

  @Test("a whole set fills its packs to 99.5 %, beside what padding reaches")
  func density() throws {
    guard let path = SharedData.path("instruct/evol-codealpaca-1.json") else { return }
    let packs = try Packs(
      RowReader.read(path: path).0, tokenizer: Fixtures.tokenizer(), template: .plain,
      settings: PackSettings(capacity: 4096, contextLength: 2048))
    #expect(packs.density >= 0.995)
    #expect(packs.paddedDensity16 < packs.lengthSortedDensity16 && packs.lengthSortedDensity16 < packs.density)
    #expect(packs.ledger.isBalanced && packs.ledger.rowsIn == 1966)
    #expect(packs.samples.count == packs.ledger.kept)
    #expect(packs.learnedTokens < packs.tokens)
  }

  @Test("the ledger accounts for rows and tokens, by rule", arguments: LongRule.allCases)
  func ledger(long: LongRule) throws {
    let rows = try Fixtures.rows(
      [#"{"instruction": "\#(String(repeating: "long ", count: 60))", "output": "a"}"#]
        + (1...30).map { #"{"instruction": "Go \#($0)", "output": "\#(String(repeating: "run on ", count: $0))"}"# })
    let encoded = try EncodedRows(rows, tokenizer: Fixtures.tokenizer())
    let settings = PackSettings(capacity: 64, contextLength: 48, long: long)
    let packs = Packs(rows, encoded: encoded, settings: settings)
    #expect(packs.ledger.isBalanced && packs.ledger.rowsIn == 31 && packs.rows.count == packs.ledger.kept)
    #expect(packs.lengths.allSatisfy { $0 <= 48 })
    #expect(packs.bins.allSatisfy { $0.reduce(0) { $0 + packs.lengths[$1] } <= 64 })
    let answers = (0..<rows.count).filter { packs.rows.rowNumbers.contains(rows.rowNumbers[$0]) }
      .reduce(0) { $0 + encoded.answer($1).count }
    let ends = packs.samples.count { $0.segment.tokens.last == encoded.endOfText }
    #expect(packs.learnedTokens + packs.ledger.tokensCut == answers + ends)
    switch long {
    case .drop:
      #expect(packs.ledger.tokensCut == 0 && ends == packs.samples.count)
      #expect(packs.ledger.dropped.map(\.reason) == ["longer than 48 tokens"])
    case .cut, .split:
      #expect(packs.ledger.tokensCut > 0 && ends < packs.samples.count)
      #expect(packs.ledger.dropped == [Ledger.Entry(reason: "question too long", count: 1, examples: [1])])
    }
    let back = try Packs(serialized: packs.serialized())
    #expect(back.serialized() == packs.serialized())
    #expect(back.bins == packs.bins && back.samples == packs.samples && back.ledger == packs.ledger)
    for length in stride(from: 0, to: packs.serialized().count, by: 97) {
      #expect(throws: RowError.self) { try Packs(serialized: Array(packs.serialized().prefix(length))) }
    }
  }
}
