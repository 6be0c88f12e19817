import Diagnostics
import Documents
import Evaluation
import Packing
import Pipeline
import Rows

/// `eval`: a tuned model and its base on the same rows.
struct EvalStage: StageDefinition {
  let signature = Signature(
    "eval", input: [.model], output: .type(.report),
    slots: [Slot("rows", .rows, optional: true, "Rows to judge on; the held-out ones of the pipe when absent")],
    settings: ["context", "template", "seed", "precision"], version: 3,
    help: "Held-out loss of a model and its base, paired by row; how many answers end",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1 | eval",
      "load | select random 10% | pack 4096 | tune epochs 1 | eval",
      "load | sample 50 | pack 1024 | tune epochs 1 | eval { load | take 100 }",
    ],
    related: ["losses", "tune", "compare", "hold"])

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let model = input as? ModelValue else { throw InternalError("`eval` was not given a model") }
    let judge = try HeldOutJudge(of: model, call, context)
    let (heldOut, template) = (judge.heldOut, judge.template)
    let tuned = try judge.losses(directory: model.directory, digest: model.digest)
    var lines = [
      "\(Figures.rows(judge.count)), \(heldOut.origin); answer loss in nats per token, lower is better",
      "        template \(template.name)",
    ]
    var data = JSONObject([
      ("rows", .integer(Int64(judge.count))), ("tokens", .integer(Int64(tuned.tokens.reduce(0, +)))),
      ("template", .string(template.name)), ("loss", .number(tuned.mean)), ("perplexity", .number(tuned.perplexity)),
    ])
    func line(_ name: String, _ losses: AnswerLosses) -> String {
      "        \(name)  \(Figures.fixed(losses.mean, 3))   perplexity \(Figures.fixed(losses.perplexity, 2))"
    }
    if let path = model.base.path {
      let base = try judge.losses(directory: path, digest: model.base.digest)
      let paired = PairedDifference(tuned, base, seed: context.seed)
      lines += [
        line("base ", base), line("tuned", tuned),
        "        tuned − base  \(Figures.signed(paired.difference, 3)), 95% interval "
          + "\(Figures.signed(paired.low, 3)) to \(Figures.signed(paired.high, 3)) (over rows)",
      ]
      lines.append(VerdictSentence.text(paired, "the tuned model", "its base"))
      data["base_loss"] = .number(base.mean)
      data["base_perplexity"] = .number(base.perplexity)
      data["difference"] = .number(paired.difference)
      data["interval"] = .array([.number(paired.low), .number(paired.high)])
      data["verdict"] = .string("\(paired.verdict)")
    } else {
      lines.append(line("tuned", tuned))
    }
    let endings = try GreedyEndings(heldOut, template, context)
    let tunedEnds = try endings.count(directory: model.directory)
    let baseEnds = try model.base.path.map { try endings.count(directory: $0) }
    lines.append(endings.sentence(tuned: tunedEnds, base: baseEnds))
    data["ended"] = endings.json(tuned: tunedEnds, base: baseEnds)
    let looks = try judge.look(by: model.digest)
    if looks > 1 {
      lines.append(
        "Look \(looks) at these \(Figures.count(judge.count)) rows: the best of several looks better than it is.")
    }
    return StageResult(
      ReportValue(
        title: "loss \(Figures.fixed(tuned.mean, 3)) on \(judge.count) rows", lines: lines, data: .object(data)),
      purpose: .judging)
  }
}
