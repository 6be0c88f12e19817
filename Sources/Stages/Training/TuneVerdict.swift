import Diagnostics
import Digests
import Documents
import Evaluation
import Foundation
import Numerics
import Pipeline
import Rows
import Store
import Tuning

/// What is said after a pipeline that ends in `tune`: the control, the held-out rows' verdict, the bill.
struct TuneVerdict {
  let call: BoundCall
  let model: ModelValue
  let context: RunContext

  func conclusion() throws -> Conclusion? { try told()?.conclusion }

  /// What is concluded, and the sentence of it that is the verdict; nil of a model that began with random weights, which has no base to
  /// be compared with.
  func told() throws -> (conclusion: Conclusion, sentence: String?)? {
    if model.base.path == nil { return nil }
    var conclusion = Conclusion()
    let origin = SelectionOrigin.find(in: context.pipeline, before: context.index)
    guard let heldOut = model.heldOut, heldOut.rows.count > 0 else {
      conclusion.blocks.append(
        StageBlock(text: [
          "No rows are held out, so nothing tells whether the choice paid off. `load … | hold 200 | …` holds some out."
        ]))
      try finish(&conclusion, origin, nil, next: try origin.flatMap { $0.choseByScore ? try self.next($0) : nil })
      return (conclusion, nil)
    }
    var control: Control?
    if let origin, origin.choseByScore { control = try self.control(origin, heldOut, &conclusion) }
    let (verdict, sentence) = try judge(heldOut, origin, control, &conclusion)
    var next: NextLine?
    if let origin, control != nil, verdict != .better { next = try self.next(origin) }
    try finish(&conclusion, origin, verdict, next: next)
    return (conclusion, sentence)
  }

  /// The bill, and after it what to type next, if anything.
  private func finish(
    _ conclusion: inout Conclusion, _ origin: SelectionOrigin?, _ verdict: Verdict?, next: NextLine?
  ) throws {
    let bill = try TuneBill(origin, verdict: verdict, model, context)
    conclusion.blocks.append(bill.block(hint: next == nil))
    conclusion.record["bill"] = bill.json
    if let next {
      conclusion.blocks.append(next.block(context))
      conclusion.record["next"] = next.json
    }
  }

  private func next(_ origin: SelectionOrigin) throws -> NextLine? {
    // Who has searched already has the answer.
    guard origin.isSelect else { return nil }
    return NextLine(
      after: context.pipeline, before: context.index, heldOut: model.heldOut,
      chosenFrom: try context.value(of: origin.pool).value.asRows("tune"), share: try? origin.call.share("share"),
      context)
  }

  // MARK: The control

  private struct Control {
    var model: ModelValue
    var seconds: Double
  }

  /// Runs the random control of the same learned tokens and steps when it is asked for or cheap enough.
  private func control(
    _ origin: SelectionOrigin, _ heldOut: HeldOutRows, _ conclusion: inout Conclusion
  ) throws -> Control? {
    let asked = try call.optionalInteger("control")
    if asked == 0 { return nil }
    let estimate = model.outcome.seconds
    if asked == nil, estimate > context.settings.ask {
      conclusion.blocks.append(
        StageBlock(text: [
          "A random control of as many learned tokens would take \(Figures.duration(estimate)): `tune … control 1` runs it."
        ]))
      return nil
    }
    let pipeline = try ControlPipeline(origin: origin, context: context, model: model).pipeline(draw: 0)
    let watch = Stopwatch()
    let run: Evaluated
    do { run = try context.value(of: pipeline) } catch let found as Diagnostic
      where found.code == StageCodes.nothingLeft
    {
      conclusion.blocks.append(
        StageBlock(text: [
          "No random control: no row has as few learned tokens as the "
            + "\(Figures.count(model.tokensPerPass)) of these (\(found.message))."
        ]))
      return nil
    }
    guard let value = run.value as? ModelValue else { throw InternalError("a control made no model") }
    let tuning = run.bill.last?.seconds ?? watch.seconds
    conclusion.blocks.append(
      StageBlock(
        "control",
        [
          StageBlock.Line(
            "random, same learned tokens (\(Figures.rows(value.recipe.rows)), "
              + "\(Figures.count(value.tokensPerPass)) tokens)", steps(of: value))
        ] + (EarlyEnding(value)?.lines.prefix(2) ?? []), seconds: tuning))
    return Control(model: value, seconds: tuning)
  }

  private func steps(of control: ModelValue) -> String {
    let (own, planned) = (control.outcome.plannedSteps, model.outcome.plannedSteps)
    // Each step takes a row at least.
    if own != planned { return ", \(Figures.count(own)) steps: too few rows for \(Figures.count(planned))" }
    return (control.outcome.early == nil ? ", same " : ", planned for the same ") + "\(Figures.count(own)) steps"
  }

  // MARK: The verdict

  private func judge(
    _ heldOut: HeldOutRows, _ origin: SelectionOrigin?, _ control: Control?, _ conclusion: inout Conclusion
  ) throws -> (Verdict, sentence: String) {
    let judge = HeldOutJudge(heldOut, try context.models.template(of: model), context)
    let watch = Stopwatch()
    let base = try judge.losses(directory: model.base.path ?? "", digest: model.base.digest)
    let tuned = try judge.losses(directory: model.directory, digest: model.digest)
    let random = try control.map { try judge.losses(directory: $0.model.directory, digest: $0.model.digest) }
    let seconds = watch.seconds
    let name = origin?.kind ?? "tuned"

    let width = max(9, name.count + 2)
    func row(_ label: String, _ losses: AnswerLosses, change: Bool) -> String {
      let head = label + String(repeating: " ", count: max(1, width - label.count)) + Figures.fixed(losses.mean, 3)
      return change ? head + "   " + Figures.signed(losses.mean - base.mean, 3) : head
    }
    var lines = [
      StageBlock.Line(
        "Held out: \(Figures.rows(judge.count)), answer loss in nats per token, lower is better", seconds: seconds
      )
    ]
    lines.append(StageBlock.Line("        " + row("before", base, change: false)))
    lines.append(StageBlock.Line("        " + row(name, tuned, change: true)))
    var record = JSONObject([
      ("rows", .integer(Int64(judge.count))), ("before", .number(base.mean)), ("choice", .string(name)),
      ("chosen", .number(tuned.mean)),
    ])
    let verdict: StageBlock.Line
    let said: Verdict
    if let random, let control {
      lines.append(StageBlock.Line("        " + row("random", random, change: true)))
      let paired = PairedDifference(tuned, random, seed: context.seed)
      lines.append(
        StageBlock.Line(
          "        \(name) − random  \(Figures.signed(paired.difference, 3)), 95% interval \(Figures.signed(paired.low, 3))"
            + " to \(Figures.signed(paired.high, 3))", " (over rows; one run each)"))
      verdict = StageBlock.Line(
        VerdictSentence.text(paired, "the \(name) model", "the random one"),
        " " + methods(control, judging: seconds / 3))
      said = paired.verdict
      record["control"] = .number(random.mean)
      record["difference"] = .number(paired.difference)
      record["interval"] = .array([.number(paired.low), .number(paired.high)])
      record["verdict"] = .string(paired.verdict.rawValue)
    } else {
      let paired = PairedDifference(tuned, base, seed: context.seed)
      lines.append(
        StageBlock.Line(
          "        \(name) − before  \(Figures.signed(paired.difference, 3)), 95% interval \(Figures.signed(paired.low, 3))"
            + " to \(Figures.signed(paired.high, 3))", " (over rows)"))
      verdict = StageBlock.Line(VerdictSentence.text(paired, "the \(name) model", "the base one"))
      said = paired.verdict
      record["difference"] = .number(paired.difference)
      record["interval"] = .array([.number(paired.low), .number(paired.high)])
      record["verdict"] = .string(paired.verdict.rawValue)
    }
    var block = StageBlock(text: [])
    block.lines = lines + [verdict]
    let looks = try judge.look(by: model.digest)
    if looks > 1 {
      block.lines.append(
        StageBlock.Line(
          "Look \(looks) at these \(Figures.count(judge.count)) rows: the best of several looks better than it is."))
    }
    record["looks"] = .integer(Int64(looks))
    conclusion.blocks.append(block)
    conclusion.record["heldout"] = .object(record)
    return (said, verdict.first)
  }

  /// - Parameter judging: seconds of judging one model.
  private func methods(_ control: Control, judging: Double) -> String {
    "Methods, not models: `compare … draws 9` (+\(Figures.estimate((control.seconds + judging) * 9)))."
  }
}
