import Curation
import Diagnostics
import Evaluation
import Foundation
import Pipeline
import Rows

/// The problems of a call, read from its files and rows, and what was left out.
struct ProblemSet {
  /// Those that can be checked here.
  private(set) var problems: [CodeProblem] = []
  /// What is said of each file: its name, its layout, how many.
  private(set) var files: [String] = []
  /// What rows may not tell, by file.
  private(set) var tellable: [Tellable] = []
  /// Problems that are not checked, and rows that are none, with the reason.
  private(set) var notes: [String] = []

  /// A file's problems as far as rows may tell them.
  struct Tellable {
    var problems: [Problem]
    /// By the place in `problems`: the name that it is judged under.
    var names: [Int: String] = [:]
  }

  /// - Parameter heldOut: the sealed rows, which a call may take for problems.
  /// - Throws: `Diagnostic` where no problem is left to judge by.
  init(_ call: BoundCall, heldOut: Rows? = nil, _ context: RunContext) throws {
    var names: [String: Int] = [:]
    var unknown: [String: Int] = [:]
    var sources = try ProblemsRequest.pipelines(call).map { pipeline in
      let rows = try context.value(of: pipeline).value.asRows(call.stage).rows
      return (rows, (rows.source.path as NSString).lastPathComponent)
    }
    if ProblemsRequest.asksHeldOut(call) {
      guard let heldOut, heldOut.count > 0 else {
        throw Diagnostic(
          StageCodes.noHeldOut, "nothing is held out to take problems from", at: ProblemsRequest.span(call),
          label: "no sealed rows here",
          helps: [Diagnostic.Help("hold rows with tests out after `load`, or name a file: `problems \"FILE\"`")])
      }
      sources.append((heldOut, "the sealed rows"))
    }
    for (rows, file) in sources {
      let read = ReadProblems(rows)
      guard !read.problems.isEmpty else {
        throw Diagnostic(
          StageCodes.noProblems, "no row of \(file) has a question and tests", at: ProblemsRequest.span(call),
          label: "\(Figures.rows(rows.count)), no problem",
          helps: [
            Diagnostic.Help(
              "tests stand in a column test, tests, test_list or test_code; `problems { load \"\(file)\" | derive tests = COLUMN }` names another"
            )
          ])
      }
      files.append("\(Figures.count(read.problems.count)) of \(file) (\(read.layout))")
      if read.without > 0 {
        let isOne = read.without == 1
        notes.append(
          "\(Figures.rows(read.without)) of \(file) \(isOne ? "has" : "have") no question or no tests, and "
            + (isOne ? "is no problem" : "are no problems"))
      }
      var told = Tellable(problems: ProblemRows(rows).problems)
      for (row, problem) in zip(read.rows, read.problems) {
        var problem = problem
        let count = names[problem.name, default: 0] + 1
        names[problem.name] = count
        if count > 1 { problem.name += " (\(count))" }
        if let language = problem.language, CodeChecker.canTest(language) {
          problems.append(problem)
          told.names[row] = problem.name
        } else {
          unknown[problem.word, default: 0] += 1
        }
      }
      tellable.append(told)
    }
    let twice = names.values.reduce(0) { $0 + $1 - 1 }
    if twice > 0 {
      notes.append(
        "\(Figures.count(twice)) problem\(twice == 1 ? " has" : "s have") the name of one before: a number tells them apart"
      )
    }
    for (word, count) in unknown.sorted(by: { $0.key < $1.key }) {
      let language = CodeLanguages.named(word)
      notes.append(
        "\(Figures.count(count)) problem\(count == 1 ? "" : "s") of \(word) not checked: "
          + (language.map { "`\($0.parser)` or what runs its programs is not installed where the sandbox sees it" }
            ?? "it is not known here"))
    }
    if problems.isEmpty { throw nothingLeft(call) }
  }

  /// What is said where no problem can be checked.
  func nothingLeft(_ call: BoundCall) -> Diagnostic {
    Diagnostic(
      StageCodes.noProblems, "no problem can be checked here", at: ProblemsRequest.span(call), label: "none is left",
      notes: notes)
  }

  /// Without those that are named, and with what is said of them.
  func without(_ names: Set<String>, _ notes: [String]) -> ProblemSet {
    var set = self
    set.problems.removeAll { names.contains($0.name) }
    set.notes += notes
    return set
  }

  /// What so few problems can show, before any is answered.
  var detectable: String {
    let (formula, count) = (DetectableDifference(), problems.count)
    let shown =
      formula.difference(problems: count).map {
        "tell two models apart that differ by \(Figures.fixed($0 * 100, 1)) points in pass@1"
      } ?? "are too few to tell any two models apart"
    // Of half that difference, or of the round one below it.
    let finer = formula.difference(problems: count).map { $0 > 0.1 ? 0.05 : $0 > 0.03 ? 0.02 : 0.01 } ?? 0.1
    let needed =
      formula.problems(for: finer).map { "; \(Figures.fixed(finer * 100, 0)) points take \(Figures.count($0))" } ?? ""
    return
      "\(Figures.count(count)) problem\(count == 1 ? "" : "s") \(shown)\(needed) (one answer each, four times in five, "
      + "if they differ on one problem in five)."
  }
}
