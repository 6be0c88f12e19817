import Diagnostics
import LanguageModel
import Packing
import Pipeline
import Stages
import TestSupport
import Testing

@Suite("pack") struct PackTests {
  private func session(_ rows: [[String: Any]]) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", rows))\"")
  }

  @Test func theLedgerTheDensityAndItsBaselines() throws {
    let (session, load) = try session(Teaching.pairs(80))
    let outcome = try session.run("\(load) | pack 512")
    let value = try #require(outcome.value as? PacksValue)
    let packs = value.packs
    #expect(outcome.isBalanced && outcome.ledger("kept") == 80 && outcome.ledger("tokens_cut") == 0)
    // Every sample in one pack, no pack beyond its capacity.
    #expect(packs.bins.joined().sorted() == Array(packs.samples.indices))
    for bin in packs.bins { #expect(bin.reduce(0) { $0 + packs.lengths[$1] } <= 512) }
    let real = packs.lengths.reduce(0, +)
    #expect(packs.tokens == real)
    #expect(packs.learnedTokens < real && packs.learnedTokens > 0)
    #expect([packs.density, packs.paddedDensity16, packs.lengthSortedDensity16].allSatisfy { (0...1).contains($0) })
    #expect(packs.lengthSortedDensity16 >= packs.paddedDensity16)
    #expect(packs.density > packs.paddedDensity16)
    // By hand: real tokens over the room of the packs, the last at its own length.
    let last = packs.bins[packs.bins.count - 1].reduce(0) { $0 + packs.lengths[$1] }
    #expect(packs.density == Double(real) / Double(512 * (packs.bins.count - 1) + last))
    #expect(session.heard.takeText().contains { $0.contains("no sample sees another") })
    // The tokens of the rows are the tokens that are fed.
    #expect(try Int(session.rows(load).numbers("tokens").reduce(0, +)) == real)
  }

  @Test func longRowsByEachRule() throws {
    var rows = (0..<4).map { ["instruction": "Say \($0).", "output": "x = \($0)"] as [String: Any] }
    rows.append(["instruction": "Count.", "output": (0..<400).map(String.init).joined(separator: " ")])
    let (session, load) = try session(rows)
    let cut = try session.run("\(load) | pack 128")
    #expect(cut.ledger("kept") == 5 && (cut.ledger("tokens_cut") ?? 0) > 0 && cut.isBalanced)
    let packs = try #require((cut.value as? PacksValue)?.packs)
    let last = try #require(packs.samples.last?.segment)
    #expect(last.tokens.count == 128 && last.learnTo == 128)
    #expect(last.tokens.last != 0, "its end-of-text is not there to learn")
    let drop = try session.run("\(load) | pack 128 long drop")
    #expect(drop.ledger("kept") == 4 && drop.isBalanced && drop.ledger("tokens_cut") == 0)
    #expect(drop.ledgerEntries("dropped").keys.first?.contains("128") == true)
  }

  @Test func packsTooSmallForAnything() throws {
    let (session, load) = try session(Teaching.pairs(2))
    #expect(session.failure("\(load) | pack 8")?.code.name == "C0511")
  }

  @Test func packsOfOneModelAreNotTunedIntoAnother() throws {
    let (session, load) = try session(Teaching.pairs(8))
    let other = try TinyModel.make(in: session.folder("other"), seed: 9)
    let error = session.failure("let packs = \(load) | pack 256\nset model \"\(other)\"\npacks | tune epochs 1")
    #expect(error?.code.name == "C0512")
  }
}
