import Diagnostics
import Documents
import Pipeline
import Stages
import Syntax
import Testing

/// What is said before a choice is paid for, and after one that did not pay.
@Suite("likeness, and the line to type next") struct NextLineTests {
  private func session(_ count: Int) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count, topics: 8)))\"")
  }

  /// A choice that fewer rows judge than a verdict takes: it is never called better.
  private static let choice = "score loss | select top 25% by loss_cond | pack 512 | tune epochs 1 rate 1e-9"

  private func line(_ outcome: StatementOutcome, _ session: Session) throws -> String {
    let next = try #require(outcome.record["next"], "a verdict that is not better ends in what to do")
    let line = try #require(next["line"]?.string)
    let errors = session.check(line).filter(\.isError)
    #expect(errors.isEmpty, "\(line): \(errors.map(\.message))")
    #expect((next["seconds"]?.double ?? 0) > 0)
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains(line) }, "what is recorded is shown: \(text)")
    return line
  }

  @Test func withoutATargetItHoldsOneOut() throws {
    let (session, load) = try session(260)
    let outcome = try session.run("\(load) | hold 20 | \(Self.choice)")
    #expect(outcome.record["heldout"]?["verdict"]?.string == "undecided")
    let next = try line(outcome, session)
    // The twenty are too few to be cut in three: others are held out in their place, a third of what is left.
    #expect(next.hasPrefix("\(load) | hold 20 | hold 80 target 20 search 20 | "), "\(next)")
    #expect(next.hasSuffix(" then { pack 512 | tune epochs 1 rate 1e-09 }"), "the same way to make a model: \(next)")
    // What was written is changed where that does.
    let again = try session.run(
      """
      \(load) | hold 100 where level < 4 | score loss | select top 20 rows by loss_cond
      | pack 512 | tune steps 2 rate 1e-9 control 1
      """)
    let written = try line(again, session)
    #expect(written.contains(" | hold 100 where level < 4 target 25 search 25 | "), "\(written)")
  }

  @Test func withATargetItSearches() throws {
    let (session, load) = try session(120)
    try session.run("let data = \(load) | hold 20 target 5 search 5\nlet scored = data | score loss")
    try session.run("let chosen = scored | select top 25% by loss_cond")
    let next = try line(try session.run("chosen | pack 512 | tune epochs 1 rate 1e-9"), session)
    #expect(next.hasPrefix("scored | ") && !next.contains("hold"), "\(next)")
    // Its own share, not another.
    #expect(next.contains(" 25%"), "\(next)")
  }

  @Test func noAdviceIsGivenThatWasNotEarned() throws {
    let (session, load) = try session(40)
    // Nothing was chosen by a score.
    let random = try session.run("\(load) | hold 8 | select random 50% | pack 512 | tune epochs 1 rate 1e-9")
    #expect(random.record["next"] == nil)
    // Too few rows for three parts.
    let few = try session.run("\(load) | hold 8 | \(Self.choice)")
    #expect(few.record["heldout"]?["verdict"]?.string == "undecided" && few.record["next"] == nil)
  }

  @Test func whatIsBetterIsExchangedForRandomRows() throws {
    let session = try Session(tiny: true)
    let outcome = try session.run(
      """
      load mixed | sample 400 | compare { select random 10% } { take 0 | append target } draws 6 \
      then { pack 512 | tune steps 24 }
      """)
    let arms = try #require((outcome.value as? ReportValue)?.data.array)
    #expect(arms[1]["size"]?["verdict"]?.string == "better", "rows of the task against rows of all kinds: \(arms)")
    let line = try #require(
      outcome.record["conclusion"]?["next"]?["line"]?.string ?? outcome.record["next"]?["line"]?.string)
    #expect(
      line
        == "load mixed | sample 400 | curve { select random 10% } at 10% 20% 40% then { pack 512 | tune steps 24 } on sealed",
      "\(line)")
    #expect(try session.run("explain \(line)").plan != nil)
  }

  @Test func likenessIsSaidBeforeAChoiceIsPaidFor() throws {
    let session = try Session(tiny: true)
    func finding(_ line: String) throws -> String? {
      _ = session.heard.takeText()
      let likeness = try session.run("\(line) | describe").record["likeness"]
      let said = session.heard.takeText().filter { $0.contains("of the pool is as near to the target") }
      #expect(said.count == (likeness == nil ? 0 : 1), "\(said)")
      // The plan says the same, and runs nothing of what follows.
      let choice = likeness == nil ? "select random 10%" : "score lexical | select top 10%"
      let plan = try #require(try session.run("explain \(line) | \(choice) | pack | tune").plan)
      #expect(plan.notes.filter { $0.contains("of the pool is as near") } == said, "\(plan.notes)")
      #expect(plan.stages.last?.isRemembered == false)
      return likeness?["finding"]?.string
    }
    #expect(try finding("load mixed") == "can pay")
    #expect(try finding("load limit 600 | hold 120 target 40 search 40") == "alike")
    #expect(try finding("load limit 600 | hold 120") == nil)
    // Through names; of no column that a set has planted.
    try session.run("let data = load mixed | select random 50%")
    #expect(try session.run("data | describe").record["likeness"]?["finding"]?.string == "can pay")
  }
}
