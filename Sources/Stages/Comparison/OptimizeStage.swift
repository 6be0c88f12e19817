import Diagnostics
import Digests
import Documents
import Evaluation
import Foundation
import Numerics
import Pipeline
import Quantities
import Rows
import Store
import Work

/// `optimize`: finds the way to choose rows that pays, or says that none does.
struct OptimizeStage: StageDefinition {
  let signature = Signature(
    "optimize", input: [.rows], output: .same,
    slots: [Slot("share", .share, default: .share(.fraction(0.1)), "Share of the learned tokens to keep")],
    options: [
      Option("for", .duration, "Time budget; what is tried is fixed by the estimate before the first model"),
      Option("over", .block, repeats: true, "Ways to choose, in place of those of the library"),
      Option("draws", .integer, in: 2...1_000, default: .integer(5), "Random draws that the best are measured by"),
      Option("then", .block, "How to train on the rows; `pack 4096 | tune` when absent"),
    ] + ProblemsRequest.options, flags: ProblemsRequest.flags,
    needs: ["question", "answer"],
    settings: ["context", "model", "template", "seed", "precision"], choice: .byScore,
    help: "Searches for the selection that pays off for a task, or says that none does",
    examples: [
      "load mixed | optimize 10%", "load mixed | optimize 10% for 5m | pack 4096 | tune",
      "load | hold 12 target 4 search 4 | optimize 50% over { by_words } { shortest } then { pack 512 | tune steps 4 }",
    ],
    related: ["hold", "compare", "curve", "select", "score"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    // What the winner adds is known when there is one.
    try ProblemsRequest.check(call)
    var columns = input
    columns.isOpen = true
    return columns
  }

  func settings(of call: BoundCall) -> [String] { ComparedProblems.settings(signature, call) }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    var inputs = try ComparedInputs.of(call, context)
    let book = try RecipeBook(call, context)
    // Blocks that are written are in the key as they stand.
    let own = try [book.random, book.randomAndTarget] + (call.blocks("over").isEmpty ? book.recipes : [])
    for recipe in own {
      var block = recipe.arm.block
      block.head = .source
      inputs.append(FileInput("recipe \(recipe.name)", try context.key(of: block)))
    }
    return inputs
  }

  // MARK: Estimate

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let recipes = try RecipeBook(call, context).recipes
    let share = try share(call, rows: input.rows, tokens: input.tokens)
    var plan = OptimizePlan(recipes: recipes.map(\.name), draws: try call.integer("draws"), share: share)
    let cost = OptimizeCost(
      recipes: recipes, share: share ?? 0.1, hasTarget: true, then: try call.optionalBlock("then"), input: input,
      context)
    if let limit = try call.optionalDuration("for") {
      plan.fit(limit, keeping: cost.free, cost: cost.choosing) { cost.seconds($0, isBound: true) }
    }
    // The base, each draw, random rows with the target's, and what came out.
    let answering = ComparedProblems.seconds(call, input: input, context).map { Double(plan.draws + 3) * $0 }
    let seconds = cost.seconds(plan).flatMap { seconds in answering.map { seconds + $0 } }
    return Estimate(
      rows: input.rows.map { $0 * (share ?? 0.1) }, tokens: input.tokens.map { $0 * (share ?? 0.1) },
      seconds: seconds, memory: cost.memory, purpose: .choosing,
      notes: notes(plan, seconds: seconds, limit: try call.optionalDuration("for")))
  }

  private func notes(_ plan: OptimizePlan, seconds: Double?, limit: Double?) -> [String] {
    let more = plan.modelsOfChoice > 0 ? ", and \(plan.modelsOfChoice) larger ones if a choice pays" : ""
    var notes = [
      "`optimize` makes up to \(plan.models(hasTarget: true)) models by \(plan.recipes.count + 2) ways to choose\(more)."
    ]
    if !plan.omitted.isEmpty { notes.append("No time for: \(plan.omitted.joined(separator: ", ")).") }
    if let limit, let seconds, seconds > limit {
      notes.append(
        "Even the smallest search that decides anything takes longer than the \(Figures.duration(limit)) asked for.")
    }
    return notes
  }

  /// The part of all learned tokens; nil where what there is is not known.
  private func share(_ call: BoundCall, rows: Double?, tokens: Double?) throws -> Double? {
    switch try call.share("share") {
    case .fraction(let fraction): fraction
    case .rows(let count): rows.map { Double(count) / max(1, $0) }
    case .tokens(let count): tokens.map { Double(count) / max(1, $0) }
    }
  }

  // MARK: Run

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let whole = try input.asRows("optimize")
    let judge = try JudgedPart.search.judge(whole, call: call, context)
    if try call.blocks("over").isEmpty { _ = try Target(of: whole, call: call, what: "`optimize`") }
    guard let inputKey = context.inputKey, let key = context.key else { throw InternalError("`optimize` has no key") }
    let watch = Stopwatch()
    let problems = try ComparedProblems(call, heldOut: whole.heldOut?.rows, judge.template, context)

    let (value, copies) = Self.withoutJudges(whole)
    var poolKey = inputKey
    if copies > 0 {
      var builder = ContentDigest.Builder()
      builder.update("without rows that are held out")
      builder.update(inputKey)
      poolKey = builder.finalize()
    }
    let all = try Trials.learnedTokens(value, context)
    let share = min(1, try share(call, rows: Double(value.rows.count), tokens: Double(all)) ?? 1)
    let budget = Int((share * Double(all)).rounded())
    guard value.rows.count > 0, budget >= all / max(1, value.rows.count) else {
      throw Diagnostic(
        StageCodes.nothingLeft, "so small a share selects no rows", at: call.span(of: "share"),
        label: "\(Figures.count(max(0, budget))) of \(Figures.count(all)) learned tokens",
        helps: [Diagnostic.Help("take a larger share: each rung of the search begins with a quarter of it")])
    }

    let target = whole.heldOut?.target
    let filter = target.flatMap { SuggestedFilter(target: $0, pool: value.rows) }
    let book = try RecipeBook(call, filter: filter, context)
    let recipes = book.recipes
    let then = try call.optionalBlock("then")
    var plan = OptimizePlan(recipes: recipes.map(\.name), draws: try call.integer("draws"), share: share)
    // A quarter of a few rows is none.
    plan.rungs.removeAll { $0 < 1 && $0 * Double(budget) < 3 * Double(all) / Double(value.rows.count) }
    if let limit = try call.optionalDuration("for") {
      let estimate = Estimate(
        rows: Double(value.rows.count), tokens: Double(value.countedTokens),
        judges: Estimate.Judges(search: Double(judge.count), sealed: Double(whole.heldOut?.rows.count ?? 0)))
      let cost = OptimizeCost(
        recipes: recipes, share: share, hasTarget: target != nil, then: then, input: estimate, context)
      plan = try Self.remembered(plan, key, context) { plan in
        plan.fit(limit, keeping: cost.free, cost: cost.choosing) { cost.seconds($0, isBound: true) }
      }
    }
    let search = OptimizeSearch(
      plan: plan, trials: Trials(Evaluated(value: value, key: poolKey), judge: judge, then: then, context),
      recipes: recipes.filter { plan.recipes.contains($0.name) }, random: book.random,
      randomAndTarget: target == nil ? nil : book.randomAndTarget, budget: budget, context: context,
      progress: SearchProgress(
        "optimize", total: plan.weight(hasTarget: target != nil), unit: "models of the whole share", context))
    let findings = try search.run()
    guard let chosen = findings.chosen else { throw InternalError("`optimize` chose nothing") }

    var report = OptimizeReport(
      findings: findings, plan: plan, budget: budget, share: share, search: judge.count,
      before: try JudgedPart.before(judge, context), copies: copies,
      threads: context.engine.threads)
    if findings.decision != .random, let heldOut = whole.heldOut, heldOut.rows.count > 0 {
      let sealed = try JudgedPart.sealed.judge(whole, call: call, context)
      report.sealed = try OptimizeReport.Sealed(findings, sealed, looks: sealed.look(by: key))
    }
    if let problems { report.problems = try problems.answered(by: report.judgedByProblems, random: 0) }
    report.seconds = max(watch.seconds, report.spent)

    let result = try chosen.rows.value.asRows("optimize")
    let ledger = Self.ledger(of: value, copies: copies, chosen: result.rows)
    var record = ledger.json.object ?? JSONObject()
    record["search"] = report.json
    return StageResult(
      result, blocks: report.blocks(ledger), purpose: .choosing, ledger: .object(record), fates: ledger.fates)
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let price = context.settings.price,
      let seconds = try context.upstream(0)?.ledger?["search"]?["seconds"]?.double
    else { return nil }
    return Conclusion(
      blocks: [StageBlock(text: ["The search cost \(Figures.money(seconds, perHour: price))."])],
      record: JSONObject([("money", .number(seconds / 3_600 * price))]))
  }

  /// The rows without those that are equal to a held-out one: whoever chose them would have seen what judges.
  private static func withoutJudges(_ value: RowsValue) -> (RowsValue, copies: Int) {
    guard let heldOut = value.heldOut else { return (value, 0) }
    var judges: Set<ContentDigest> = []
    for rows in [heldOut.target, heldOut.search, heldOut.rows].compactMap({ $0 }) {
      for row in 0..<rows.count { judges.insert(rows.contentKey(of: row)) }
    }
    let keep = (0..<value.rows.count).filter { !judges.contains(value.rows.contentKey(of: $0)) }
    let copies = value.rows.count - keep.count
    return copies == 0 ? (value, 0) : (value.with(value.rows.taking(keep)), copies)
  }

  /// What became of the rows; those of the target that were appended came in as well.
  /// - Parameter value: the rows that were chosen from; `copies` more came in.
  private static func ledger(of value: RowsValue, copies: Int, chosen: Rows) -> Ledger {
    let pool = Set((0..<value.rows.count).map { value.rows.contentKey(of: $0) })
    let own = (0..<chosen.count).count { pool.contains(chosen.contentKey(of: $0)) }
    var ledger = Ledger(rowsIn: value.rows.count + copies + chosen.count - own, kept: chosen.count)
    let left = value.rows.count - own
    if left > 0 { ledger.dropped.append(Ledger.Entry(reason: "not chosen", count: left)) }
    if copies > 0 { ledger.dropped.append(Ledger.Entry(reason: "equal to a held-out row", count: copies)) }
    return ledger
  }

  /// The plan that was made the first time: speeds of the machine change, and with them what fits.
  private static func remembered(
    _ plan: OptimizePlan, _ key: ContentDigest, _ context: RunContext, _ fit: (inout OptimizePlan) -> Void
  ) throws -> OptimizePlan {
    try context.remembered("plan", key) {
      var plan = plan
      fit(&plan)
      return plan
    }
  }
}
