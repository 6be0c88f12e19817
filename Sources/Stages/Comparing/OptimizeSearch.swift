import Evaluation
import Numerics
import Pipeline
import Work

/// Successive halving over recipes: all at a part of the budget, the best of them at more, equal learned tokens and steps in
/// each rung, judged on the search part; random rows beside them on each.
struct OptimizeSearch {
  let plan: OptimizePlan
  let trials: Trials
  /// Those of the plan, in its order.
  let recipes: [Recipe]
  let random: Recipe
  /// nil where nobody said what the model shall be good at.
  let randomAndTarget: Recipe?
  /// Learned tokens of the whole budget.
  let budget: Int
  let context: RunContext
  let progress: SearchProgress

  /// A recipe and what it came to.
  struct Entry {
    let recipe: Recipe
    /// By rung; the last rung's of random rows are all draws.
    var trials: [Double: [Trial]] = [:]
    var failure: String?
    var remarks: [String] = []

    init(_ recipe: Recipe) { self.recipe = recipe }

    func loss(_ rung: Double) -> Double? {
      trials[rung].flatMap { $0.isEmpty ? nil : Statistics.mean($0.map(\.loss)) }
    }
    var lastRung: Double? { trials.filter { !$0.value.isEmpty }.keys.max() }
    /// Of the last rung's model.
    var last: Trial? { lastRung.flatMap { trials[$0]?.first } }
  }

  /// A model of the end: more steps for the same rows, or more rows.
  struct Extra {
    /// Times the budget's steps, and times its learned tokens.
    var steps: Double
    var tokens: Double
    var trial: Trial
  }

  /// What the search found out.
  struct Findings {
    var random: Entry
    var randomAndTarget: Entry?
    /// In the order of the plan.
    var entries: [Entry]
    /// Steps of each rung.
    var steps: [Double: Int] = [:]
    var decision = OptimizeDecision.random
    /// Of the decision's rows.
    var chosen: Trials.Chosen?
    /// The chosen rows with more steps; none beyond those that brought nothing.
    var longer: [Extra] = []
    /// Random rows beyond the budget.
    var larger: [Extra] = []
  }

  private func learned(_ part: Double) -> Int { max(1, Int((Double(budget) * part).rounded())) }

  func run() throws -> Findings {
    var findings = Findings(
      random: Entry(random), randomAndTarget: randomAndTarget.map(Entry.init), entries: recipes.map(Entry.init))
    var places = Array(findings.entries.indices)
    for rung in plan.rungs {
      if rung != plan.rungs.first {
        // The best of the rung before, those of equal loss in the plan's order.
        let before = plan.rungs.last { $0 < rung } ?? rung
        let ranked = places.compactMap { place in findings.entries[place].loss(before).map { (place, $0) } }
          .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        places = ranked.prefix(plan.entrants(rung)).map(\.0).sorted()
      }
      // The steps are those of random rows.
      let draws = rung == 1 ? plan.draws : 1
      for draw in 0..<draws { try add(&findings.random, rung, draw: draw, &findings.steps[rung]) }
      if rung == 1, findings.randomAndTarget != nil, var entry = findings.randomAndTarget {
        try attempt(&entry, rung, &findings.steps[rung])
        findings.randomAndTarget = entry
      }
      for place in places { try attempt(&findings.entries[place], rung, &findings.steps[rung]) }
    }
    findings.decision = OptimizeDecision(findings, heldOut: trials.judge.count)
    let winner = findings.winner
    let chosen = try trials.choose(winner.recipe.arm, learned: budget, in: context)
    findings.chosen = chosen
    if findings.decision.isChoice { progress.extend(by: plan.weightOfChoice) }
    try lengthen(&findings, chosen)
    return findings
  }

  /// A recipe that fails says so in its row, and the rest go on.
  private func attempt(_ entry: inout Entry, _ rung: Double, _ steps: inout Int?) throws {
    guard entry.failure == nil else { return }
    do { try add(&entry, rung, draw: 0, &steps) } catch { entry.failure = try Trials.reason(error) }
  }

  private func add(_ entry: inout Entry, _ rung: Double, draw: Int, _ steps: inout Int?) throws {
    try context.work.checkCancellation()
    let inner = progress.context(context, weight: rung)
    defer { progress.finish(weight: rung) }
    let chosen = try trials.choose(entry.recipe.arm, learned: learned(rung), draw: draw, in: inner)
    let trial = try trials.train(chosen, TrialBudget(learned: learned(rung), steps: steps), in: inner)
    steps = steps ?? trial.steps
    entry.trials[rung, default: []].append(trial)
    for remark in chosen.remarks where !entry.remarks.contains(remark) { entry.remarks.append(remark) }
  }

  /// The chosen rows with more steps, and more random rows: what there is beside choosing.
  private func lengthen(_ findings: inout Findings, _ chosen: Trials.Chosen) throws {
    guard let steps = findings.steps[1] else { return }
    func extra(_ rows: Trials.Chosen, steps times: Double, tokens: Double, passes: Double) throws -> Extra {
      try context.work.checkCancellation()
      let weight = tokens * passes
      let inner = progress.context(context, weight: weight)
      defer { progress.finish(weight: weight) }
      let budget = TrialBudget(
        learned: learned(tokens), steps: Int((Double(steps) * times).rounded()), passes: passes)
      return Extra(steps: times, tokens: tokens, trial: try trials.train(rows, budget, in: inner))
    }
    var best = findings.winner.trials[1]?.first?.loss ?? .infinity
    for times in plan.longer {
      let found = try extra(chosen, steps: times, tokens: 1, passes: times)
      findings.longer.append(found)
      guard found.trial.loss < best else {
        progress.extend(by: -plan.longer.filter { $0 > times }.reduce(0, +))
        break
      }
      best = found.trial.loss
    }
    guard findings.decision.isChoice else { return }
    for times in plan.larger {
      let more = try trials.choose(random.arm, learned: learned(times), in: context)
      findings.larger.append(try extra(more, steps: 1, tokens: times, passes: 1))
      findings.larger.append(try extra(more, steps: times, tokens: times, passes: 1))
    }
  }
}

extension OptimizeSearch.Findings {
  /// The entry whose rows are the value.
  var winner: OptimizeSearch.Entry {
    switch decision {
    case .random: random
    case .target: randomAndTarget ?? random
    case .choice(let place, _): entries[place]
    }
  }
}
