import Diagnostics
import Documents
import Evaluation
import Foundation
import Pipeline
import Rows
import Stages
import Store
import TestSupport
import Testing
import Work

/// `compare`, `curve` and `optimize` with `problems`: what is run beside loss, and what may be said where the two do not agree.
@Suite("Arms of a comparison on problems") struct ComparedProblemsTests {
  // MARK: What may be said

  /// So many problems, of which the first are passed.
  private func results(_ count: Int, passed: Int, from first: Int = 0) -> ProblemResults {
    ProblemResults(
      (0..<count).map { place in
        let passes = place >= first && place < first + passed
        return ProblemResults.Problem(
          name: "p\(place)",
          answers: [.init(ended: true, step: passes ? .passes : .parses, verdict: passes ? "passes" : "fails")])
      })
  }

  private func arms(_ own: [ProblemResults], _ random: [ProblemResults], told: Set<String> = []) -> ArmsOnProblems {
    ArmsOnProblems(
      [
        ArmOnProblems("words", own.map { AnsweredProblems($0, told: told) }),
        ArmOnProblems("random", random.map { AnsweredProblems($0, told: []) }),
      ], base: results(100, passed: 0), random: 1, seed: 1)
  }

  @Test func singleModelsAreComparedByTheExactTest() {
    let arms = arms([results(100, passed: 12)], [results(100, passed: 2)])
    let json = arms.json(0, loss: .undecided)
    let p = json["passing"]?["mcnemar_p"]?.double ?? 1
    // Ten that only the one solves: two tails of one half to the tenth.
    #expect(abs(p - 2 / 1_024) < 1e-12 && json["passing"]?["verdict"]?.string == "better")
    #expect(arms.sentences.first?.contains("only the one solves 10, only the other 0, exact McNemar p = 0.002") == true)
    #expect(arms.disagreement(0, loss: .better) == nil)
    #expect(
      arms.disagreement(0, loss: .undecided)
        == "Loss and problems do not say the same of words: it passes more problems than random (+10.0 points in pass@1), and its loss does not show it."
    )
    #expect(arms.disagreement(0, loss: .worse)?.hasPrefix("Loss and problems contradict each other on words") == true)
    #expect(arms.disagreement(1, loss: .undecided) == nil, "random rows are not measured by themselves")
    #expect(json["passes"]?.array?.compactMap(\.int) == [12] && json["parses"]?.array?.compactMap(\.int) == [100])
  }

  @Test func fewProblemsAreSaidNotToTellApart() throws {
    let arms = arms([results(100, passed: 3)], [results(100, passed: 1)])
    let sentence = try #require(arms.disagreement(0, loss: .better))
    #expect(
      sentence.contains("its loss is lower than random's, and these 100 problems do not show that it passes more"))
    #expect(sentence.contains("+2.0 points in pass@1; so"), "\(sentence)")
    #expect(arms.sentences.first?.contains("They are not told apart; so") == true, "\(arms.sentences)")
  }

  @Test func drawsHaveTheIntervalOfLosses() throws {
    let passed = [2, 4, 3, 1, 5]
    let arms = arms([results(100, passed: 20)], passed.map { results(100, passed: $0) })
    let passing = try #require(arms.json(0, loss: .better)["passing"])
    let shares = passed.map { Double($0) / 100 }
    let mean = shares.reduce(0, +) / 5
    let spread = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4).squareRoot()
    // t(0.975, 4) = 2.776445.
    let margin = 2.776445 * spread * (1 + 1.0 / 5).squareRoot()
    let interval = (passing["interval_over_draws"]?.array ?? []).compactMap(\.double)
    try #require(interval.count == 2)
    #expect(abs(interval[0] - (0.2 - mean - margin)) < 1e-6 && abs(interval[1] - (0.2 - mean + margin)) < 1e-6)
    #expect(abs((passing["difference"]?.double ?? 0) - 0.17) < 1e-9 && passing["verdict"]?.string == "better")
    #expect(passing["mcnemar_p"] == nil && passing["agrees_with_loss"]?.bool == true)
    // Draws that solve the same problems have no spread, and a single problem more would be outside of it: problems vary too.
    let still = self.arms([results(100, passed: 3)], passed.map { _ in results(100, passed: 2) })
    #expect(still.json(0, loss: .undecided)["passing"]?["verdict"]?.string == "undecided")
    // Below 30 problems there is no verdict by draws.
    let few = self.arms([results(20, passed: 20)], passed.map { _ in results(20, passed: 0) })
    #expect(few.json(0, loss: .undecided)["passing"]?["verdict"]?.string == "undecided")
  }

  @Test func toldProblemsDecideNothing() {
    let told = Set((0..<10).map { "p\($0)" })
    let arms = arms([results(100, passed: 10)], [results(100, passed: 0)], told: told)
    #expect(
      arms.json(0, loss: .undecided)["pass@1"]?.double == 0
        && arms.json(0, loss: .undecided)["told_pass@1"]?.double == 1)
    #expect(arms.json(0, loss: .undecided)["passing"]?["verdict"]?.string == "undecided")
    let text = arms.rates.joined(separator: "\n")
    #expect(
      text.contains(
        "Rows of these models tell 10 of the problems: they are judged apart, and the 90 clean problems decide."))
    #expect(text.contains("of the told ones"))
  }

  // MARK: In stages

  private static let then = "then { pack 512 | tune steps 2 }"

  private func session(_ other: Session? = nil) throws -> Session {
    let session = try other ?? Session(tiny: true)
    try session.run(
      "let pool = load \"\(try session.file("rows.jsonl", Teaching.pairs(120)))\" | hold 60 target 12 search 30")
    return session
  }

  @Test func everyModelOfEveryArmAnswers() throws {
    let session = try session()
    let file = try session.problems()
    let plain = "pool | compare { take 8 } { select random 20% } \(Self.then) draws 2"
    let line = "\(plain) problems \"\(file)\" max 6"
    let outcome = try session.run(line)
    let report = try #require(outcome.value as? ReportValue)
    let arms = try #require(report.data.array)
    #expect(arms.map { $0["passes"]?.array?.count } == [1, 2] && arms.allSatisfy { $0["problems"]?.int == 3 })
    for column in ["ends", "has_code", "parses", "defines_the_name", "runs"] {
      #expect(arms[1][column]?.array?.count == 2, "\(column)")
    }
    let text = report.lines.joined(separator: "\n")
    for words in [
      "3 problems: 3 of problems.jsonl", "ends  has code  parses", "random, 2 models", "pass@1  before",
      "Self-check: 3 of 3 references pass",
    ] { #expect(text.contains(words), "\(words): \(text)") }
    #expect(report.verdict.contains { $0.contains("passes 0.0% of the 3 problems") }, "\(report.verdict)")
    // Loss is as it is without them.
    let bare = try #require(try session.report(plain).data.array)
    #expect(zip(bare, arms).allSatisfy { $0["losses"] == $1["losses"] } && bare[0]["passes"] == nil)
    // Another session asks nobody again: no answer is generated.
    let again = try self.session(Session(sharing: session, tiny: true))
    let second = try #require(try again.report(line).data.array)
    #expect(zip(second, arms).allSatisfy { $0["passes"] == $1["passes"] && $0["losses"] == $1["losses"] })
  }

  @Test func curveAndOptimizeSaySoToo() throws {
    let session = try session()
    let file = try session.problems()
    let curve = try session.report(
      "pool | curve { select random } at 20% 40% steps equal \(Self.then) problems \"\(file)\" max 6")
    #expect(curve.columnNames.last == "pass@1" && curve.cells.allSatisfy { $0.count == curve.columnNames.count })
    #expect(try #require(curve.data.array).allSatisfy { $0["passes"]?.array?.count == 1 })
    let outcome = try session.run(
      "pool | optimize 50% over { by_words } { shortest } draws 2 \(Self.then) problems \"\(file)\" max 6")
    let judged = try #require(outcome.record["ledger"]?["search"]?["problems"]?.array)
    #expect(judged.first?["arm"]?.string == "random" && judged.first?["passes"]?.array?.count == 2)
    #expect(
      session.heard.takeText().contains { $0.contains("The search went by loss; problems were asked when it was over") }
    )
  }

  @Test func sealedRowsWithTestsAreProblems() throws {
    let session = try Session(tiny: true)
    let report = try session.report(
      "load | compare { take 8 } { sample 8 } \(Self.then) held_out_problems max 4")
    let arms = try #require(report.data.array)
    #expect((arms[0]["problems"]?.int ?? 0) > 100, "\(arms[0])")
    #expect(report.lines.contains { $0.contains("of the sealed rows") })
    let eval = try session.report("load | take 4 | pack 512 | tune steps 1 control 0 | eval held_out_problems max 4")
    #expect(eval.cells.count > 100)
  }

  @Test func optionsWithoutProblemsAreRefused() throws {
    let session = try session()
    for line in [
      "pool | compare { take 8 } { sample 8 } samples 3", "pool | curve { select random } at 5% 10% max 9",
      "pool | optimize 10% temperature 1", "pool | compare { take 8 } { sample 8 } problems \"x.jsonl\" samples 3",
    ] {
      #expect(session.check(line).contains { $0.isError }, "\(line)")
    }
  }
}
