import Curation
import LanguageModel
import Packing
import Pipeline
import Rows
import Sandbox

/// The problems of a call, which hold here, and how models are asked and judged by them.
struct ProblemsExam {
  private let request: ProblemsRequest
  private let sandboxed: SandboxedCode
  /// With those that do not hold, for what is said before.
  private let set: ProblemSet
  private let left: ProblemSet
  private let check: ProblemSelfCheck
  private let trials: ProblemTrials
  private let options: GenerationOptions
  private let context: RunContext

  /// Says what so few problems can show, and has them check themselves. nil where the call names no problems.
  ///
  /// - Parameter heldOut: the sealed rows, which a call may take for problems.
  /// - Throws: `Diagnostic` where no problem is left; `SandboxError`; `Interrupted`.
  init?(_ call: BoundCall, heldOut: Rows? = nil, _ context: RunContext) throws {
    guard let request = try ProblemsRequest(call) else { return nil }
    self.request = request
    self.context = context
    sandboxed = try SandboxedCode(call, context, seconds: request.seconds)
    set = try ProblemSet(call, heldOut: heldOut, context)
    // Before anything that takes long.
    context.observer.noted(set.detectable)
    trials = ProblemTrials(checker: sandboxed.checker, context: context)
    check = try ProblemSelfCheck(set.problems, trials)
    left = set.without(check.failed, check.notes)
    guard !left.problems.isEmpty else { throw left.nothingLeft(call) }
    options = try GenerationManner.options(call, maxTokens: request.maxTokens, stop: [], context)
  }

  /// `164 problems`.
  var count: String { "\(Figures.count(left.problems.count)) problem\(left.problems.count == 1 ? "" : "s")" }

  private func answers(_ template: Template) -> ProblemAnswers {
    ProblemAnswers(request: request, options: options, template: template, context: context)
  }

  /// What a model writes, and what its programs come to.
  /// - Parameter name: as the report calls it.
  func judged(_ name: String, _ model: JudgedModel, in template: Template) throws -> JudgedProblems {
    let answers = answers(template)
    let loaded = try context.models.load(directory: model.directory, expecting: model.digest)
    let found = try answers.answers(left.problems, by: loaded, label: "\(name) answers")
    let judge = AnswerJudge(trials: trials, answers: answers)
    return JudgedProblems(name, left.problems, try judge.judged(found, to: left.problems, label: "\(name) programs"))
  }

  /// As a problem is put to a model.
  func question(_ problem: CodeProblem, in template: Template) -> String { answers(template).question(problem) }

  /// Which of the problems are told by rows that a model learned from. Throws `Interrupted`.
  func told(by rows: Rows) throws -> ToldProblems { try ToldProblems(left, in: rows, context.work) }

  /// Which problems, how they were put, in each of the templates where these differ, and what does not hold.
  func lines(_ templates: [Template]) -> [String] {
    var lines = ["\(count): " + left.files.joined(separator: ", ")]
    lines.append(
      "        \(request.samples > 1 ? "\(Figures.count(request.samples)) answers each, " : "")\(options.manner)")
    for template in templates {
      let answers = answers(template)
      let continued = left.problems.count { answers.continues($0) }
      let asked = left.problems.count - continued
      if continued > 0 {
        lines.append(
          "        \(Figures.count(continued)) put as code to go on with, up to the stop strings of their kind")
      }
      if asked > 0 {
        let line = left.problems.contains { !$0.asksAsItStands && !answers.continues($0) }
        lines.append(
          "        \(Figures.count(asked)) asked in the template \(template.name)"
            + (line ? ", with a line that asks for one block of code" : ", as they stand"))
      }
    }
    lines += ["        \(check.sentence)"] + left.notes.map { "        \($0)" }
    return lines + ["        \(set.detectable)"] + sandboxed.lines.map(\.first)
  }
}
