import Documents
import Evaluation
import Packing
import Pipeline

/// The loss of the answers, of a model and its base, paired by row.
struct LossJudge: EvaluationJudge {
  let name = "loss"
  let settings = ["context", "template", "seed", "precision"]
  let version = 0

  func judge(_ models: JudgedModels) throws -> Judgement? {
    guard let judge = models.heldOut else { return nil }
    let model = models.tuned
    let tuned = try judge.losses(directory: model.directory, digest: model.digest)
    var lines = [
      "\(Figures.rows(judge.count)), \(judge.heldOut.origin); answer loss in nats per token, lower is better",
      "        template \(judge.template.name)",
    ]
    var verdict: String?
    var data = JSONObject([
      ("rows", .integer(Int64(judge.count))), ("tokens", .integer(Int64(tuned.tokens.reduce(0, +)))),
      ("template", .string(judge.template.name)), ("loss", .number(tuned.mean)),
      ("perplexity", .number(tuned.perplexity)),
    ])
    func line(_ name: String, _ losses: AnswerLosses) -> String {
      "        \(name)  \(Figures.fixed(losses.mean, 3))   perplexity \(Figures.fixed(losses.perplexity, 2))"
    }
    if let base = models.base {
      let base = try judge.losses(directory: base.directory, digest: base.digest)
      let paired = PairedDifference(tuned, base, seed: models.context.seed)
      lines += [
        line("base ", base), line("tuned", tuned),
        "        tuned − base  \(Figures.signed(paired.difference, 3)), 95% interval "
          + "\(Figures.signed(paired.low, 3)) to \(Figures.signed(paired.high, 3)) (over rows)",
      ]
      let sentence = VerdictSentence.text(paired, "the tuned model", "its base")
      lines.append(sentence)
      verdict = sentence
      data["base_loss"] = .number(base.mean)
      data["base_perplexity"] = .number(base.perplexity)
      data["difference"] = .number(paired.difference)
      data["interval"] = .array([.number(paired.low), .number(paired.high)])
      data["verdict"] = .string(paired.verdict.rawValue)
    } else {
      lines.append(line("tuned", tuned))
    }
    return Judgement(
      lines: lines, verdict: verdict, data: data, title: "loss \(Figures.fixed(tuned.mean, 3)) on \(judge.count) rows")
  }
}
