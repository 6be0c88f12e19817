import Documents
import Pipeline

/// `eval`: a tuned model and its base on the same rows. What is said of them has a file for each judge.
struct EvalStage: StageDefinition {
  let signature = Signature(
    "eval", input: [.model], output: .type(.report),
    slots: [Slot("rows", .rows, optional: true, "Rows to judge on; the held-out ones of the pipe when absent")],
    settings: EvaluationJudges.settings, version: 3,
    help: "Held-out loss of a model and its base, paired by row; how many answers terminate",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1 | eval",
      "load | select random 10% | pack 4096 | tune epochs 1 | eval",
      "load | sample 50 | pack 1024 | tune epochs 1 | eval { load | take 100 }",
    ],
    related: ["losses", "tune", "compare", "hold"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { EvaluationJudges.inputs }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let model = input as? ModelValue else { throw InternalError("`eval` was not given a model") }
    let models = JudgedModels(tuned: model, heldOut: try HeldOutJudge(of: model, call, context), context: context)
    let judgements = try EvaluationJudges.all.map { try $0.judge(models) }
    var lines = judgements.flatMap(\.lines)
    var data = JSONObject()
    for (key, value) in judgements.flatMap(\.data) { data[key] = value }
    let looks = try models.heldOut.look(by: model.digest)
    if looks > 1 {
      lines.append(
        "Look \(looks) at these \(Figures.count(models.heldOut.count)) rows: the best of several looks better than it is."
      )
    }
    var report = ReportValue(
      title: judgements.lazy.compactMap(\.title).first ?? "", lines: lines, data: .object(data))
    report.verdict = judgements.compactMap(\.verdict)
    return StageResult(report, purpose: .judging)
  }
}
