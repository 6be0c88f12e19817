import Curation
import Documents
import Evaluation
import LanguageModel
import Packing
import Pipeline
import Sandbox

/// The programs that a model and its base write for problems, run with the problems' tests.
struct ProblemsJudge: EvaluationJudge {
  let name = "problems"
  let settings = ["model", "template", "seed", "precision", SandboxedCode.setting]
  let options = ProblemsRequest.options

  func isAsked(by call: BoundCall) -> Bool { ProblemsRequest.isAsked(of: call) }

  func judge(_ models: JudgedModels) throws -> Judgement? {
    let context = models.context
    guard let request = try ProblemsRequest(models.call) else { return nil }
    let sandboxed = try SandboxedCode(models.call, context, seconds: request.seconds)
    let set = try ProblemSet(models.call, context)
    // Before anything that takes long.
    context.observer.noted(set.detectable)
    let trials = ProblemTrials(checker: sandboxed.checker, context: context)
    let check = try ProblemSelfCheck(set.problems, trials)
    let left = set.without(check.failed, check.notes)
    guard !left.problems.isEmpty else { throw left.nothingLeft(models.call) }
    let options = try GenerationManner.options(models.call, maxTokens: request.maxTokens, stop: [], context)
    let answers = ProblemAnswers(request: request, options: options, template: models.template, context: context)
    func judged(_ name: String, _ model: JudgedModel) throws -> JudgedProblems {
      let loaded = try context.models.load(directory: model.directory, expecting: model.digest)
      let found = try answers.answers(left.problems, by: loaded, label: "\(name) answers")
      let judge = AnswerJudge(trials: trials, answers: answers)
      return JudgedProblems(name, left.problems, try judge.judged(found, to: left.problems, label: "\(name) programs"))
    }
    let base = try models.base.map { try judged("base", $0) }
    let report = ProblemsReport(
      tuned: try judged(base == nil ? "model" : "tuned", models.tuned), base: base, seed: context.seed)
    let table = ProblemsTable(tuned: report.tuned, base: base)

    let continued = left.problems.count { answers.continues($0) }
    let asked = left.problems.count - continued
    let count = "\(Figures.count(left.problems.count)) problem\(left.problems.count == 1 ? "" : "s")"
    var lines = ["\(count): " + left.files.joined(separator: ", ")]
    lines.append(
      "        \(request.samples > 1 ? "\(Figures.count(request.samples)) answers each, " : "")\(options.manner)")
    if continued > 0 {
      lines.append(
        "        \(Figures.count(continued)) put as code to go on with, up to the stop strings of their kind")
    }
    if asked > 0 {
      let line = left.problems.contains { !$0.asksAsItStands && !answers.continues($0) }
      lines.append(
        "        \(Figures.count(asked)) asked in the template \(models.template.name)"
          + (line ? ", with a line that asks for one block of code" : ", as they stand"))
    }
    lines += ["        \(check.sentence)"] + left.notes.map { "        \($0)" }
    lines += ["        \(set.detectable)"] + sandboxed.lines.map(\.first)
    lines += report.ladder + report.finding + report.passing
    let verdict = report.verdict
    if let verdict { lines.append(verdict) }
    let rate = report.tuned.results.passAtK(1) ?? 0
    let data = table.data
    return Judgement(
      lines: lines, verdict: verdict, data: ["problems": .object(report.json)],
      title: "pass@1 \(Figures.percent(rate, 1)) on \(count)",
      table: Judgement.Table(columns: table.columns, cells: table.cells(data), data: data.map { .object($0) }))
  }
}
