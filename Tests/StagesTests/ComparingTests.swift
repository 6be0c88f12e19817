import Diagnostics
import Documents
import Foundation
import Numerics
import Pipeline
import Rows
import Stages
import Synchronization
import TestSupport
import Testing
import Work

/// Ways of choosing against each other: budgets, names, parts, what fails, what a curve is.
@Suite("Comparing ways to choose") struct ComparingTests {
  /// Rows of four kinds of work, the target's being one of them; the name `pool` holds them.
  private func session(_ count: Int = 120, hold: String = "hold 20") throws -> Session {
    let session = try Session(tiny: true)
    try session.run("let pool = load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\" | \(hold)")
    return session
  }

  private static let parts = "hold 60 target 12 search 30"
  private static let then = "then { pack 512 | tune epochs 1 batch 4 }"

  private func learned(_ rows: RowsValue) -> Int { rows.numbers("answer_tokens").reduce(0) { $0 + Int($1) + 1 } }

  private func arms(_ report: ReportValue) throws -> [JSONValue] { try #require(report.data.array) }

  private func numbers(_ arm: JSONValue, _ name: String) -> [Double] { (arm[name]?.array ?? []).compactMap(\.double) }

  @Test func drawsModelsOfAsManyTokens() throws {
    let session = try session()
    try session.run("let scored = pool | score complexity")
    let report = try session.report("scored | compare { select top 25% } { select random 25% } \(Self.then) draws 3")
    let arms = try arms(report)
    #expect(arms.map { $0["arm"]?.string } == ["top", "random"])
    #expect(arms.map { numbers($0, "losses").count } == [1, 3])
    let losses = numbers(arms[1], "losses")
    #expect(Set(losses).count == 3, "every draw makes a model of its own")
    let top = try #require(arms[0]["mean"]?.double)
    let lower = losses.count { $0 > top }
    let text = report.lines.joined(separator: "\n")
    #expect(text.contains("Top is lower than \(lower) of 3 random draws of as many tokens."), "\(text)")
    #expect(text.contains("at least as well \(4 - lower) time"), "\(text)")
    #expect(text.contains("A difference at the level of 1 in 20 takes 19 draws."))
    // A share is of the learned tokens that enter.
    let budget = Int((0.25 * Double(learned(try session.rows("scored")))).rounded())
    #expect(arms.allSatisfy { $0["budget"]?.int == budget })
    for arm in arms { #expect(numbers(arm, "learned_tokens").allSatisfy { Int($0) <= budget }) }
    #expect(Set(arms.flatMap { numbers($0, "steps") }).count == 1)
    // The rows of a draw are those that `select` gives for as many tokens.
    let rows = try session.rows("scored | select random learned \(budget) draw 2")
    #expect(numbers(arms[1], "rows").last == Double(rows.rows.count))
    // The interval is on 20 rows: too few to speak from.
    #expect(arms[0]["size"]?["verdict"]?.string == "undecided")
    #expect(text.contains("20 rows are too few to tell methods apart"), "\(text)")
  }

  @Test func modelsMadeBesideEachOtherAreThoseMadeOneByOne() throws {
    let line = "pool | compare { take 8 } { sample 8 } { where row < 0 } \(Self.then) draws 3"
    /// What came out, without the times.
    func found(threads: Int) throws -> [[String]] {
      try Lanes.$threads.withValue(threads) {
        try arms(try session().report(line)).map { arm in
          ["losses", "steps", "rows", "learned_tokens", "failed"].map { "\(arm[$0] ?? .null)" }
        }
      }
    }
    let one = try found(threads: 1)
    #expect(one[1][0].contains(",") && !one[2][4].isEmpty)
    #expect(try found(threads: 2) == one)
    #expect(try found(threads: 5) == one)
  }

  @Test func rowsAsEachArmChose() throws {
    let session = try session()
    try session.run("let scored = pool | score complexity")
    let report = try session.report(
      "scored | compare { select top 25% } { select random 10% } \(Self.then) match rows")
    #expect(try arms(report).map { numbers($0, "rows") } == [[25], [10]])
    #expect(session.check("scored | compare { select top 25% }").map(\.code.name) == ["C0351"])
  }

  @Test func whatIsAppendedCountsAndWhatIsLittleIsRepeated() throws {
    let session = try session(160, hold: "hold 80 target 12 search 30")
    let pool = try session.rows("pool")
    let budget = Int((0.4 * Double(learned(pool))).rounded())
    let target = try session.rows("pool | take 0 | append target")
    try #require(learned(target) < budget)
    let report = try session.report(
      """
      pool | compare { select random 40% } { select random 40% | append target } { take 0 | append target } \
      \(Self.then) draws 2 on search
      """)
    let arms = try arms(report)
    #expect(arms.map { $0["arm"]?.string } == ["random", "random + target", "target alone"])
    for arm in arms.prefix(2) {
      let tokens = numbers(arm, "learned_tokens").map(Int.init)
      #expect(tokens.allSatisfy { $0 <= budget && $0 > budget * 9 / 10 }, "\(tokens) of \(budget)")
    }
    // The target alone is repeated to as many learned tokens, in as many steps.
    let alone = try #require(arms.last)
    #expect(numbers(alone, "learned_tokens") == [Double(learned(target))])
    #expect(abs(numbers(alone, "repeated")[0] - Double(budget) / Double(learned(target))) < 1e-9)
    #expect(Set(arms.flatMap { numbers($0, "steps") }).count == 1)
    // The target's rows are all there, and 12 more rows would be too many.
    let text = session.heard.takeText()
    #expect(text.contains { $0.hasPrefix("compare: target alone") && $0.contains("repeated ") }, "\(text)")
  }

  @Test func whatIsAppendedAloneMayBeTooMuch() throws {
    let session = try session(hold: Self.parts)
    let pool = try session.rows("pool")
    let budget = Int((0.05 * Double(learned(pool))).rounded())
    let report = try session.report(
      "pool | compare { select random 5% } { select random 5% | append target } \(Self.then) on search")
    let arms = try arms(report)
    #expect(arms.allSatisfy { numbers($0, "learned_tokens").allSatisfy { Int($0) <= budget } })
    let remarks = (arms[1]["remarks"]?.array ?? []).compactMap(\.string)
    #expect(remarks.contains { $0.contains("the appended rows alone exceed the budget") }, "\(remarks)")
  }

  @Test func armsAreNamedByWhatDiffers() throws {
    let session = try session(hold: Self.parts)
    func names(_ blocks: String) throws -> [String?] {
      try arms(session.report("pool | compare \(blocks) then { pack 512 | tune epochs 1 steps 1 } match rows"))
        .map { $0["arm"]?.string }
    }
    #expect(try names("{ select random 5% } { select random 10% }") == ["random 5%", "random 10%"])
    #expect(
      try names("{ score lexical | select top 5% } { score loss | select top 5% } { select random 5% }")
        == ["score lexical", "score loss", "random"])
    #expect(try names("{ take 5 } { sample 5 }") == ["take 5", "sample 5"])
    #expect(try names("{ take 5 } { take 5 }") == ["take 5", "take 5 (2)"])
  }

  @Test func anArmThatFailsIsNamedAndTheOthersGoOn() throws {
    let session = try session()
    let report = try session.report(
      "pool | compare { select random 20% } { where level > 99 | select random 20% } { take 9 } \(Self.then) draws 2")
    let arms = try arms(report)
    #expect(arms.map { numbers($0, "losses").count } == [2, 0, 1])
    #expect(arms[1]["failed"]?.string?.contains("no row is left") == true, "\(arms[1])")
    #expect(report.lines.contains { $0.contains("failed: no row is left to pack") }, "\(report.lines)")
    // Where all fail there is nothing to report.
    let error = session.failure(
      "pool | compare { where level > 99 } { where level > 98 | select random 20% } \(Self.then)")
    #expect(error?.code.name == "C0511")
    // A rate that is too high for any: the base does better, and the report says so.
    let high = try session.report(
      "pool | compare { select random 20% } { take 9 } then { pack 512 | tune epochs 1 batch 4 rate 50 clip 0 }")
    #expect(high.lines.isEmpty == false)
    #expect(session.heard.takeText().contains { $0.contains("worse than the base") })
  }

  @Test func aSearchLooksAsOftenAsItLikes() throws {
    let session = try session(hold: Self.parts)
    let line = "pool | compare { select random 20% } { take 9 } \(Self.then)"
    let search = try session.run(line + " on search")
    let report = try #require(search.value as? ReportValue)
    #expect(try arms(report).allSatisfy { $0["held_out"]?.int == 30 && $0["part"]?.string == "search" })
    #expect(report.lines.first?.contains("on the 30 search rows") == true, "\(report.lines)")
    #expect(search.record["looks"] == nil)
    let sealed = try session.run(line)
    #expect(sealed.record["looks"]?.int == 1)
    #expect(try arms(try #require(sealed.value as? ReportValue)).allSatisfy { $0["held_out"]?.int == 18 })
    #expect(try session.run("pool | compare { take 8 } { take 9 } \(Self.then)").record["looks"]?.int == 2)
    // Without a search part the line to write is said.
    let error = try self.session().failure(line + " on search")
    #expect(error?.code.name == "C0520")
    #expect(error?.helps.contains { $0.message.contains("hold 400 target 100 search 100") } == true)
  }

  @Test func runsAreOrdersOfTheSameRows() throws {
    let session = try session()
    let line = "pool | compare { select random 20% } { take 20 } \(Self.then)"
    let one = try arms(session.report(line))
    let three = try arms(session.report(line + " runs 3"))
    let losses = numbers(three[1], "losses")
    #expect(losses.count == 3 && Set(losses).count == 3)
    #expect(losses.first == numbers(one[1], "losses").first, "the first is in the seed's order")
    #expect(Set(numbers(three[1], "rows")).count == 1)
    #expect(numbers(three[0], "losses") == numbers(one[0], "losses"))
  }

  @Test func aClearDifferenceIsSaidWithItsInterval() throws {
    let session = try session(160, hold: "hold 40")
    // One arm sees rows of one kind only, which half of the rows that judge are not.
    let report = try session.report(
      """
      pool | compare { where topic == "sort" | select random 20% } { select random 20% } \
      then { pack 512 | tune epochs 3 batch 4 } draws 5
      """)
    let arm = try #require(try arms(report).first)
    let size = try #require(arm["size"])
    let interval = numbers(size, "interval")
    let verdict = size["verdict"]?.string
    #expect(verdict == (interval[1] < 0 ? "better" : interval[0] > 0 ? "worse" : "undecided"), "\(size)")
    #expect(interval[0] < interval[1])
    let words = ["better": " lower than their mean", "worse": " higher than their mean", "undecided": "Not told apart"]
    let text = report.lines.joined(separator: "\n")
    #expect(text.contains(words[verdict ?? ""] ?? "?"), "\(text)")
  }

  @Test func progressIsOverTheWhole() throws {
    let session = try session()
    let seen = Mutex<[WorkProgress]>([])
    let work = Work { progress in seen.withLock { $0.append(progress) } }
    try session.run("pool | take 5")
    try session.run("pool | compare { select random 20% } { take 9 } \(Self.then) draws 3", work: work)
    let all = seen.withLock { $0 }
    #expect(Set(all.map(\.label)) == ["compare"])
    #expect(all.allSatisfy { $0.total == 4 } && all.last?.done == 4)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.done <= $1.done })
    #expect(all.contains { $0.done != $0.done.rounded() }, "it moves within a model too")
  }

  // MARK: curve

  @Test func aCurveHasStepsInBothWays() throws {
    let session = try session(hold: Self.parts)
    let report = try session.report(
      "pool | curve { select random } at 20% 10% 40% draws 2 then { pack 512 | tune epochs 1 batch 2 }")
    let points = try arms(report)
    #expect(points.map { $0["share"]?.double } == [0.1, 0.2, 0.2, 0.4, 0.4])
    #expect(
      points.map { $0["steps_are"]?.string } == ["their own", "equal", "proportional", "equal", "proportional"])
    let all = Double(learned(try session.rows("pool")))
    for point in points {
      let tokens = numbers(point, "learned_tokens")
      let asked = (point["share"]?.double ?? 0) * all
      #expect(tokens.count == 2 && tokens.allSatisfy { $0 <= asked.rounded() && $0 > asked * 0.7 }, "\(point)")
      #expect(point["part"]?.string == "search" && point["held_out"]?.int == 30)
    }
    let steps = points.map { numbers($0, "steps").first ?? 0 }
    #expect(steps[1] == steps[0] && steps[3] == steps[0])
    #expect(steps[2] == steps[0] * 2 && steps[4] == steps[0] * 4)
    #expect(report.columnNames == ["share", "learned", "rows", "steps", "loss", "spread", "seconds"])
    #expect(report.cells.map { $0[0] } == ["10%", "20%", "20%", "40%", "40%"])
    #expect(report.cells.allSatisfy { !$0.contains("") })
    // The first points are the draws that `compare` makes.
    let one = try session.report(
      "pool | curve { select random } at 10% 20% then { pack 512 | tune epochs 1 batch 1 } steps equal on sealed")
    #expect(try arms(one).map { $0["steps_are"]?.string } == ["their own", "equal"])
    #expect(try arms(one).allSatisfy { $0["part"]?.string == "sealed" && numbers($0, "losses").count == 1 })
  }

  @Test(
    "curves that cannot be",
    arguments: [
      ("curve { select random } at 10%", "C0351"), ("curve { select random } at 0% 10%", "C0351"),
      ("curve { take 5 }", "C0351"), ("curve { select random } at 10% 120%", "C0207"), ("curve", "C0202"),
    ])
  func curvesThatCannotBe(_ text: String, _ code: String) throws {
    #expect(try session().check("pool | \(text)").map(\.code.name) == [code])
  }

  @Test func anInterruptedCurveGoesOn() throws {
    let session = try session(hold: Self.parts)
    let line = "pool | curve { select random } at 10% 20% 40% then { pack 512 | tune epochs 1 batch 1 }"
    let cancellation = Cancellation()
    let work = Work(cancellation: cancellation) { if $0.label == "curve", $0.done > 0 { cancellation.cancel() } }
    #expect(throws: Interrupted.self) { try session.run(line, work: work) }
    let resumed = try session.report(line)
    let undisturbed = try self.session(hold: Self.parts).report(line)
    #expect(resumed.cells.map { Array($0.prefix(5)) } == undisturbed.cells.map { Array($0.prefix(5)) })
  }
}
