import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import Store
import TestSupport
import Testing
import Work

/// The search for the choice that pays: what it compares, what it may claim, and what it makes of bad input.
@Suite("Finding the choice that pays") struct OptimizeTests {
  /// One pass over the rows: what is tested is what the search makes of models, not how good they are.
  private static let then = "then { pack 512 | tune epochs 1 steps 6 }"

  /// Rows of four kinds of work in the name `pool`; of one of them, or of all, the rows that are held out.
  private func session(_ count: Int = 200, hold: String = "hold 90 target 20 search 30") throws -> Session {
    let session = try Session(tiny: true)
    try session.run("let pool = load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\" | \(hold)")
    return session
  }

  private func search(_ outcome: StatementOutcome) throws -> JSONValue {
    try #require(outcome.record["ledger"]?["search"])
  }

  private func numbers(_ value: JSONValue?, _ name: String) -> [Double] {
    (value?[name]?.array ?? []).compactMap(\.double)
  }

  private func entries(_ search: JSONValue) -> [JSONValue] {
    [search["random"], search["random_and_target"]].compactMap { $0 } + (search["recipes"]?.array ?? [])
  }

  @Test func everyRungHasEqualTokensAndSteps() throws {
    let session = try session()
    let outcome = try session.run(
      """
      pool | optimize 40% over { by_words } { nearest_words } { shortest } { take 0 | append target } \
      { score loss | select top by loss_cond } draws 3 then { pack 512 | tune epochs 1 batch 2 }
      """)
    let value = try #require(outcome.value as? RowsValue)
    let search = try search(outcome)
    #expect(outcome.isBalanced, "\(String(describing: outcome.record["ledger"]))")
    let budget = try #require(search["budget"]?.int)
    var reached: [Double: Int] = [:]
    for part in [0.25, 0.5, 1] {
      let rungs = entries(search).flatMap { $0["rungs"]?.array ?? [] }.filter { $0["part"]?.double == part }
      reached[part] = rungs.count
      let limit = (Double(budget) * part).rounded()
      for rung in rungs {
        #expect(numbers(rung, "learned_tokens").allSatisfy { $0 <= limit }, "\(rung)")
        // What is less than the budget is repeated up to it.
        let learned = try #require(numbers(rung, "learned_tokens").first)
        let repeated = try #require(rung["repeated"]?.double)
        let wanted = learned >= 0.98 * limit ? 1 : limit / learned
        #expect(abs(repeated - wanted) < 1e-9)
      }
      #expect(Set(rungs.flatMap { numbers($0, "steps") }).count == 1, "\(rungs)")
    }
    // All five and random; four; two, and random rows with the target's.
    #expect(reached == [0.25: 6, 0.5: 5, 1: 4])
    let random = try #require(search["random"]?["rungs"]?.array?.last)
    #expect(numbers(random, "losses").count == 3 && Set(numbers(random, "losses")).count == 3)
    // The rows that came out are given more steps, until these bring nothing; more random rows only if a choice came out.
    let steps = try #require(numbers(random, "steps").first)
    let longer = search["longer"]?.array ?? []
    #expect(longer.first?["steps_times"]?.double == 2 && longer.first?["steps"]?.double == steps * 2)
    let winner = try #require(entries(search).first { $0["recipe"] == search["winner"] })
    let own = try #require(winner["rungs"]?.array?.last.flatMap { numbers($0, "losses").first })
    let doubled = try #require(longer.first?["loss"]?.double)
    #expect(longer.count == (doubled < own ? 2 : 1), "\(longer)")
    let isChoice = search["decision"]?.string == "choice"
    #expect((search["random_larger"]?.array ?? []).count == (isChoice ? 2 : 0), "only twice 40 % is in the pool")
    // The line that is printed makes the rows that came out.
    let line = try #require(search["line"]?.string)
    let typed = try session.rows("pool | \(line)")
    #expect(typed.rows.rowNumbers == value.rows.rowNumbers)
    let text = session.heard.takeText()
    #expect(text.contains("Write   \(line)"), "\(text)")
    #expect(value.heldOut?.target?.count == 20, "what is held out goes on in the pipe")
  }

  @Test func whatItClaimsIsWhatTheIntervalsSay() throws {
    let session = try Session(tiny: true)
    let outcome = try session.run(
      "load mixed | sample 400 | optimize 10% over { by_words } { nearest_words } { shortest } draws 4 then { pack 512 | tune epochs 1 steps 12 }"
    )
    let search = try search(outcome)
    let decision = search["decision"]?.string
    let text = session.heard.takeText().joined(separator: "\n")
    switch decision {
    case "choice":
      #expect((numbers(search["size"], "interval").last ?? 1) < 0)
      #expect((numbers(search["size_over_target"], "interval").last ?? 1) < 0)
      #expect(text.contains("lower than their mean") && text.contains("As good as random with"), "\(text)")
      #expect((search["random_larger"]?.array ?? []).count == 4)
    case "random + target": #expect((numbers(search["size"], "interval").last ?? 1) < 0)
    case "random": #expect(search["size"] == nil && text.contains("The sealed rows were not opened."), "\(text)")
    default: Issue.record("\(String(describing: decision)) is no decision")
    }
    // The sealed rows were looked at once, for what won.
    #expect(search["sealed"]?["looks"]?.int == (decision == "random" ? nil : 1))
    #expect(search["sealed"].map { numbers($0, "draws").count } == (decision == "random" ? nil : 4))
  }

  @Test func aTargetFromThePoolItselfGivesNothingToClaim() throws {
    let session = try session(240, hold: "hold 120 target 30 search 40")
    let outcome = try session.run(
      """
      pool | optimize 40% over { by_words } { nearest_words } { shortest } { score loss | select top by loss_cond } \
      draws 5 then { pack 512 | tune epochs 1 batch 2 }
      """)
    let search = try search(outcome)
    #expect(search["decision"]?.string != "choice", "\(search)")
    #expect(!session.heard.takeText().contains { $0.contains("with the target's among them: ") })
  }

  @Test func theLibraryAndTheFilterThatTheTargetSuggests() throws {
    let session = try Session(tiny: true)
    let outcome = try session.run("load mixed | sample 120 | optimize 20% draws 2 \(Self.then)")
    let recipes = try #require(try search(outcome)["recipes"]?.array)
    let names = recipes.compactMap { $0["recipe"]?.string }
    let library = StandardLibrary.names(in: StandardLibrary.recipes)
    #expect(library.contains("by_words") && library.count >= 12)
    // But for the two that are always there.
    #expect(
      Set(names.filter { !$0.hasPrefix("with ") }) == Set(library.dropFirst(2).map { $0.replacing("_", with: " ") }))
    #expect(recipes.allSatisfy { $0["failed"] == nil }, "\(recipes.compactMap { $0["failed"] })")
    let filter = try #require(recipes.first { $0["recipe"]?.string?.hasPrefix("with ") == true }, "\(names)")
    // Not `the`, which more of the target's questions have, and most others too.
    #expect(filter["text"]?.string?.hasPrefix("where contains(lower(question), \"python\")") == true, "\(filter)")
  }

  @Test func aRecipeThatFailsSaysSoAndTheRestGoOn() throws {
    let session = try session()
    let outcome = try session.run(
      "pool | optimize 30% over { by_words } { where level > 99 | select random } { shortest } draws 2 \(Self.then)")
    let recipes = try #require(try search(outcome)["recipes"]?.array)
    #expect(recipes.count == 3)
    #expect(recipes.map { $0["failed"] != nil } == [false, true, false])
    #expect(session.heard.takeText().contains { $0.contains("failed: no row is left to pack") })
  }

  @Test(
    "searches that cannot be",
    arguments: [
      ("hold 60 target 20", "optimize 10%", "C0520", "hold 400 target 100 search 100"),
      ("hold 60 search 20", "optimize 10%", "C0519", "target 100 search 100"),
      ("hold 60 target 20 search 20", "optimize 1 tokens over { by_words }", "C0511", "take a larger share"),
      ("take 9", "optimize 10%", "C0520", "hold 400 target 100 search 100"),
    ])
  func searchesThatCannotBe(_ hold: String, _ line: String, _ code: String, _ help: String) throws {
    let error = try session(hold: hold).failure("pool | \(line) \(Self.then)")
    #expect(error?.code.name == code)
    #expect(error?.helps.contains { $0.message.contains(help) } == true, "\(String(describing: error))")
  }

  @Test func rowsThatJudgeAreNotChosenFrom() throws {
    let session = try session()
    let path = session.folder("rows.jsonl")
    // All rows come back into the pool, those that are held out among them.
    let outcome = try session.run(
      "pool | append { load \"\(path)\" } | optimize 30% over { by_words } { shortest } draws 2 \(Self.then)")
    #expect(outcome.ledgerEntries("dropped")["equal to a held-out row"] == 90)
    #expect(try search(outcome)["copies"]?.int == 90)
    #expect(outcome.isBalanced)
    let value = try #require(outcome.value as? RowsValue)
    let judges = try #require(value.heldOut)
    let keys = Set((0..<judges.rows.count).map { judges.rows.contentKey(of: $0) })
    #expect((0..<value.rows.count).allSatisfy { !keys.contains(value.rows.contentKey(of: $0)) })
  }

  @Test func timeBoundsThePlanAndNotTheAnswer() throws {
    let session = try session()
    let line =
      "pool | optimize 30% for 1ms over { by_words } { score loss | select top by loss_cond } draws 5 \(Self.then)"
    let search = try search(session.run(line))
    let omitted = (search["omitted"]?.array ?? []).compactMap(\.string)
    #expect(omitted.contains("more steps") && omitted.contains("2 of 5 random draws"), "\(omitted)")
    #expect((search["longer"]?.array ?? []).isEmpty && (search["random_larger"]?.array ?? []).isEmpty)
    // The plan is that of the first time.
    let other = try Session(sharing: session, tiny: true)
    try other.run("let pool = load \"\(session.folder("rows.jsonl"))\" | hold 90 target 20 search 30")
    #expect(try self.search(other.run(line)) == search)
    #expect(other.heard.takeStages().last == Heard.Stage(name: "optimize", remembered: true))
  }

  @Test func anInterruptedSearchGoesOnWhereItWas() throws {
    let line = "pool | optimize 40% over { by_words } { shortest } { nearest_words } draws 2 \(Self.then)"
    let session = try session()
    // Once in each rung, and once in what follows them.
    for stop in [0.4, 1.5, 3, 9] {
      let cancellation = Cancellation()
      let work = Work(cancellation: cancellation) {
        if $0.label == "optimize", $0.done >= stop { cancellation.cancel() }
      }
      #expect(throws: Interrupted.self) { try session.run(line, work: work) }
    }
    let resumed = try session.run(line)
    let undisturbed = try self.session().run(line)
    func losses(_ outcome: StatementOutcome) throws -> [[Double]] {
      try entries(search(outcome)).flatMap { $0["rungs"]?.array ?? [] }.map { numbers($0, "losses") }
    }
    #expect(try losses(resumed) == losses(undisturbed))
    #expect((resumed.value as? RowsValue)?.rows.rowNumbers == (undisturbed.value as? RowsValue)?.rows.rowNumbers)
  }

  @Test func tuningGoesOnWithItsRows() throws {
    let session = try session()
    try session.run("let best = pool | optimize 30% over { by_words } { shortest } draws 2 \(Self.then)")
    let outcome = try session.run("best | pack 512 | tune epochs 1 batch 4 control 1")
    let held = try #require(outcome.record["heldout"])
    #expect(held["choice"]?.string == "optimized" && held["chosen"]?.double != nil, "\(held)")
    #expect(held["control"]?.double != nil, "\(held)")
    let text = session.heard.takeText()
    #expect(text.contains { $0.hasPrefix("Bill    optimize ") }, "\(text)")
    #expect(!text.contains { $0.contains("all before `select` is remembered") })
  }

  @Test func explainCountsItsModels() throws {
    let session = try session()
    let line = "pool | optimize 30% over { by_words } { shortest } draws 2 \(Self.then)"
    let plan = try #require(try session.run("explain \(line)").plan)
    let stage = try #require(plan.stages.last)
    #expect(stage.name == "optimize" && (stage.estimate.seconds ?? 0) > 0)
    #expect(plan.notes.count { $0.contains("models by 4 ways to choose") } == 1, "\(plan.notes)")
    // Stages that follow do not say it again, and a limit that cannot be kept is not kept in silence.
    let short = line.replacing("30% over", with: "30% for 1ms over")
    let longer = try #require(try session.run("explain \(short) | where tokens > 1 | take 3").plan)
    #expect(longer.notes.count { $0.contains("ways to choose") } == 1, "\(longer.notes)")
    #expect(longer.notes.contains { $0.contains("takes longer than the") }, "\(longer.notes)")
  }

  @Test func whatRecipesShareIsCountedOnce() throws {
    let session = try session()
    // A rate that is not measured is guessed from the machine's, which is another each time.
    let model = try ModelLibrary().load(directory: TinyModel.shared.get())
    try session.executor.store.recordRate("score \(model.digest)", 1_000, engine: .current)
    func seconds(_ recipes: String) throws -> Double {
      let plan = try #require(try session.run("explain pool | optimize 30% over \(recipes) draws 2 \(Self.then)").plan)
      return try #require(plan.stages.last?.estimate.seconds)
    }
    let target = "{ score target | select top }"
    // As many models; the losses of the base are part of the drop, and the drop is part of the contrast.
    let alone = try seconds("\(target) { score target | select top blend 50% }")
    #expect(abs(try seconds("\(target) { score loss | select top }") - alone) < 1e-6)
    #expect(try seconds("\(target) { score contrast | select top }") > alone)
    let contrast = try seconds("{ score contrast | select top } { score contrast | select top blend 50% }")
    #expect(abs(try seconds("\(target) { score contrast | select top }") - contrast) < 1e-6)
  }
}
