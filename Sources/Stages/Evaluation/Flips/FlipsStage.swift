import Diagnostics
import Documents
import Evaluation
import Packing
import Pipeline
import Rows

/// `flips`: the problems that one of two models solves and the other does not.
struct FlipsStage: StageDefinition {
  private static let other = "other"
  private static let by = Option(
    "by", .column, "Of results: the column that says what passes; `verdict`, else `passes`, when absent")

  let signature = Signature(
    "flips", input: [.model, .rows, .report], output: .type(.report),
    slots: [
      Slot(
        Self.other, .value([.model, .rows, .report]), "The other model, or what became of its answers to the problems")
    ],
    options: [Self.by] + ProblemsRequest.options, settings: ["template", "seed", "precision", SandboxedCode.setting],
    help: "Problems that one of two models solves and the other does not",
    examples: [
      "load | take 40 | pack 1024 | tune steps 2 control 0 | flips { load | sample 40 | pack 1024 | tune steps 2 control 0 } problems { load | take 2 } max 24",
      "eval problems { load | take 3 } max 24 | flips { eval problems { load | take 3 } max 40 }",
      "load | take 9 | derive problem = row, passes = level < 3 | flips { load | take 9 | derive problem = row, passes = level < 2 }",
    ],
    related: ["eval", "compare", "diff"])

  /// The column that the call names; nil where it names none.
  static func column(_ call: BoundCall) throws -> String? { try call.optionalColumn(by.name) }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    guard let type = try call.optionalPipeline(Self.other)?.output.type, let input = context.input else { return .open }
    let areModels = input == .model
    guard areModels == (type == .model) else {
      throw Diagnostic(
        StageCodes.optionsClash, "`flips` compares two models, or what became of two models' answers",
        at: call.span(of: Self.other), label: "this is \(type.withArticle), and \(input.comesIn)",
        helps: [
          Diagnostic.Help("the answers of a model are the lines of `eval`: `flips { tuned | eval problems \"FILE\" }`")
        ])
    }
    try ProblemsRequest.check(call)
    if areModels, !ProblemsRequest.isAsked(of: call) {
      throw Diagnostic(
        StageCodes.noProblems, "`flips` of two models needs problems that both are asked", at: call.span,
        label: "names none", helps: [Diagnostic.Help("name a file of problems: `problems \"FILE\"`")])
    }
    if areModels, call.has(Self.by.name) {
      throw Diagnostic(
        StageCodes.optionsClash, "`by` names a column of results, and two models are asked anew",
        at: call.span(of: Self.by.name), label: "does nothing here")
    }
    if !areModels, ProblemsRequest.isAsked(of: call) {
      throw Diagnostic(
        StageCodes.optionsClash, "these answers are judged already, and nobody is asked `problems`",
        at: call.span(of: "problems"), label: "does nothing here")
    }
    return .open
  }

  func settings(of call: BoundCall) -> [String] {
    ProblemsRequest.isAsked(of: call) ? signature.settings : ["seed"]
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    ProblemsJudge.inputs(of: call)
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    ProblemsRequest.isAsked(of: call) ? Estimate() : Estimate(seconds: 0)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let pipeline = try call.optionalPipeline(Self.other) else {
      throw InternalError("`flips` was called without another value")
    }
    let other = try context.value(of: pipeline).value
    let (a, b, conditions) = try sides(input, other, pipeline, call, context)
    try require(a, b, call)
    let report = try FlipsReport(a, b, context)
    let lines = conditions + report.lines
    let data = report.data
    var value = ReportValue(
      title: report.title, columns: report.columns, cells: report.cells(data),
      data: .array(data.map { .object($0) }))
    value.lines = lines
    value.wrappedColumns = FlipsReport.nearest
    value.verdict = [report.sentence]
    return StageResult(
      value, blocks: [StageBlock("flips", lines.map(StageBlock.Line.init(besideTheName:)))], purpose: .judging,
      ledger: .object(["problems": .object(report.json)]))
  }

  private func sides(
    _ first: (any Value)?, _ second: any Value, _ other: BoundPipeline, _ call: BoundCall, _ context: RunContext
  ) throws -> (FlipSide, FlipSide, conditions: [String]) {
    guard let a = first as? ModelValue, let b = second as? ModelValue else {
      return (
        try FlipSide("a", Table(first, call, reads: [], context).rows, call),
        try FlipSide("b", Table(second, call, reads: [], context).rows, call), []
      )
    }
    guard let exam = try ProblemsExam(call, context) else { throw InternalError("`flips` was called without problems") }
    // Each is asked as it was tuned.
    let templates = try [a, b].map { try HeldOutJudge.template(of: $0, context) }
    func side(_ name: String, _ model: ModelValue, _ template: Template, _ learned: Rows?) throws -> FlipSide {
      let judged = try exam.judged(
        name, JudgedModel(directory: model.directory, digest: model.digest), in: template)
      return FlipSide(judged, what: "\(model.summary): \(model.recipe.text)", learned: learned)
    }
    return (
      try side("a", a, templates[0], try LearnedRows.find(context)),
      try side("b", b, templates[1], try LearnedRows.find(of: other, context)),
      exam.lines(templates[0] == templates[1] ? [templates[0]] : templates)
    )
  }

  /// - Throws: `Diagnostic` where one side has problems that the other has not: a difference would be of the problems too.
  private func require(_ a: FlipSide, _ b: FlipSide, _ call: BoundCall) throws {
    let (these, those) = (Set(a.results.problems.map(\.name)), Set(b.results.problems.map(\.name)))
    guard these != those else { return }
    let both = these.intersection(those).count
    func note(_ side: FlipSide, _ others: Set<String>) -> String? {
      let alone = side.results.problems.map(\.name).filter { !others.contains($0) }
      guard !alone.isEmpty else { return nil }
      return "\(Figures.count(alone.count)) in \(side.name) alone: " + alone.prefix(8).joined(separator: ", ")
        + (alone.count > 8 ? " and \(Figures.count(alone.count - 8)) more" : "")
    }
    throw Diagnostic(
      StageCodes.otherProblems, "the two are not results of the same problems", at: call.span(of: Self.other),
      label: both == 1 ? "1 problem is in both" : "\(Figures.count(both)) problems are in both",
      notes: [note(a, those), note(b, these)].compactMap(\.self),
      helps: [Diagnostic.Help("`where problem != \"NAME\"` on either side leaves a problem out")])
  }
}
