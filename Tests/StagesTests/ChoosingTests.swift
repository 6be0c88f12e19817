import Diagnostics
import Foundation
import LanguageModel
import Numerics
import Pipeline
import Rows
import Stages
import TestSupport
import Testing
import Work

@Suite("score, embed and select") struct ChoosingTests {
  private func session(_ rows: [[String: Any]] = Teaching.pairs(60)) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", rows))\"")
  }

  @Test func scoreAddsColumnsAndSaysWhatOneWouldDoubt() throws {
    let (session, load) = try session()
    let outcome = try session.run("\(load) | score complexity")
    let value = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && value.rows.count == 60)
    let (ifd, conditional, direct) = (value.numbers("ifd"), value.numbers("loss_cond"), value.numbers("loss_direct"))
    for row in 0..<60 { #expect(abs(ifd[row] - exp(conditional[row] - direct[row])) < 1e-12) }
    #expect(value.scoring?.formula.isEmpty == false && value.scoring?.template == "plain")
    let text = session.heard.takeText().joined(separator: "\n")
    let unhelped = ifd.count { $0 >= 1 }
    #expect(text.contains("\(unhelped) at ifd >= 1: kept, not eligible"), "\(text)")
    #expect(text.contains("rank correlation with answer length "), "\(text)")
    #expect(text.contains(" + 0 failed · 0 tokens cut"), "\(text)")
    // What the checker promised is there.
    for line in ["where ifd > 0", "sort loss_cond", "derive gain = loss_direct - loss_cond"] {
      #expect(session.check("\(load) | score complexity | \(line)").isEmpty)
    }
  }

  @Test func anotherModelScoresUnderItsOwnName() throws {
    let (session, load) = try session(Teaching.pairs(12))
    try session.run("let tuned = \(load) | pack 512 | tune epochs 2 batch 3 rate 3e-3")
    let before = try session.rows("\(load) | score complexity")
    let after = try session.rows("\(load) | score complexity with tuned")
    #expect(zip(before.numbers("loss_cond"), after.numbers("loss_cond")).allSatisfy { $0 > $1 })
    #expect(before.scoring?.model != after.scoring?.model)
    // Each is remembered as its own.
    #expect(try session.rows("\(load) | score complexity").rows.digest() == before.rows.digest())
  }

  @Test func theEmbeddingOfScoringIsThatOfTheQuestionAlone() throws {
    let (session, load) = try session(Teaching.pairs(12))
    guard case .vector(let scored)? = try session.rows("\(load) | score complexity").rows.column("embedding"),
      case .vector(let alone)? = try session.rows("\(load) | embed").rows.column("embedding")
    else {
      Issue.record("no embedding")
      return
    }
    #expect(scored.count == 12 && scored.dimension == alone.dimension)
    let largest = alone.values.map(abs).max() ?? 0
    #expect(zip(scored.values, alone.values).allSatisfy { abs($0 - $1) <= 1e-5 * largest })
  }

  @Test func rowsThatCannotBeScoredAreSetAsideWithTheirReason() throws {
    var rows = Teaching.pairs(5)
    rows.append(["instruction": String(repeating: "very long question ", count: 2_000), "output": "x"])
    rows.append(["instruction": "Count.", "output": (0..<3_000).map(String.init).joined(separator: " ")])
    let (session, load) = try session(rows)
    let outcome = try session.run("\(load) | score complexity")
    #expect(outcome.ledgerEntries("dropped") == ["question too long": 1])
    #expect(outcome.isBalanced && outcome.ledger("kept") == 6)
    #expect((outcome.ledger("tokens_cut") ?? 0) > 0)
    let value = try #require(outcome.value as? RowsValue)
    #expect(value.rows.rowNumbers == [1, 2, 3, 4, 5, 7])
    #expect(value.numbers("ifd").allSatisfy { $0.isFinite && $0 > 0 })
    // What was scored, not what the row has.
    #expect(value.numbers("answer_tokens")[5] < 1024)
  }

  @Test func aFailureIsAClassOfTheLedgerAndNeverANumber() throws {
    let (session, load) = try session(Teaching.pairs(6))
    let broken = try TinyModel.make(in: session.folder("broken")) { model in
      guard let norm = model.layout.entries.first(where: { $0.name == "model.norm.weight" }) else { return }
      model.withWeights { $0.pointer[norm.range.lowerBound] = .nan }
    }
    let line = "\(load) | score complexity"
    let error = try #require(session.failure("set model \"\(broken)\"\n\(line)"))
    #expect(error.code.name == "C0510" && error.message.contains("6 of 6"))
    #expect(error.notes.contains { $0.contains("loss not a number") })
    let outcome = try session.run("set max_failed 100%\n\(line)")
    #expect(outcome.ledgerEntries("failed") == ["loss not a number": 6])
    #expect((outcome.value as? RowsValue)?.rows.count == 0 && outcome.isBalanced)
  }

  @Test func scoringStopsAfterItsTimeAndGoesOn() throws {
    let (session, load) = try session()
    // No time at all: nothing is scored, all rows are accounted for.
    let none = try session.run("\(load) | score complexity for 0s")
    #expect(none.ledgerEntries("dropped") == ["not scored yet": 60] && none.isBalanced)
    let all = try session.run("\(load) | score complexity for 10m")
    #expect(all.ledger("kept") == 60)
    // The unfinished value was not remembered in place of the whole one.
    let again = try session.run("\(load) | score complexity for 0s")
    #expect(again.ledger("kept") == 60, "all scores are remembered, so that no time is needed")
  }

  @Test func selectAccountsForEveryRow() throws {
    let (session, load) = try session(Teaching.pairs(90, topics: 6))
    let scored = try session.rows("\(load) | score complexity")
    let ifd = Dictionary(uniqueKeysWithValues: zip(scored.rows.rowNumbers, scored.numbers("ifd")))
    let unhelped = ifd.values.count { $0 >= 1 }
    try #require(unhelped < 60, "too few rows are eligible for this test to say anything")
    for (stage, asked) in [
      ("diverse 20%", 18), ("diverse 20% clusters 3", 18), ("top 20%", 18), ("random 20%", 18), ("diverse 7", 7),
      ("diverse", 36), ("top 5 rows by loss_cond", 5), ("diverse 20% by loss_direct", 18),
    ] {
      let outcome = try session.run("\(load) | score complexity | select \(stage)")
      let value = try #require(outcome.value as? RowsValue)
      #expect(outcome.isBalanced, "\(stage)")
      #expect(value.rows.rowNumbers == value.rows.rowNumbers.sorted(), "\(stage)")
      if stage.contains(" by ") || stage.hasPrefix("random") {
        #expect(value.rows.count == asked, "\(stage)")
        #expect(outcome.ledgerEntries("dropped")["ifd >= 1"] == nil)
      } else {
        #expect(value.rows.count == min(asked, 90 - unhelped), "\(stage)")
        #expect((outcome.ledgerEntries("dropped")["ifd >= 1"] ?? 0) == unhelped, "\(stage)")
        #expect(value.numbers("ifd").allSatisfy { $0 < 1 }, "\(stage)")
      }
    }
    // The hardest of all, and the hardest of each cluster.
    let top = try session.rows("\(load) | score complexity | select top 9")
    let cut = top.numbers("ifd").min() ?? 0
    #expect(ifd.values.count { $0 < 1 && $0 > cut } <= 8)
    let diverse = try session.rows("\(load) | score complexity | select diverse 30% clusters 4")
    #expect(Set(diverse.numbers("cluster")).isSubset(of: [0, 1, 2, 3]))
  }

  @Test func fewerEligibleRowsThanAskedAreAShortfallOfTheLedger() throws {
    var rows = Teaching.pairs(40)
    for n in 0..<30 { rows[n]["points"] = n }
    let (session, load) = try session(rows)
    let outcome = try session.run("\(load) | select top 100% by points")
    #expect(outcome.ledger("kept") == 30 && outcome.isBalanced)
    #expect(outcome.ledgerEntries("dropped") == ["without a score": 10])
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains("10 fewer than asked") })
    #expect(
      text.contains { $0.contains("select: 100% of 40 = 40, of which 30 are eligible: the highest by points") },
      "\(text)")
    // To random weights a question is no help for most rows.
    let random = try TinyModel.make(in: session.folder("random"))
    let scored = try session.rows("set model \"\(random)\"\n\(load) | score complexity").numbers("ifd")
    let unhelped = scored.count { $0 >= 1 }
    try #require(unhelped > 0)
    let diverse = try session.run("\(load) | score complexity | select diverse 100%")
    #expect(diverse.ledgerEntries("dropped") == ["ifd >= 1": unhelped] && diverse.isBalanced)
    #expect(session.heard.takeText().contains { $0.contains("\(unhelped) fewer than asked") })
  }

  /// What is written with a sign of equality is equal.
  @Test(arguments: [
    ("50%", 14, "50% of 31 = 16, of which 14 are eligible: "), ("50%", 1, "50% of 31 = 16, of which 1 is eligible: "),
    ("50%", 16, "50% of 31 = 16: "), ("20", 14, "20 of 31 = 20, of which 14 are eligible: "),
    ("40", 31, "all 31 of 40 asked for: "), ("40", 14, "all 31 of 40 asked for, of which 14 are eligible: "),
    ("50% within topic", 14, "50% of 31 = 16, of which 14 are eligible: "),
  ])
  func whatIsAskedForIsNotSaidToBeWhatIsTaken(share: String, eligible: Int, said: String) throws {
    var rows = Teaching.pairs(31)
    for n in 0..<eligible { rows[n]["points"] = n }
    let (session, load) = try session(rows)
    let outcome = try session.run("\(load) | select top \(share) by points")
    let text = session.heard.takeText()
    #expect(
      outcome.ledger("kept") == min(eligible, share == "40" ? 31 : 16)
        && text.contains { $0.contains("select: " + said) }, "\(text)")
  }

  @Test func aScoreThatIsNoFiniteNumberRanksNothing() throws {
    let (session, _) = try session(Teaching.pairs(4))
    let path = session.folder("odd.jsonl")
    let values = ["1", "NaN", "3", "1e999", "-1e999", "2", "null"]
    let lines = values.enumerated().map { n, value in
      #"{"instruction": "Say \#(n).", "output": "It is \#(n).", "points": \#(value)}"# + "\n"
    }
    try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try session.run("load \"\(path)\" | select top 100% by points")
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [1, 3, 6])
    #expect(outcome.ledgerEntries("dropped") == ["without a score": 4] && outcome.isBalanced)
  }

  @Test func columnsThatDoNotRank() throws {
    let (session, load) = try session(Teaching.pairs(4))
    #expect(session.failure("\(load) | score complexity | select top 2 by topic")?.code.name == "C0306")
    #expect(session.failure("\(load) | select top 2 by z(topic)")?.code.name == "C0306")
    #expect(session.failure("\(load) | select top 2 by tokens > 3")?.code.name == "C0306")
    #expect(session.failure("\(load) | select top 2 by z(ifd)")?.code.name == "C0302")
  }

  @Test func anExpressionRanksAsTheColumnDerivedFromIt() throws {
    let (session, load) = try session(Teaching.pairs(60, topics: 6))
    for mix in ["z(answer_tokens) - 0.3 * z(tokens)", "-tokens", "rank(len(question)) + bin(tokens, 4) / 4"] {
      let direct = try session.rows("\(load) | select top 20% by \(mix) within topic blend 25%")
      let derived = try session.rows("\(load) | derive mix = \(mix) | select top 20% by mix within topic blend 25%")
      #expect(direct.rows.rowNumbers == derived.rows.rowNumbers && direct.rows.count == 12, "\(mix)")
      #expect(direct.rows.names == (try session.rows(load)).rows.names)
    }
    _ = session.heard.takeText()
    try session.run("\(load) | select top 5 by z(tokens) - 0.5 * rank(answer_tokens)")
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("the highest by z(tokens) - 0.5 * rank(answer_tokens)"), "\(text)")
    // z is over the rows that come in, so what was dropped before has no part in it.
    let few = try session.rows("\(load) | take 10 | derive r = rank(tokens)")
    #expect(Set(few.numbers("r")).isSuperset(of: [0, 1]))
  }
}
