import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Stages
import Synchronization
import TestSupport
import Testing
import Tuning
import Work

@Suite("tune, its control and verdict, eval, compare") struct TuneTests {
  private func session(_ count: Int = 100) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count, topics: 8)))\"")
  }

  @Test func formerNamesAreTakenWithAWarning() throws {
    let session = try Session(tiny: true)
    for (old, new) in [("recompute", "gradient_checkpointing"), ("fresh \"x\"", "from_scratch \"x\"")] {
      let found = session.check("load | pack 512 | tune \(old)")
      #expect(found.map(\.code.name) == ["C0224"] && found.map(\.severity) == [.warning], "\(found)")
      #expect(session.check("load | pack 512 | tune \(new)").isEmpty)
    }
    // Under either name it is the same call.
    let rows = "load \"\(try session.file("rows.jsonl", Teaching.pairs(8)))\" | pack 512 | tune epochs 1"
    let (old, new) = (try session.run("\(rows) recompute"), try session.run("\(rows) gradient_checkpointing"))
    #expect(old.key == new.key && old.key != nil)
    #expect(session.check("load | pack 512 | tune recompute gradient_checkpointing").map(\.code.name).contains("C0209"))
  }

  @Test func anotherModelThatKnowsItsBase() throws {
    let (session, load) = try session(30)
    let base = try TinyModel.shared.get()
    let before = try LanguageModel(directory: base).digest()
    let value = try session.model("\(load) | pack 512 | tune epochs 2 batch 5 rate 1e-3")
    let tuned = try LanguageModel(directory: value.directory)
    #expect(tuned.digest() != before)
    #expect(try LanguageModel(directory: base).digest() == before, "the base stays as it is")
    #expect(value.base.path == base && value.outcome.steps == 12 && value.recipe.rows == 30)
    #expect(value.outcome.lossCurve.count == 12)
    #expect((value.outcome.lossCurve.last ?? 9) < (value.outcome.lossCurve.first ?? 0))
    // The setting is what it was.
    #expect(session.interpreter.scope.settings.model == base)
    // The model's own recommendation where no rate is given.
    #expect(try session.model("\(load) | pack 512 | tune epochs 1").recipe.options.learningRate == 2e-3)
    // Nothing is held out: that is said, in place of a verdict.
    #expect(session.heard.takeText().contains { $0.contains("No rows are held out") })
  }

  @Test func interruptedAndResumedEqualsUndisturbed() throws {
    let (session, load) = try session(60)
    let line = "\(load) | pack 256 | tune epochs 2 batch 3 rate 1e-3 validate { \(load) | take 5 }"
    let whole = try session.model(line)

    // Another store; stopped twice, each time going on as another process would.
    var other = try Session(tiny: true)
    var steps: [Int] = []
    for reports in [9, 14] {
      let cancellation = Cancellation()
      let seen = Mutex(0)
      let work = Work(cancellation: cancellation) { progress in
        guard progress.label == "tune" else { return }
        let count = seen.withLock { count in
          count += 1
          return count
        }
        if count >= reports { cancellation.cancel() }
      }
      let error = #expect(throws: Interrupted.self) { try other.run(line, work: work) }
      #expect(error?.kept.contains("checkpoint") == true)
      steps.append(error?.done ?? 0)
      other = try Session(sharing: other, tiny: true)
    }
    #expect(0 < steps[0] && steps[0] < steps[1] && steps[1] < whole.outcome.steps, "\(steps)")
    let resumed = try other.model(line)
    #expect(
      try LanguageModel(directory: resumed.directory).digest() == LanguageModel(directory: whole.directory).digest())
    #expect(resumed.digest == whole.digest)
    #expect(resumed.outcome.lossCurve.map(\.bitPattern) == whole.outcome.lossCurve.map(\.bitPattern))
    #expect(resumed.outcome.validation == whole.outcome.validation)
    #expect(resumed.outcome.learnedTokens == whole.outcome.learnedTokens)
  }

  @Test func patienceValidatesOnTheSearchRowsAndKeepsTheBest() throws {
    let (session, load) = try session(120)
    let rows = "\(load) | hold 30 search 20"
    let tune = "pack 256 | tune epochs 6 batch 4 rate 0.3"
    let plain = try session.run("\(rows) | take 60 | \(tune)")
    _ = session.heard.takeText()
    let outcome = try session.run("\(rows) | take 60 | \(tune) patience 2")
    let value = try #require(outcome.value as? ModelValue)
    let early = try #require(value.outcome.early)
    #expect(outcome.key != plain.key && early.plannedSteps == (plain.value as? ModelValue)?.outcome.steps)
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains("on 20 search rows, every 9 steps") }, "\(text)")
    #expect(
      text.contains { $0.contains("of \(early.plannedSteps): 2 checks in a row without a lower loss") }, "\(text)")
    #expect(early.ranOut && early.bestStep < value.outcome.steps && value.outcome.steps < early.plannedSteps)
    let json = try JSONValue.parse(value.json(limit: 0), file: "a model")
    #expect(json["early_stopping"]?["best_step"] == .integer(Int64(early.bestStep)))
    #expect(json["recipe"]?["validated_on"] == .string("search") && json["recipe"]?["patience"] == .integer(2))
    // Nothing is held back from learning, and the ledger says how it ended.
    #expect(value.recipe.rows == 60)
    #expect("\(outcome.record["ledger"] ?? .null)".contains("checks in a row"), "\(outcome.record)")
    // Asked again, and read back from the store, it is the same.
    let other = try Session(sharing: session, tiny: true)
    let again = try other.model("\(rows) | take 60 | \(tune) patience 2")
    #expect(again.digest == value.digest && again.outcome == value.outcome)
  }

  @Test func patienceHoldsRowsBackWhereNoneAreSetAside() throws {
    let (session, load) = try session(40)
    let line = "\(load) | pack 256 | tune epochs 4 batch 4 rate 1e-3 patience 1"
    let outcome = try session.run(line)
    let value = try #require(outcome.value as? ModelValue)
    let packs = try session.run("\(load) | pack 256")
    let all = try #require(packs.value as? PacksValue).packs
    #expect(value.recipe.rows == 36)
    // Every learned token is of a row that is not held back, and all of them together are those of the packs.
    #expect(value.tokensPerPass == all.learnedTokens)
    let json = try JSONValue.parse(value.json(limit: 0), file: "a model")
    guard case .array(let held)? = json["recipe"]?["held_back_rows"] else {
      Issue.record("no rows are named")
      return
    }
    #expect(held.count == 4)
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains("held back from learning: rows ") }, "\(text)")
    // The same rows by the same seed; LoRA too.
    let lora = try session.model(line + " lora rank 4")
    #expect(try JSONValue.parse(lora.json(limit: 0), file: "a model")["recipe"]?["held_back_rows"] == .array(held))
    #expect(lora.outcome.early?.plannedSteps == value.outcome.early?.plannedSteps)
    // `dropped` knows them.
    #expect(try session.rows(line + " | dropped reason \"held back\"").rows.count == 4)
  }

  @Test func patienceWithoutARowToSpareAndOutOfRange() throws {
    let (session, load) = try session(8)
    let error = #expect(throws: Diagnostic.self) {
      try session.run("\(load) | take 1 | pack 256 | tune patience 1")
    }
    #expect(error?.message.contains("rows to validate on") == true)
    #expect(!session.check("load | pack 512 | tune patience 0").isEmpty)
  }

  @Test func theControlEndsByTheSameRule() throws {
    let (session, load) = try session(160)
    _ = try session.run(
      "\(load) | hold 40 search 20 | score complexity | select top 25% | pack 512 | tune epochs 4 batch 4 patience 2")
    let text = session.heard.takeText()
    let control = try #require(text.first { $0.hasPrefix("control: ") })
    #expect(control.contains("planned for the same "), "\(text)")
    #expect(text.contains { $0.hasPrefix("control: ") && $0.contains("on 20 search rows") }, "\(text)")
  }

  @Test func randomWeightsOfAConfigurationLearnPlainText() throws {
    let session = try Session(tiny: true)
    let path = session.folder("texts")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for n in 0..<6 {
      let text = (0..<120).map { "x\($0 % 7) = f(x\($0 % 5), \(n))\n" }.joined()
      try text.write(toFile: "\(path)/\(n).py", atomically: true, encoding: .utf8)
    }
    let load = "load \"\(path)\" folder"
    let fresh = try TinyModel.shared.get()
    let outcome = try session.run(
      """
      \(load) | pack 256 long split
      | tune from_scratch "\(fresh)" epochs 4 step_tokens 512 rate 3e-3 validate { \(load) | take 2 }
      """)
    let model = try #require(outcome.value as? ModelValue)
    #expect(model.base.path == nil && model.outcome.steps > 4)
    let validation = model.outcome.validation
    #expect(validation.first?.step == 0 && validation.last?.step == model.outcome.steps)
    // From about ln 4096, where nothing is known, to what six like texts teach.
    #expect(abs((validation.first?.loss ?? 0) - log(4096)) < 0.3)
    #expect((validation.last?.loss ?? 9) < 6)
    // Every token of a split text is learned, once an epoch.
    let rows = try session.rows(load)
    #expect(Double(model.outcome.learnedTokens) >= 4 * rows.numbers("answer_tokens").reduce(0, +))
    // There is no base to compare with, and no verdict.
    #expect(outcome.record["heldout"] == nil)
  }

  @Test func theControlHasTheSameStepsAndAsManyLearnedTokens() throws {
    let (session, load) = try session(160)
    try session.run("let pool = \(load) | hold 20 | score complexity")
    _ = session.heard.takeText()
    let outcome = try session.run("pool | select top 25% | pack 512 | tune epochs 2 batch 4")
    let value = try #require(outcome.value as? ModelValue)
    let learned = value.outcome.learnedTokens / 2
    let text = session.heard.takeText()
    let said = try #require(text.first { $0.hasPrefix("control: ") })

    // What `select random learned N` takes, by hand: at most as many, and no row left out would still fit.
    let pool = try session.rows("pool")
    let drawn = try session.rows("pool | select random learned \(learned)")
    func perRow(_ rows: RowsValue) -> [Int] { rows.numbers("answer_tokens").map { Int($0) + 1 } }
    let used = perRow(drawn).reduce(0, +)
    #expect(used <= learned)
    let taken = Set(drawn.rows.rowNumbers)
    for (row, tokens) in zip(pool.rows.rowNumbers, perRow(pool)) where !taken.contains(row) {
      #expect(used + tokens > learned, "row \(row) would still fit")
    }
    #expect(said.contains("(\(drawn.rows.count) rows, \(Figures.count(used)) tokens)"), "\(said)")
    #expect(said.contains("same \(value.outcome.steps) steps"), "\(said)")
    // Each was judged on the rows that `hold` kept from both.
    #expect(outcome.record["heldout"]?["rows"]?.int == 20)
    #expect(outcome.record["heldout"]?["control"]?.double != nil)
    // Asked not to, it runs none, and judges against the base.
    let without = try session.run("pool | select top 25% | pack 512 | tune epochs 2 batch 4 control 0")
    #expect(without.record["heldout"]?["control"] == nil && without.record["heldout"]?["before"] != nil)
    // Above `ask` it says what it would cost.
    try session.run("set ask 0s")
    let unasked = try session.run("pool | select top 20% | pack 512 | tune epochs 1")
    #expect(unasked.record["heldout"]?["control"] == nil)
    #expect(session.heard.takeText().contains { $0.contains("`tune … control 1` runs it") })
    let asked = try session.run("pool | select top 20% | pack 512 | tune epochs 1 control 1")
    #expect(asked.record["heldout"]?["control"]?.double != nil)
  }

  /// One row, part of which is learned once more: as few learned tokens an epoch as no row has.
  @Test func aControlThatNoRowFitsIsLeftOut() throws {
    let (session, load) = try session()
    let outcome = try session.run(
      "\(load) | hold 40 | select top 1 by 0 - answer_tokens | pack 512 | tune epochs 1.4 control 1")
    #expect(outcome.value is ModelValue)
    let text = session.heard.takeText()
    #expect(text.contains { $0.hasPrefix("No random control: no row") }, "\(text)")
    #expect(outcome.record["heldout"]?["before"]?.double != nil && outcome.record["heldout"]?["control"] == nil)
  }

  @Test func theControlAndTheBillReachThroughNames() throws {
    let (session, load) = try session()
    try session.run("let scored = \(load) | hold 20 | score complexity")
    try session.run("let chosen = scored | select top 20%\nlet packs = chosen | pack 512")
    let outcome = try session.run("packs | tune epochs 1 batch 4")
    let text = session.heard.takeText()
    #expect(text.contains { $0.hasPrefix("control: random, same learned tokens") }, "\(text)")
    #expect(outcome.record["heldout"]?["control"]?.double != nil)
    // What scoring took is on the bill, wherever it was done.
    #expect(text.contains { $0.hasPrefix("Bill    score + select ") }, "\(text)")
    let direct = try session.run(
      "\(load) | hold 20 | score complexity | select top 20% | pack 512 | tune epochs 1 batch 4")
    #expect(
      direct.record["bill"]?["choosing_seconds"]?.double == outcome.record["bill"]?["choosing_seconds"]?.double)
    #expect(direct.key == outcome.key)
    // Money is said where its price is known, and makes nothing again.
    #expect(outcome.record["bill"]?["money"] == .null && !text.contains { $0.contains("/h") })
    try session.run("set price 36/h")
    let priced = try session.run("packs | tune epochs 1 batch 4")
    let bill = try #require(priced.record["bill"])
    let seconds = (bill["choosing_seconds"]?.double ?? .nan) + (bill["tuning_seconds"]?.double ?? .nan)
    #expect(abs((bill["money"]?.double ?? .nan) - seconds / 100) < 1e-12)
    #expect(session.heard.takeText().contains { $0.hasPrefix("Bill    ") && $0.contains(" at 36/h.") })
    #expect(priced.key == outcome.key)
  }

  @Test func aControlOfFewerRowsThanStepsSaysSo() throws {
    // Ten answers of few tokens are chosen; a random draw of as many tokens has fewer rows.
    let short = (0..<12).map { ["instruction": "Name \($0).", "output": "n\($0)"] as [String: Any] }
    let long = (0..<12).map { n in
      ["instruction": "Count to \(n).", "output": (0..<6).map(String.init).joined(separator: " ")] as [String: Any]
    }
    let session = try Session(tiny: true)
    let path = try session.file("uneven.jsonl", short + long)
    let outcome = try session.run(
      """
      load "\(path)" | derive short = 0 - answer_tokens | hold 2 | select top 10 by short
      | pack 512 | tune epochs 1
      """)
    let value = try #require(outcome.value as? ModelValue)
    let said = try #require(session.heard.takeText().first { $0.hasPrefix("control: ") })
    #expect(value.outcome.steps == 10)
    #expect(!said.contains("same 10 steps"), "it has fewer rows than steps: \(said)")
  }

  /// The words of a verdict belong to its interval.
  private func expectVerdict(_ outcome: StatementOutcome, _ text: [String], _ word: String) throws {
    let held = try #require(outcome.record["heldout"])
    let interval = try #require(held["interval"]?.array).compactMap(\.double)
    try #require(interval.count == 2)
    let verdict = interval[1] < 0 ? "better" : interval[0] > 0 ? "worse" : "undecided"
    #expect(verdict == word, "\(interval)")
    #expect(held["verdict"]?.string == verdict)
    let sentence = verdict == "undecided" ? "do not tell the two models apart" : "model is \(verdict) than the"
    #expect(text.count { $0.contains(sentence) } == 1, "\(text)")
    let difference = try #require(held["difference"]?.double)
    #expect(interval[0] <= difference && difference <= interval[1])
  }

  @Test func theVerdictIsChosenByTheInterval() throws {
    let (session, load) = try session()
    try session.run("let pool = \(load) | hold 30")
    func tune(_ options: String) throws -> (StatementOutcome, [String]) {
      _ = session.heard.takeText()
      let outcome = try session.run("pool | select random 40% | pack 512 | tune \(options)")
      return (outcome, session.heard.takeText())
    }
    let (better, betterText) = try tune("epochs 2 batch 4 rate 3e-3")
    try expectVerdict(better, betterText, "better")
    let (worse, worseText) = try tune("epochs 2 batch 4 rate 50 clip 0")
    try expectVerdict(worse, worseText, "worse")
    let (none, noneText) = try tune("epochs 1 batch 40 rate 1e-12")
    try expectVerdict(none, noneText, "undecided")
    // Looks at these rows are counted from the second on.
    #expect(!betterText.contains { $0.hasPrefix("Look ") })
    #expect(worseText.contains { $0.hasPrefix("Look 2 at these 30 rows") })
    #expect(noneText.contains { $0.hasPrefix("Look 3 at these 30 rows") })
    // The same model judged again is no further look.
    let (again, _) = try tune("epochs 1 batch 40 rate 1e-12")
    #expect(again.record["heldout"]?["looks"]?.int == 3)
  }

  @Test func twoModelsThatDoNotDifferAreNotToldApart() throws {
    let (session, load) = try session()
    // Nothing is learned at this rate: the choice cannot have paid, whatever the sign of the difference.
    let outcome = try session.run(
      "\(load) | hold 20 | score complexity | select diverse 20% | pack 512 | tune epochs 1 rate 1e-9")
    let text = session.heard.takeText()
    try expectVerdict(outcome, text, "undecided")
    #expect(text.contains { $0.contains("Methods, not models") })
    let bill = text.first { $0.hasPrefix("Bill    ") } ?? ""
    #expect(bill.contains("taken at random") || bill.contains("tune all of it"))
    #expect((outcome.record["bill"]?["choosing_seconds"]?.double ?? 0) > 0)
  }

  @Test func evalIsPairedAndCountsItsLooks() throws {
    let (session, load) = try session()
    try session.run("let tuned = \(load) | hold 30 | select random 40% | pack 512 | tune epochs 2 batch 4 rate 3e-3")
    let report = try session.report("tuned | eval")
    let loss = try #require(report.data["loss"]?.double)
    let base = try #require(report.data["base_loss"]?.double)
    #expect(report.data["rows"]?.int == 30)
    #expect(abs(try #require(report.data["difference"]?.double) - (loss - base)) < 1e-12)
    #expect(abs(try #require(report.data["perplexity"]?.double) - exp(loss)) < 1e-9)
    #expect(report.data["verdict"]?.string == "better" && loss < base)
    // Any other rows: a file, a block, a name.
    let file = try session.file("other.jsonl", Teaching.pairs(7))
    let few = try session.report("tuned | eval \"\(file)\"")
    #expect(few.data["rows"]?.int == 7 && few.data["verdict"]?.string == "undecided")
    #expect((few.data["interval"]?.array?.last?.double ?? 0) < 0, "and yet it excludes zero")
    #expect(few.lines.contains("These 7 rows do not tell the two models apart: a verdict takes at least 30."))
    #expect(try session.report("tuned | eval { \(load) | take 5 }").data["rows"]?.int == 5)
    // Without held-out rows there is nothing to judge by.
    let error = session.failure("\(load) | take 8 | pack 512 | tune epochs 1 | eval")
    #expect(error?.code.name == "C0513")
  }

  @Test func lossesAreEvalRowByRow() throws {
    let (session, load) = try session()
    try session.run("let tuned = \(load) | hold 30 | select random 40% | pack 512 | tune epochs 2 batch 4 rate 3e-3")
    let report = try session.report("tuned | eval")
    let value = try session.rows("tuned | losses")
    let held = try #require(try session.rows("\(load) | hold 30").heldOut)
    #expect(value.rows.rowNumbers == held.rows.rowNumbers && value.heldOut == nil)
    let tokens = value.numbers("judged_tokens")
    #expect(tokens.allSatisfy { $0 > 0 })
    for (column, total) in [("nats", "loss"), ("base_nats", "base_loss")] {
      let mean = value.numbers(column).reduce(0, +) / tokens.reduce(0, +)
      #expect(abs(mean - (report.data[total]?.double ?? .nan)) < 1e-12, "\(column)")
    }
    for (row, count) in tokens.enumerated() {
      #expect(abs(value.numbers("loss")[row] * count - value.numbers("nats")[row]) < 1e-9)
      let gain = (value.numbers("base_nats")[row] - value.numbers("nats")[row]) / count
      #expect(abs(value.numbers("gain")[row] - gain) < 1e-12)
    }
    // They are rows: looked at, ranked and saved as others are.
    let worst = try session.rows("tuned | losses | sort gain | take 3 | show gain question")
    #expect(worst.numbers("gain") == Array(value.numbers("gain").sorted().prefix(3)))
    let path = session.folder("losses.csv")
    try session.run("tuned | losses | show row nats judged_tokens loss gain | save \"\(path)\"")
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("nats,judged_tokens,loss,gain"))
    // A row without an answer that fits is left out by name, and the others keep their places.
    var rows = Teaching.pairs(5)
    rows[2]["instruction"] = String(repeating: "very long ", count: 4_000)
    let file = try session.file("some.jsonl", rows)
    let some = try session.run("tuned | losses \"\(file)\"")
    #expect((some.value as? RowsValue)?.rows.rowNumbers == [1, 2, 4, 5])
    #expect(some.isBalanced && some.ledger("kept") == 4 && some.ledgerEntries("dropped").values.reduce(0, +) == 1)
    #expect(session.failure("\(load) | take 8 | pack 512 | tune epochs 1 | losses")?.code.name == "C0513")
    #expect(session.check("tuned | losses { \(load) | take 5 } | where loss < 2 and topc == \"a\"").hasErrors)
    #expect(session.check("tuned | losses | where loss < 2 and topic == \"a\"").isEmpty)
  }

  @Test func whatAModelIsToMachines() throws {
    let (session, load) = try session()
    let line = "\(load) | hold 30 target 8 search 6 | select random 40% | pack 512 | tune epochs 2 batch 4 lora rank 2"
    let model = try session.model(line)
    let json = try JSONValue.parse(model.json(limit: 0), file: "model")
    #expect(json["digest"]?.string == model.digest.description && json["steps"]?.int == model.outcome.steps)
    #expect(json["losses"]?.array?.compactMap(\.double) == model.outcome.lossCurve)
    #expect(json["learned_tokens"]?.int == model.outcome.learnedTokens)
    #expect(json["recipe"]?["epochs"]?.double == 2 && json["recipe"]?["batch"]?.int == 4)
    #expect(json["recipe"]?["lora"]?["rank"]?.int == 2)
    #expect(json["held_out"]?["target"]?.int == 8 && json["held_out"]?["sealed"]?.int == 16)
    #expect(model.jsonLines() == [model.json(limit: 0)])
    let packs = try #require(try session.run("\(load) | take 20 | pack 512").value as? PacksValue)
    let packed = try JSONValue.parse(packs.json(limit: 0), file: "packs")
    #expect(packed["rows"]?.int == 20 && packed["capacity"]?.int == 512 && packed["held_out"] == .null)
    #expect(abs((packed["density"]?.double ?? 0) - packs.packs.density) < 1e-12)
  }
}
