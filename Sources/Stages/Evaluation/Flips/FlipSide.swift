import Curation
import Diagnostics
import Evaluation
import Foundation
import Pipeline
import Rows

/// What became of one model's answers to problems, as far as two models' are laid side by side.
struct FlipSide {
  /// An answer, in words.
  struct Shown {
    var verdict: String
    /// How far it came; nil: nobody says.
    var step: LadderStep?
    var answer: String?
  }

  /// `a` or `b`.
  let name: String
  /// Whose answers they are; untrusted.
  let what: String
  let results: ProblemResults
  /// Of each problem, in the order of its answers.
  let shown: [String: [Shown]]
  /// What was asked, where that is known.
  let questions: [String: String]
  /// The rows that made the model, where they are at hand.
  let learned: Rows?

  /// Of a model that was judged here.
  init(_ judged: JudgedProblems, what: String, learned: Rows?) {
    name = judged.name
    self.what = what
    self.learned = learned
    results = judged.results
    shown = Dictionary(
      zip(judged.problems.map(\.name), judged.answers).map { name, answers in
        (name, answers.map { Shown(verdict: $0.verdict.rawValue, step: $0.step, answer: $0.answer?.text) })
      }, uniquingKeysWith: { first, _ in first })
    questions = Dictionary(judged.problems.map { ($0.name, $0.prompt) }, uniquingKeysWith: { first, _ in first })
  }

  /// Of lines that say of each answer its problem and what its tests say, by the column that the call names, else `verdict`,
  /// else `passes`. Several lines of one problem are as many answers to it.
  ///
  /// - Throws: `Diagnostic` where no line says so.
  init(_ name: String, _ rows: Rows, _ call: BoundCall) throws {
    self.name = name
    learned = nil
    guard let problem = ["problem", "task_id"].first(where: rows.hasColumn) else {
      throw Self.refusal(name, rows, call, "has no column `problem`")
    }
    let wanted = try FlipsStage.column(call).map { [$0] } ?? ["verdict", "passes"]
    guard let said = wanted.first(where: rows.hasColumn) else {
      throw Self.refusal(name, rows, call, "has no column `\(wanted.joined(separator: "` or `"))`")
    }
    func text(_ row: Int, _ column: String) -> String? {
      guard rows.hasColumn(column) else { return nil }
      let cell = rows.cell(row, column)
      return cell.isMissing ? nil : cell.description
    }
    var order: [String] = []
    var found: [String: (answers: [ProblemResults.Answer], shown: [Shown], topic: String?)] = [:]
    var questions: [String: String] = [:]
    var without = 0
    for row in 0..<rows.count {
      guard let problem = text(row, problem) else {
        without += 1
        continue
      }
      let passes = Self.passes(rows.cell(row, said))
      let verdict = text(row, "verdict").flatMap { ($0 == Self.passing) == passes ? $0 : nil }
      let known = text(row, "step").flatMap { word in LadderStep.allCases.first { $0.words == word } }
      // Of another column than `verdict` the step may be one that it does not stand for.
      let step = passes ? .passes : known == .passes ? nil : known
      if found[problem] == nil {
        order.append(problem)
        found[problem] = ([], [], text(row, "topic"))
        questions[problem] = text(row, "question")
      }
      found[problem]?.answers.append(
        ProblemResults.Answer(
          ended: text(row, "ended") == "true", step: step ?? .nothing,
          verdict: verdict ?? (passes ? Self.passing : "fails")))
      found[problem]?.shown.append(
        Shown(verdict: verdict ?? (passes ? Self.passing : "fails"), step: step, answer: text(row, "answer")))
    }
    guard !order.isEmpty else { throw Self.refusal(name, rows, call, "has no line with a problem") }
    let file = (rows.source.path as NSString).lastPathComponent
    what =
      (file == "(report)" ? "a report" : file) + ", by `\(said)`"
      + (without > 0 ? "; \(Figures.rows(without)) without a problem left out" : "")
    results = ProblemResults(
      order.map { ProblemResults.Problem(name: $0, topic: found[$0]?.topic, answers: found[$0]?.answers ?? []) })
    shown = found.mapValues(\.shown)
    self.questions = questions
  }

  private static let passing = RowVerdict.passes.rawValue

  /// `passes`, as `eval problems` has it; true; a number that is not 0. What is missing does not pass.
  private static func passes(_ cell: Cell) -> Bool {
    switch cell {
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0 && !value.isNaN
    case .text, .json: ["passes", "pass", "passed", "true"].contains(cell.description.lowercased())
    case .missing, .vector: false
    }
  }

  private static func refusal(_ name: String, _ rows: Rows, _ call: BoundCall, _ why: String) -> Diagnostic {
    Diagnostic(
      StageCodes.noResults, "what `flips` calls \(name) is no result of problems: it \(why)",
      at: name == "a" ? call.nameSpan : call.span(of: "other"), label: "needs `problem`, and `verdict` or `passes`",
      notes: ["its columns: \(rows.names.joined(separator: ", "))"],
      helps: [
        Diagnostic.Help("`eval problems \"FILE\"` gives such lines, and `load \"x_eval_results.json\"` EvalPlus's"),
        Diagnostic.Help("two models need the problems: `tuned | flips other problems \"FILE\"`"),
      ])
  }

  /// Answers that need what was not there: they count as not passed.
  var notChecked: Int {
    shown.values.reduce(0) { $0 + $1.count { $0.verdict == RowVerdict.notChecked.rawValue } }
  }
}
