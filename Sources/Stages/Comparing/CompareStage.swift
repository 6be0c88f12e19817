import Diagnostics
import Documents
import Evaluation
import Pipeline
import Rows
import Tuning
import Work

/// `compare`: methods of choosing rows, each made into models and judged on the same held-out rows.
struct CompareStage: StageDefinition {
  let signature = Signature(
    "compare", input: [.rows], output: .type(.report),
    slots: [Slot("arms", .block, repeats: true, "Two or more ways to choose rows")],
    options: [
      Option("then", .block, "What makes a model of the rows; `pack 4096 | tune` when absent"),
      Option("draws", .integer, in: 1...1_000, default: .integer(1), "Runs of every arm that draws at random"),
      Option(
        "match",
        .choice([Choice("tokens", "As many learned tokens in each arm"), Choice("rows", "As each arm chose")]),
        default: .choice("tokens"), "What is equal between the arms, besides the steps"),
    ],
    settings: ["context", "model", "template", "seed", "precision"], version: 2,
    help: "Compares ways of choosing rows by the held-out loss of the models they make",
    examples: [
      "load | compare { cdas 10% } { select random 10% } draws 3",
      "load | score complexity | compare { select top 5% } { select random 5% } then { pack 1024 | tune epochs 1 } draws 5",
      "load | compare { take 60 } { sample 60 } then { pack 1024 | tune epochs 1 } match rows",
    ],
    related: ["tune", "eval", "select"])

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
    return ColumnSet()
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    let library = ModelLibrary.shared
    // Its chat template says how the held-out rows are put to every arm's model.
    let directory = try library.directory(context.settings)
    var inputs = [FileInput("model", try library.contentDigest(directory: directory, store: context.store))]
    if try call.optionalBlock("then") == nil {
      // What is not written is as much a part of the recipe as what is: the versions of its stages.
      var then = StandardPipelines.packAndTune(call.span)
      then.head = .source
      inputs.append(FileInput("then", try context.key(of: then)))
    }
    return inputs
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let arms = try call.blocks("arms")
    let draws = try call.integer("draws")
    let runs = arms.reduce(0) { $0 + (Arm(block: $1).drawsAtRandom ? draws : 1) }
    let loaded = try ModelLibrary.shared.load(context.settings)
    // An arm is taken to choose a tenth and to pass over it three times.
    let seconds = input.tokens.map { $0 * 0.3 / Rates.tuning(loaded, context) * Double(runs) }
    return Estimate(rows: input.rows, tokens: input.tokens, seconds: seconds, purpose: .tuning)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("compare")
    guard let heldOut = value.heldOut, heldOut.rows.count > 0, let inputKey = context.inputKey else {
      throw Diagnostic(
        StageCodes.noHeldOut, "nothing is held out to judge on", at: call.span, label: "no rows to judge by",
        helps: [Diagnostic.Help("hold rows out after `load`, with `hold 200`")])
    }
    let judge = try judge(heldOut, context)
    let entered = Evaluated(value: value, key: inputKey)
    let draws = try call.integer("draws")
    let matchesTokens = try call.choice("match") == "tokens"
    let then = try call.optionalBlock("then") ?? StandardPipelines.packAndTune(call.span)

    var arms = try call.blocks("arms").map { Arm(block: $0) }
    // The first arm that draws nothing sets the learned tokens and the steps; else the first.
    let reference = arms.firstIndex { !$0.drawsAtRandom } ?? 0
    var budget: Arm.Budget?
    var runs = 0
    let total = arms.reduce(0) { $0 + ($1.drawsAtRandom ? draws : 1) }
    for place in [reference] + arms.indices.filter({ $0 != reference }) {
      let count = arms[place].drawsAtRandom ? draws : 1
      for draw in 0..<count {
        try context.work.checkCancellation()
        context.work.progress(
          WorkProgress(label: "compare", done: Double(runs), total: Double(total), unit: "models"))
        let started = ContinuousClock.now
        let rows = try context.runBlock(
          arms[place].block(draw: draw, budget: matchesTokens ? budget : nil), on: entered,
          seed: arms[place].needsOwnSeed ? context.seed &+ UInt64(draw) : nil)
        let made = try context.runBlock(Arm.matched(then, steps: budget?.steps), on: rows)
        guard let model = made.value as? ModelValue else { throw InternalError("`then` made no model") }
        arms[place].losses.append(try judge.losses(directory: model.directory, digest: model.digest).mean)
        arms[place].rows.append(model.recipe.rows)
        let spent = (rows.bill + made.bill).reduce(0) { $0 + $1.seconds }
        arms[place].seconds += max(spent, (ContinuousClock.now - started).seconds)
        if budget == nil { budget = Arm.Budget(model) }
        runs += 1
      }
    }
    context.work.progress(WorkProgress(label: "compare", done: Double(total), total: Double(total), unit: "models"))
    let report = ComparisonReport(arms: arms, heldOut: judge.count, matchesTokens: matchesTokens)
    return StageResult(report.value, blocks: [report.block], purpose: .judging)
  }

  private func judge(_ heldOut: HeldOutRows, _ context: RunContext) throws -> HeldOutJudge {
    let library = ModelLibrary.shared
    let template = try library.template(context.settings, directory: library.directory(context.settings))
    return HeldOutJudge(heldOut, template.template, context)
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let input = try context.upstream(1)?.value.asRows("compare"), let heldOut = input.heldOut else { return nil }
    let judge = try judge(heldOut, context)
    guard let key = context.key else { return nil }
    let looks = try judge.look(by: key)
    let text = "Comparison \(looks) on these \(Figures.count(judge.count)) rows."
    var lines = looks > 1 ? [text] : []
    var record = JSONObject([("looks", .integer(Int64(looks)))])
    if let price = context.settings.price {
      let seconds = context.bill.reduce(0) { $0 + $1.seconds }
      lines.append("Bill    \(Figures.duration(seconds)), \(Figures.money(seconds, perHour: price)).")
      record["money"] = .number(seconds / 3_600 * price)
    }
    return Conclusion(blocks: lines.isEmpty ? [] : [StageBlock(text: lines)], record: record)
  }
}
