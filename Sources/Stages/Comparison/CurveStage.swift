import Diagnostics
import Documents
import Evaluation
import Pipeline
import Rows
import Work

/// `curve`: what more rows, chosen in the same way, would bring.
struct CurveStage: StageDefinition {
  /// How many steps a larger share gets.
  enum Steps: String, CaseIterable {
    case equal, proportional

    var help: String {
      switch self {
      case .equal: "The same for every share: as many as the smallest gets"
      case .proportional: "In proportion to the share: the same number of rows per step"
      }
    }
  }
  private static let both = "both"

  let signature = Signature(
    "curve", input: [.rows], output: .type(.report),
    slots: [Slot("method", .block, "A way to choose rows")],
    options: [
      Option("at", .percentage, repeats: true, "Two or more shares of the learned tokens that enter; 5% 10% 20% 40%"),
      Option("draws", .integer, in: 1...1_000, default: .integer(1), "Runs of each share, where the method draws"),
      Option("then", .block, "How to train on the rows; `pack 4096 | tune` when absent"),
      Option(
        "steps",
        .choice(Steps.allCases.map { Choice($0.rawValue, $0.help) } + [Choice(both, "Each share in both ways")]),
        default: .choice(both), "How many steps a larger share gets"),
      JudgedPart.exploringOption,
    ] + ProblemsRequest.options, flags: ProblemsRequest.flags,
    settings: ["context", "model", "template", "seed", "precision"],
    help: "The held-out loss of one way to choose rows at several shares",
    examples: [
      "load | curve { select random } at 5% 10% 20%",
      "load | curve { select random } at 5% 10% draws 2 then { pack 1024 | tune epochs 1 } steps equal",
      "load | hold 100 target 30 search 30 | curve { score lexical | select top } at 5% 20% steps proportional",
    ],
    related: ["compare", "select", "hold"])

  func settings(of call: BoundCall) -> [String] { ComparedProblems.settings(signature, call) }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if call.isWritten("at") {
      let shares = try call.percentages("at")
      if shares.contains(0) {
        throw Diagnostic(
          StageCodes.optionsClash, "a share of 0% has no rows", at: call.span(of: "at"), label: "above 0%")
      }
      if Set(shares).count < 2 {
        throw Diagnostic(
          StageCodes.optionsClash, "a curve needs at least two shares", at: call.span(of: "at"), label: "only one",
          helps: [
            Diagnostic.Help(
              "add a larger one", edits: [Diagnostic.Edit(Span.empty(at: call.span(of: "at").upper), " 40%")])
          ])
      }
    }
    if !Arm(try call.block("method")).hasSelect {
      throw Diagnostic(
        StageCodes.optionsClash, "`curve` needs a `select` whose share it can change", at: call.span(of: "method"),
        label: "no `select` in it")
    }
    try ProblemsRequest.check(call)
    return ColumnSet()
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { try ComparedInputs.of(call, context) }

  private func shares(_ call: BoundCall) throws -> [Double] {
    call.has("at") ? Set(try call.percentages("at")).sorted() : [0.05, 0.1, 0.2, 0.4]
  }

  private func ways(_ call: BoundCall) throws -> [Steps] {
    Steps(rawValue: try call.choice("steps")).map { [$0] } ?? Steps.allCases
  }

  private func draws(_ arm: Arm, _ call: BoundCall) throws -> Int { arm.drawsAtRandom ? try call.integer("draws") : 1 }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let arm = Arm(try call.block("method"))
    var seconds = try TrialEstimate.choosing(arm, input: input, context)
    var memory: Double?
    let (shares, part) = (try shares(call), try JudgedPart(call, exploring: input))
    for (place, share) in shares.enumerated() {
      let trial = try TrialEstimate(
        share: share, then: call.optionalBlock("then"), input: input, judgedOn: part, context)
      let models = Double(try draws(arm, call) * (place == 0 ? 1 : ways(call).count))
      // The base is judged too, once.
      let base = place == 0 ? trial.judging : 0
      let answering = ComparedProblems.seconds(call, input: input, context)
      seconds = seconds.flatMap { sum in
        trial.seconds.flatMap { each in
          answering.map { sum + base + models * (each + $0) + (place == 0 ? $0 : 0) }
        }
      }
      memory = trial.memory ?? memory
    }
    return Estimate(rows: input.rows, tokens: input.tokens, seconds: seconds, memory: memory, purpose: .tuning)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("curve")
    let part = try JudgedPart(call, exploring: value)
    let judge = try part.judge(value, call: call, context)
    guard let inputKey = context.inputKey else { throw InternalError("`curve` was given no key") }
    let problems = try ComparedProblems(call, heldOut: value.heldOut?.rows, judge.template, context)
    let trials = Trials(
      Evaluated(value: value, key: inputKey), judge: judge, then: try call.optionalBlock("then"), context)
    let arm = Arm(try call.block("method"), name: ArmNames.names(of: [try call.block("method")])[0])
    let (shares, ways, draws) = (try shares(call), try ways(call), try draws(arm, call))
    let all = Double(try Trials.learnedTokens(value, context))
    func weight(_ share: Double) -> Double { (share * all).rounded() }
    let total = shares.enumerated().reduce(0) { sum, next in
      sum + weight(next.element) * Double(draws * (next.offset == 0 ? 1 : ways.count))
    }
    let progress = SearchProgress("curve", total: total, unit: "learned tokens", context)

    var points: [CurveReport.Point] = []
    for (place, share) in shares.enumerated() {
      for way in place == 0 ? [.equal] : ways {
        points.append(CurveReport.Point(share: share, steps: place == 0 ? nil : way, result: ArmResult(arm)))
      }
    }
    var smallest: Int?
    func make(_ models: [(point: Int, draw: Int)]) throws {
      let requests = models.map { model in
        let (share, way) = (points[model.point].share, points[model.point].steps)
        var budget = TrialBudget(learned: max(1, Int(weight(share))), steps: smallest)
        if way == .proportional, let smallest {
          budget.steps = max(1, Int((Double(smallest) * share / shares[0]).rounded()))
        }
        return Trials.Request(
          arm: arm, draw: model.draw, learned: budget.learned, budget: budget,
          part: progress.part(weight: weight(share)))
      }
      for (model, result) in zip(models, try trials.results(requests)) where points[model.point].result.failure == nil {
        do {
          let (chosen, trial) = try result.get()
          smallest = smallest ?? trial.steps
          points[model.point].result.trials.append(trial)
          for remark in chosen.remarks { points[model.point].result.remark(remark) }
        } catch {
          points[model.point].result.failure = try Trials.reason(error)
          // Without its steps the others have nothing to be equal to.
          if smallest == nil { throw error }
        }
      }
    }
    let models = points.indices.flatMap { point in (0..<draws).map { (point: point, draw: $0) } }
    try make([models[0]])
    try make(Array(models.dropFirst()))
    var report = CurveReport(
      arm: arm, points: points, part: part, heldOut: judge.count,
      before: try JudgedPart.before(judge, progress.part(weight: 0).context(context)))
    if let problems {
      let arms = points.map { (name: report.name(of: $0), trials: $0.result.trials) }
      report.problems = try problems.answered(by: arms, random: nil)
    }
    return StageResult(report.value, blocks: [report.block], purpose: .judging)
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let input = try context.upstream(1)?.value.asRows("curve"), let key = context.key else { return nil }
    let part = try JudgedPart(call, exploring: input)
    switch part {
    case .search: return nil
    case .sealed:
      let judge = try part.judge(input, call: call, context)
      let looks = try judge.look(by: key)
      let text =
        "Look \(looks) at these \(Figures.count(judge.count)) rows: the best of several looks better than it is."
      return Conclusion(
        blocks: looks > 1 ? [StageBlock(text: [text])] : [], record: JSONObject([("looks", .integer(Int64(looks)))]))
    }
  }
}
