import Diagnostics
import Documents
import Packing
import Pipeline

/// `eval`: a model and its base on the same rows and problems. What is said of them has a file for each judge.
struct EvalStage: StageDefinition {
  let signature = Signature(
    "eval", input: [.model, .nothing], output: .type(.report),
    slots: [Slot("rows", .rows, optional: true, "Rows to judge on; the held-out ones of the pipe when absent")],
    options: EvaluationJudges.options, flags: ProblemsRequest.flags,
    settings: EvaluationJudges.settings(), version: 3,
    help: "Held-out loss of a model and its base, paired by row; problems that they solve",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1 | eval",
      "load | sample 50 | pack 1024 | tune epochs 1 | eval { load | take 100 }",
      "eval problems { load | take 3 } max 40",
    ],
    related: ["losses", "flips", "tune", "compare", "hold", "verify"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    try ProblemsRequest.check(call)
    if context.input == .nothing, !ProblemsRequest.isAsked(of: call) {
      throw Diagnostic(
        StageCodes.noModel, "`eval` has no model to judge", at: call.nameSpan, label: "nothing comes in",
        helps: [
          Diagnostic.Help("put a model before it: `load | pack | tune | eval`"),
          Diagnostic.Help("with problems the model of the settings is judged: `eval problems \"FILE\"`"),
        ])
    }
    return .open
  }

  func settings(of call: BoundCall) -> [String] { EvaluationJudges.settings(of: call) }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    // Where no model comes in, the one of the settings is judged.
    EvaluationJudges.inputs(of: call)
      + (ProblemsRequest.isAsked(of: call) ? [SandboxedCode.input, try context.models.input(context)] : [])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let models = try models(call, input as? ModelValue, context)
    let judgements = try EvaluationJudges.all.compactMap { try $0.judge(models) }
    var lines = judgements.flatMap(\.lines)
    var data = JSONObject()
    for (key, value) in judgements.flatMap(\.data) { data[key] = value }
    if let judge = models.heldOut {
      let looks = try judge.look(by: models.tuned.digest)
      if looks > 1 {
        lines.append(
          "Look \(looks) at these \(Figures.count(judge.count)) rows: the best of several looks better than it is.")
      }
    }
    let title = judgements.compactMap(\.title).joined(separator: " · ")
    guard let table = judgements.lazy.compactMap(\.table).first else {
      var report = ReportValue(title: title, lines: lines, data: .object(data))
      report.verdict = judgements.compactMap(\.verdict)
      return StageResult(report, purpose: .judging)
    }
    // A table shows no lines: they are the block's, and the figures the ledger's.
    var report = ReportValue(title: title, columns: table.columns, cells: table.cells, data: .array(table.data))
    report.lines = lines
    report.wrappedColumns = ["why"]
    report.verdict = judgements.compactMap(\.verdict)
    return StageResult(
      report, blocks: [StageBlock("eval", lines.map(StageBlock.Line.init(besideTheName:)))], purpose: .judging,
      ledger: .object(data))
  }

  private func models(_ call: BoundCall, _ model: ModelValue?, _ context: RunContext) throws -> JudgedModels {
    guard let model else {
      let directory = try context.models.directory(context.settings)
      let template = try context.models.template(context.settings, directory: directory).template
      return JudgedModels(
        tuned: JudgedModel(directory: directory, digest: try context.models.contentDigest(directory: directory)),
        base: nil, template: template, heldOut: try HeldOutJudge.find(nil, call, template, context), call: call,
        context: context)
    }
    let template = try HeldOutJudge.template(of: model, context)
    // Problems alone are enough.
    let heldOut =
      ProblemsRequest.isAsked(of: call)
      ? try HeldOutJudge.find(model, call, template, context) : try HeldOutJudge(of: model, call, context)
    return JudgedModels(
      tuned: JudgedModel(directory: model.directory, digest: model.digest),
      base: model.base.path.map { JudgedModel(directory: $0, digest: model.base.digest) }, template: template,
      heldOut: heldOut, call: call, context: context)
  }
}

extension StageBlock.Line {
  /// A line of a report as it stands beside the stage's name.
  init(besideTheName text: String) { self.init(text.hasPrefix("        ") ? String(text.dropFirst(6)) : text) }
}
