import Diagnostics
import Documents
import Evaluation
import Pipeline
import Rows
import Tuning

/// `compare`: methods of choosing rows, each made into models and judged on the same held-out rows.
struct CompareStage: StageDefinition {
  let signature = Signature(
    "compare", input: [.rows], output: .type(.report),
    slots: [Slot("arms", .block, repeats: true, "Two or more ways to choose rows")],
    options: [
      Option("then", .block, "How to train on the rows; `pack 4096 | tune` when absent"),
      Option("draws", .integer, in: 1...1_000, default: .integer(1), "Runs of every arm that draws at random"),
      Option(
        "runs", .integer, in: 1...1_000, default: .integer(1),
        "Runs of the other arms, each with the rows in a different order"),
      Option(
        "match",
        .choice([
          Choice("tokens", "The same number of learned tokens in each arm"), Choice("rows", "As each arm chose"),
        ]),
        default: .choice("tokens"), "What is held equal across arms, besides the steps"),
      JudgedPart.option,
    ] + ProblemsRequest.options, flags: ProblemsRequest.flags,
    settings: ["context", "model", "template", "seed", "precision"], version: 3,
    help: "Compares ways of choosing rows by the held-out loss of models trained on them",
    examples: [
      "load | compare { cdas 10% } { select random 10% } draws 3",
      "load | score complexity | compare { select top 5% } { select random 5% } then { pack 1024 | tune epochs 1 } draws 5",
      "load | compare { take 60 } { sample 60 } then { pack 1024 | tune epochs 1 } match rows runs 2",
    ],
    related: ["tune", "eval", "select", "hold"])

  func settings(of call: BoundCall) -> [String] { ComparedProblems.settings(signature, call) }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let arms = try call.blocks("arms")
    if arms.count < 2 {
      throw Diagnostic(
        StageCodes.optionsClash, "`compare` needs at least two blocks", at: call.span(of: "arms"), label: "only one",
        helps: [
          Diagnostic.Help(
            "compare with a random choice of the same size",
            edits: [Diagnostic.Edit(Span.empty(at: call.span(of: "arms").upper), " { select random 10% }")])
        ])
    }
    try ProblemsRequest.check(call)
    return ColumnSet()
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { try ComparedInputs.of(call, context) }

  private func arms(_ call: BoundCall) throws -> [Arm] {
    let blocks = try call.blocks("arms")
    return zip(blocks, ArmNames.names(of: blocks)).map { Arm($0, name: $1) }
  }

  private func count(_ arm: Arm, _ call: BoundCall) throws -> Int {
    try call.integer(arm.drawsAtRandom ? "draws" : "runs")
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let arms = try arms(call)
    let share = Self.reference(arms).flatMap { arms[$0].fraction } ?? 0.1
    let trial = try TrialEstimate(
      share: share, then: call.optionalBlock("then"), input: input, judgedOn: JudgedPart(call), context)
    // The base is judged too.
    let answering = ComparedProblems.seconds(call, input: input, context)
    var seconds = answering.map { trial.judging + $0 }
    for arm in arms {
      let (choosing, runs) = (try TrialEstimate.choosing(arm, input: input, context), try count(arm, call))
      seconds = seconds.flatMap { sum in
        trial.seconds.flatMap { each in
          choosing.flatMap { choosing in
            answering.map { sum + choosing + (each + $0) * Double(runs) }
          }
        }
      }
    }
    return Estimate(rows: input.rows, tokens: input.tokens, seconds: seconds, memory: trial.memory, purpose: .tuning)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("compare")
    let part = try JudgedPart(call)
    let judge = try part.judge(value, call: call, context)
    guard let inputKey = context.inputKey else { throw InternalError("`compare` was given no key") }
    let problems = try ComparedProblems(call, heldOut: value.heldOut?.rows, judge.template, context)
    let arms = try arms(call)
    let trials = Trials(
      Evaluated(value: value, key: inputKey), judge: judge, then: try call.optionalBlock("then"), context)
    let total = try arms.reduce(0) { $0 + (try count($1, call)) }
    let progress = SearchProgress("compare", total: Double(total), unit: "models", context)
    let inner = progress.part(weight: 0).context(context)

    var results = arms.map { ArmResult($0) }
    var firstError: (any Error)?
    func fail(_ place: Int, _ error: any Error) throws {
      results[place].failure = try Trials.reason(error)
      firstError = firstError ?? error
    }
    var budget = TrialBudget(learned: 0)
    let matchesTokens = try call.choice("match") == "tokens"
    if matchesTokens { budget.learned = try learned(arms, trials, inner) }
    func choose(_ place: Int, draw: Int) throws -> Trials.Chosen {
      try trials.choose(arms[place], learned: matchesTokens ? budget.learned : nil, draw: draw, in: inner)
    }
    func make(_ models: [(place: Int, run: Int)]) throws {
      let requests = models.map { place, run in
        let draws = arms[place].drawsAtRandom
        return Trials.Request(
          arm: arms[place], draw: draws ? run : 0, order: draws ? 0 : run,
          learned: matchesTokens ? budget.learned : nil,
          budget: budget, part: progress.part(weight: 1))
      }
      for (model, result) in zip(models, try trials.results(requests)) where results[model.place].failure == nil {
        do {
          let (chosen, trial) = try result.get()
          budget.steps = budget.steps ?? trial.steps
          results[model.place].trials.append(trial)
          for remark in chosen.remarks { results[model.place].remark(remark) }
        } catch { try fail(model.place, error) }
      }
    }
    // One model after the other until one says how many steps all others have.
    var models: [(place: Int, run: Int)] = []
    for place in try order(arms, budget, choose, fail) {
      for run in 0..<(try count(arms[place], call)) { models.append((place, run)) }
    }
    while budget.steps == nil, let next = models.first {
      models.removeFirst()
      if results[next.place].failure == nil { try make([next]) }
    }
    try make(models.filter { results[$0.place].failure == nil })
    if let firstError, results.allSatisfy({ $0.trials.isEmpty }) { throw firstError }
    var report = ComparisonReport(
      arms: results, part: part, heldOut: judge.count, before: try JudgedPart.before(judge, inner),
      budget: matchesTokens ? budget : nil)
    if let problems {
      let arms = results.map { (name: $0.arm.name, trials: $0.trials) }
      report.problems = try problems.answered(by: arms, random: report.random)
    }
    return StageResult(report.value, blocks: [report.block], purpose: .judging)
  }

  /// The arm that sets the budget: the first that draws nothing, else the first; one that says how much it takes, if any does.
  private static func reference(_ arms: [Arm]) -> Int? {
    let first = arms.firstIndex { !$0.drawsAtRandom } ?? 0
    return ([first] + arms.indices).first { arms[$0].fraction != nil || arms[$0].hasSelect } ?? first
  }

  /// Learned tokens of each arm: the part that the reference asks for, of all that enter; else what it chooses.
  private func learned(_ arms: [Arm], _ trials: Trials, _ context: RunContext) throws -> Int {
    let reference = Self.reference(arms) ?? 0
    guard let fraction = arms[reference].fraction else {
      return try trials.choose(arms[reference], learned: nil, in: context).learned
    }
    let all = try Trials.learnedTokens(trials.entered.value.asRows("compare"), context)
    return max(1, Int((fraction * Double(all)).rounded()))
  }

  /// The arms in the order in which they run: the first has as many steps as all others then take, and so is one that fills
  /// the budget.
  private func order(
    _ arms: [Arm], _ budget: TrialBudget, _ choose: (Int, Int) throws -> Trials.Chosen,
    _ fail: (Int, any Error) throws -> Void
  ) throws -> [Int] {
    let reference = Self.reference(arms) ?? 0
    let order = [reference] + arms.indices.filter { $0 != reference }
    for place in order {
      do {
        if Double(try choose(place, 0).learned) >= TrialBudget.full * Double(budget.learned) {
          return [place] + order.filter { $0 != place }
        }
      } catch { try fail(place, error) }
    }
    return order
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let input = try context.upstream(1)?.value.asRows("compare"), let key = context.key else { return nil }
    var lines: [String] = []
    var record = JSONObject()
    let part = try JudgedPart(call)
    switch part {
    case .sealed:
      let judge = try part.judge(input, call: call, context)
      let looks = try judge.look(by: key)
      if looks > 1 { lines.append("Comparison \(looks) on these \(Figures.count(judge.count)) rows.") }
      record["looks"] = .integer(Int64(looks))
    case .search: break  // A search may look as often as it likes.
    }
    let total = context.total(context.bill)
    lines.append("Bill    \(total.text).")
    record["money"] = total.money.map { .number($0) } ?? .null
    var blocks = lines.isEmpty ? [] : [StageBlock(text: lines)]
    let arms = (value as? ReportValue)?.data.array ?? []
    if let next = NextLine(afterComparing: arms, input: input, context) {
      blocks.append(next.block(context))
      record["next"] = next.json
    }
    return Conclusion(blocks: blocks, record: record)
  }
}
