import Diagnostics
import Foundation
import LanguageModel
import Packing
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing
import Tuning
import Work

/// Rows toward what the model should be good at: `hold` in parts, the measures that look at the target, the selections.
@Suite("Toward a target") struct TowardTargetTests {
  /// Two kinds of work; the target is one of them.
  private func session(_ count: Int = 80) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count, topics: 4)))\"")
  }

  private func held(_ line: String, _ session: Session) throws -> RowsValue {
    try #require(try session.run(line).value as? RowsValue)
  }

  // MARK: hold

  @Test func threePartsThatDoNotMeet() throws {
    let (session, load) = try session()
    let value = try held("\(load) | hold 40 target 10 search 12", session)
    let parts = try #require(value.heldOut)
    let numbers = [parts.target?.rowNumbers, parts.search?.rowNumbers, parts.rows.rowNumbers].map { $0 ?? [] }
    #expect(numbers.map(\.count) == [10, 12, 18])
    #expect(Set(numbers.joined()).count == 40 && Set(numbers.joined()).isDisjoint(with: value.rows.rowNumbers))
    // The parts come one after the other in one permutation: what is the target of fewer stays in it.
    let more = try held("\(load) | hold 40 target 15 search 7", session)
    let larger = Set(more.heldOut?.target?.rowNumbers ?? [])
    #expect(larger.isSuperset(of: numbers[0]))
    // And the whole is what `hold 40` alone draws, where no twin is passed over.
    let plain = try held("\(load) | hold 40", session)
    #expect(plain.heldOut?.target == nil && plain.heldOut?.rows.count == 40)
    #expect(plain.rows.rowNumbers == value.rows.rowNumbers)
    // It comes back from the store as it went in.
    let again = try held("\(load) | hold 40 target 10 search 12", try Session(sharing: session, tiny: true))
    #expect(again.heldOut?.target?.digest() == parts.target?.digest())
    #expect(again.heldOut?.search?.digest() == parts.search?.digest())
  }

  @Test func whereDrawsFromTheRowsForWhichItHolds() throws {
    let (session, load) = try session()
    let value = try held("\(load) | hold 12 where topic == \"sort\" target 4 search 4", session)
    let parts = try #require(value.heldOut)
    for rows in [parts.target, parts.search, parts.rows] {
      let topics = RowsValue(try #require(rows)).texts("topic")
      #expect(topics.allSatisfy { $0 == "sort" })
    }
    // The others that match stay in the pool.
    #expect(value.texts("topic").contains("sort") && value.rows.count == 68)
  }

  @Test func fromTakesAnotherFileAndLeavesThePoolWhole() throws {
    let (session, load) = try session(30)
    let mine = try session.file(
      "mine.jsonl",
      (0..<20).map {
        ["prompt": "Explain tickets of kind \($0) in words.", "completion": "Ticket \($0 * 31) says no."]
      })
    let value = try held("\(load) | hold from { load \"\(mine)\" } target 8 search 5", session)
    let parts = try #require(value.heldOut)
    #expect(value.rows.count == 30 && parts.target?.count == 8 && parts.search?.count == 5 && parts.rows.count == 7)
    // More than the file has: the file is named, not what comes in.
    let error = session.failure("\(load) | hold from { load \"\(mine)\" } target 15 search 5")
    #expect(error?.code.name == "C0351" && error?.helps.first?.message.contains("`from`") == true)
    // A copy of a row of the file in the pool is a look at the answer: counted and left out.
    let copies =
      Teaching.pairs(10) + [["instruction": "Explain tickets of kind 3 in words.", "output": "Ticket 93 says no."]]
    let pool = try session.file("copies.jsonl", copies)
    let outcome = try session.run("load \"\(pool)\" | hold from { load \"\(mine)\" } target 8 search 5")
    #expect(outcome.ledgerEntries("dropped")["near twins of held-out rows"] == 1)
  }

  @Test(
    "parts that cannot be",
    arguments: [
      ("hold 20 target 10 search 10", "C0351"), ("hold 20 target 25", "C0351"), ("hold 90", "C0511"),
      ("hold 90 target 10", "C0511"), ("hold 5 where topic == \"none\"", "C0511"), ("hold", "C0351"),
      ("hold 5 where level > 1 from { load }", "C0351"),
    ])
  func partsThatCannotBe(_ text: String, _ code: String) throws {
    let (session, load) = try session()
    #expect(session.failure("\(load) | \(text)")?.code.name == code)
  }

  // MARK: measures

  @Test func theDropIsWhatAWarmUpByHandGives() throws {
    let (session, load) = try session()
    let line = "\(load) | hold 30 where topic == \"sort\" target 8 | score target depth 10"
      .replacingOccurrences(of: "hold 30", with: "hold 14")
    let value = try held(line, session)
    let target = try #require(value.heldOut?.target)

    let directory = try TinyModel.shared.get()
    let base = try LanguageModel(directory: directory)
    let tokenizer = try ModelLibrary().tokenizer(directory: directory)
    func losses(_ model: LanguageModel) throws -> [Double] {
      let encoded = try EncodedRows(value.rows, tokenizer: tokenizer)
      return try (0..<value.rows.count).map { row in
        let pair = try encoded.scoringPair(row, maxLength: base.configuration.contextLength)
        let loss = try model.losses(of: [pair.conditional])[0]
        return loss.nats / Double(loss.count)
      }
    }
    // Of so few rows none is held back.
    let encoded = try EncodedRows(target, tokenizer: tokenizer)
    let samples = try (0..<target.count).flatMap { row in
      try encoded.trainingForm(row, maxLength: base.configuration.contextLength, long: .cut).segments.map {
        TrainingSample(row: row, segment: $0)
      }
    }
    let model = try base.copy()
    let warmUp = WarmUp(
      rate: try #require(base.configuration.recommendedLearningRate), capacity: 4_096, seed: 42)
    let plan = WarmUpPlan(steps: 10, rowsPerStep: 1)
    #expect(try warmUp.run(samples, plan, model: model, work: .silent).steps == 10)
    let (before, after) = (try losses(base), try losses(model))
    for row in 0..<value.rows.count {
      #expect(abs(value.numbers("target")[row] - (before[row] - after[row]) / before[row]) < 1e-4)
      #expect(abs(value.numbers("loss_cond")[row] - before[row]) < 1e-5)
    }
    #expect(value.scores["target"]?.target != nil)
    // Rows of the target's kind lose most.
    let means = Dictionary(grouping: zip(value.texts("topic"), value.numbers("target")), by: \.0)
      .mapValues { Statistics.mean($0.map(\.1)) }
    #expect(means.max { $0.value < $1.value }?.key == "sort", "\(means)")
  }

  @Test func passesAreRememberedRowByRow() throws {
    let (session, load) = try session()
    let pool = "\(load) | hold 14 where topic == \"sort\" target 8"
    let first = try held("\(pool) | score target depth 10", session)
    // Other rows, the same target: only their own are computed, and none of those that are known.
    let other = try Session(sharing: session, tiny: true)
    let fewer = try held("\(pool) | where level < 3 | score target depth 10", other)
    let byRow = Dictionary(uniqueKeysWithValues: zip(first.rows.rowNumbers, first.numbers("target")))
    for (row, value) in zip(fewer.rows.rowNumbers, fewer.numbers("target")) { #expect(byRow[row] == value) }
    // Another depth is another model.
    let deeper = try held("\(pool) | score target depth 20", session)
    #expect(deeper.numbers("target") != first.numbers("target"))
    #expect(deeper.numbers("loss_cond") == first.numbers("loss_cond"))
  }

  /// A fifth of a pass is what a warm-up may cost: with fewer rows to score its steps have fewer rows.
  @Test func aWarmUpCostsAFifthOfAPass() {
    let whole = WarmUpPlan(rows: 90, tokens: 9_000, scoring: 200_000)
    #expect(whole == WarmUpPlan(steps: 20, rowsPerStep: 4))
    #expect(WarmUpPlan(rows: 90, tokens: 9_000, scoring: 119_000) == WarmUpPlan(steps: 20, rowsPerStep: 2))
    #expect(WarmUpPlan(rows: 90, tokens: 9_000, scoring: 10) == WarmUpPlan(steps: 20, rowsPerStep: 1))
    #expect(WarmUpPlan(rows: 90, tokens: 9_000, scoring: 10, steps: 7) == WarmUpPlan(steps: 7, rowsPerStep: 4))
    #expect(WarmUpPlan.heldBack(of: 11).isEmpty && WarmUpPlan.heldBack(of: 40) == [0, 10, 20, 30])
    #expect(WarmUpPlan.heldBack(of: 1_000).count == 20)
  }

  /// Rows held back from the warm-up say whether it tells the target's kind from the others.
  @Test func theBlockSaysHowWellTheTargetIsTold() throws {
    let (session, load) = try session()
    let line = "\(load) | hold 19 where topic == \"sort\" target 16"
    let scored = try held("\(line) | score target", session)
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("after 20 steps of 1 row of the target · 4 rows of it, held back, lose "), "\(text)")
    let found = try #require(text.firstMatch(of: #/, then [\d.]+ nats and stand above (\d+)% of these/#), "\(text)")
    #expect(try #require(Int(found.1)) > 60)
    // Each names its kind here, so words tell them at least as well, and that is said.
    #expect(text.contains(#/By words they stand above (9\d|100)%: `score lexical`, which costs nothing/#), "\(text)")
    #expect(scored.numbers("target").count == scored.rows.count)
  }

  @Test func gradientsAreRememberedRowByRow() throws {
    let (session, load) = try session()
    let pool = "\(load) | hold 19 where topic == \"sort\" target 14"
    let value = try held("\(pool) | score gradient", session)
    #expect(value.numbers("gradient").allSatisfy { $0 > -1 && $0 < 1 })
    #expect(try held("\(pool) | score gradient | select top 8", session).rows.count == 8)
    // The same rows in another process: nothing is computed again, and comes out the same.
    let again = try held("\(pool) | where level < 9 | score gradient", try Session(sharing: session, tiny: true))
    #expect(again.numbers("gradient") == value.numbers("gradient"))
  }

  @Test func contrastSubtractsWhatAnyTuningTeaches() throws {
    let (session, load) = try session()
    let value = try held("\(load) | hold 14 where topic == \"sort\" target 8 | score contrast depth 10", session)
    #expect(value.numbers("contrast").allSatisfy { $0.isFinite })
    let means = Dictionary(grouping: zip(value.texts("topic"), value.numbers("contrast")), by: \.0)
      .mapValues { Statistics.mean($0.map(\.1)) }
    #expect(means.max { $0.value < $1.value }?.key == "sort", "\(means)")
    #expect(means.values.contains { $0 < 0 }, "random rows teach other kinds more than the target does")
  }

  @Test func lexicalNeedsNoModel() throws {
    let (session, load) = try session()
    let value = try held("\(load) | hold 14 where topic == \"sort\" target 8 | score lexical", session)
    let means = Dictionary(grouping: zip(value.texts("topic"), value.numbers("lexical")), by: \.0)
      .mapValues { Statistics.mean($0.map(\.1)) }
    #expect(means.max { $0.value < $1.value }?.key == "sort", "\(means)")
    // A model that is set has no part in it.
    let key = try session.run("\(load) | hold 14 where topic == \"sort\" target 8 | score lexical").key
    let other = try session.run(
      "set precision auto\n\(load) | hold 14 where topic == \"sort\" target 8 | score lexical")
    #expect(other.key == key)
  }

  @Test func lossAloneIsThatOfComplexity() throws {
    let (session, load) = try session(20)
    let loss = try held("\(load) | score loss", session)
    let complexity = try held("\(load) | score complexity", session)
    for (a, b) in zip(loss.numbers("loss_cond"), complexity.numbers("loss_cond")) { #expect(abs(a - b) < 1e-5) }
    // After complexity nothing is left to do for it.
    let again = try Session(tiny: true)
    try again.run("let scored = \(load) | score complexity")
    #expect(try held("\(load) | score loss", again).numbers("loss_cond") == complexity.numbers("loss_cond"))
  }

  @Test func withoutATargetTheyAskForOne() throws {
    let (session, load) = try session(30)
    for text in [
      "score target", "score contrast", "score gradient", "score lexical",
      "select nearest 10%", "select nearest 10% space words",
      "append target", "hold 10 | score lexical",
    ] {
      let error = session.failure("\(load) | \(text)")
      #expect(error?.code.name == "C0519", "\(text): \(error.map { "\($0)" } ?? "no error")")
      #expect(error?.helps.isEmpty == false)
    }
    #expect(session.failure("\(load) | score complexity depth 5")?.code.name == "C0351")
    #expect(session.failure("\(load) | score lexical with \"x\"")?.code.name == "C0351")
  }

  @Test func aTargetOfOneRowAndOneOfOtherColumns() throws {
    let (session, load) = try session(30)
    let one = try held("\(load) | hold 4 target 1 | score target", session)
    #expect(one.numbers("target").allSatisfy { $0.isFinite })
    let mine = try session.file("mine.jsonl", (0..<9).map { ["prompt": "Say \($0)", "completion": "It is \($0)."] })
    let other = try held(
      "\(load) | hold from { load \"\(mine)\" } target 4 | score target depth 10 | append target", session)
    #expect(other.rows.count == 34 && other.numbers("target").count { $0.isNaN } == 4)
    #expect(String(decoding: other.rows.question(33) ?? [], as: UTF8.self).hasPrefix("Say "))
  }

  @Test func aWarmUpThatDivergesIsNamedAndNoScoreWritten() throws {
    let (session, load) = try session(30)
    // A rate at which nothing holds.
    let wild = try TinyModel.make(in: session.folder("wild"))
    let path = wild + "/config.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacing("0.002", with: "1e30").replacing("2e-3", with: "1e30")
    #expect(changed != text)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    let error = session.failure("\(load) | hold 12 target 8 | score target depth 10 with \"\(wild)\"")
    #expect(
      error?.code.name == "C0514" && error?.message.contains("the warm-up on the target") == true,
      "\(String(describing: error))")
  }

  // MARK: selections

  @Test func theLastScoreRanks() throws {
    let (session, load) = try session()
    let pool = "\(load) | hold 14 where topic == \"sort\" target 8 | score lexical"
    let byTarget = try held("\(pool) | score target depth 10 | select top 8", session)
    let named = try held("\(pool) | score target depth 10 | select top 8 by target", session)
    #expect(byTarget.rows.rowNumbers == named.rows.rowNumbers)
    let byWords = try held("\(pool) | select top 8", session)
    let sameBywords = try held("\(pool) | select top 8 by lexical", session)
    #expect(byWords.rows.rowNumbers == sameBywords.rows.rowNumbers)
    let both = try held("\(load) | score complexity | score loss | select top 8", session)
    let sameBoth = try held("\(load) | score loss | select top 8", session)
    #expect(both.rows.rowNumbers == sameBoth.rows.rowNumbers)
    let ifd = try held("\(load) | score loss | score complexity | select top 8", session)
    let sameIfd = try held("\(load) | score complexity | select top 8 by ifd", session)
    #expect(ifd.rows.rowNumbers == sameIfd.rows.rowNumbers)
  }

  @Test(arguments: ["space words", "space hidden", ""])
  func nearestServesEachTargetRowInTurn(_ space: String) throws {
    let (session, load) = try session()
    let value = try held("\(load) | hold 14 where topic == \"sort\" target 8 | select nearest 8 \(space)", session)
    #expect(value.rows.count == 8)
    if space == "space words" { #expect(value.texts("topic").count { $0 == "sort" } >= 4) }
    let tokens = try held(
      "\(load) | hold 14 where topic == \"sort\" target 8 | select nearest learned 300 \(space)", session)
    #expect(tokens.numbers("answer_tokens").reduce(0) { $0 + $1 + 1 } <= 300)
  }

  @Test func representativeRowsAreSpread() throws {
    let (session, load) = try session()
    let value = try held("\(load) | embed | select representative 10%", session)
    #expect(value.rows.count == 8)
    #expect(session.failure("\(load) | select representative 10%")?.code.name == "C0350")
  }

  @Test func groupsKeepTheirParts() throws {
    let (session, load) = try session()
    let value = try held("\(load) | score loss | select top 20 within topic", session)
    let counts = Dictionary(grouping: value.texts("topic"), by: { $0 }).mapValues(\.count)
    #expect(counts.count == 4 && counts.values.allSatisfy { $0 == 5 })
    // Numbers are cut into ten groups of equal count.
    #expect(try held("\(load) | score loss | select top 20 within tokens", session).rows.count == 20)
    #expect(try held("\(load) | select random 20 within topic", session).rows.count == 20)
  }

  @Test func aPartOfTheBudgetIsDrawnAtRandom() throws {
    let (session, load) = try session()
    let whole = Set(try held("\(load) | score loss | select top 20", session).rows.rowNumbers)
    let half = try held("\(load) | score loss | select top 20 blend 50%", session)
    #expect(half.rows.count == 20)
    let best = Set(try held("\(load) | score loss | select top 10", session).rows.rowNumbers)
    #expect(best.isSubset(of: half.rows.rowNumbers) && Set(half.rows.rowNumbers) != whole)
  }

  @Test func aShareAndLearnedTokensAreNotBothSaid() throws {
    let (session, load) = try session(20)
    let line = "\(load) | select random 10% learned 100"
    let error = try #require(session.failure(line))
    #expect(error.code.name == "C0351")
    let source = SourceText(name: "test", text: line)
    let mended = error.helps.first.map { String(decoding: $0.applied(to: source), as: UTF8.self) }
    #expect(mended == "\(load) | select random learned 100")
    let drawn = try held("\(load) | select random learned 100", session)
    #expect(drawn.numbers("answer_tokens").reduce(0) { $0 + $1 + 1 } <= 100)
    #expect(session.failure("\(load) | select random 10% space words")?.code.name == "C0351")
  }

  @Test func theTargetAloneAndBehindTheChosen() throws {
    let (session, load) = try session()
    let pool = "\(load) | hold 14 where topic == \"sort\" target 8"
    let alone = try held("\(pool) | take 0 | append target", session)
    #expect(alone.rows.rowNumbers == alone.heldOut?.target?.rowNumbers)
    let behind = try held("\(pool) | take 3 | append target", session)
    #expect(behind.rows.count == 11 && Array(behind.rows.rowNumbers.suffix(8)) == alone.rows.rowNumbers)
    #expect(
      try session.run("\(pool) | take 3 | append target | pack 512 | tune epochs 1 control 0").value is ModelValue)
    for text in ["append", "append target { load }"] {
      #expect(session.failure("\(load) | \(text)")?.code.name == "C0351")
    }
  }
}
