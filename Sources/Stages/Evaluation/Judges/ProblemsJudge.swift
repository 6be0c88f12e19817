import Documents
import Evaluation
import Pipeline

/// The programs that a model and its base write for problems, run with the problems' tests.
struct ProblemsJudge: EvaluationJudge {
  let name = "problems"
  let settings = ["model", "template", "seed", "precision", SandboxedCode.setting]
  let version = 5
  let options = ProblemsRequest.options

  /// What another stage's answers to problems depend on besides its own version; nothing where it asks none.
  static func inputs(of call: BoundCall) -> [FileInput] {
    ProblemsRequest.isAsked(of: call)
      ? [FileInput("judge problems", version: Self().version), SandboxedCode.input] : []
  }

  func isAsked(by call: BoundCall) -> Bool { ProblemsRequest.isAsked(of: call) }

  func judge(_ models: JudgedModels) throws -> Judgement? {
    guard let exam = try ProblemsExam(models.call, heldOut: models.heldOut?.heldOut.rows, models.context) else {
      return nil
    }
    let base = try models.base.map { try exam.judged("base", $0, in: models.template) }
    let report = ProblemsReport(
      tuned: try exam.judged(base == nil ? "model" : "tuned", models.tuned, in: models.template), base: base,
      told: try LearnedRows.find(models.context).map(exam.told), seed: models.context.seed)
    let table = ProblemsTable(
      tuned: report.tuned, base: base, told: report.told, question: { exam.question($0, in: models.template) })
    var lines =
      exam.lines([models.template]) + report.ladder + report.finding + report.passing + report.contamination
    let verdict = report.verdict
    if let verdict { lines.append(verdict) }
    let rate = report.tuned.results.passAtK(1) ?? 0
    let data = table.data
    return Judgement(
      lines: lines, verdict: verdict, data: ["problems": .object(report.json)],
      title: "pass@1 \(Figures.percent(rate, 1)) on \(exam.count)",
      table: Judgement.Table(columns: table.columns, cells: table.cells(data), data: data.map { .object($0) }))
  }
}
