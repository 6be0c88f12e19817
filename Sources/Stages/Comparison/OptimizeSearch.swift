import Evaluation
import Pipeline
import Quantities
import Work

/// Successive halving over recipes: all at a part of the budget, the best of them at more, equal learned tokens and steps in
/// each rung, judged on the search part; random rows beside them on each.
struct OptimizeSearch {
  let plan: OptimizePlan
  let trials: Trials
  /// Those of the plan, in its order.
  let recipes: [Recipe]
  let random: Recipe
  /// nil where nobody said what the model should be good at.
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

    mutating func add(_ result: Result<(chosen: Trials.Chosen, trial: Trial), any Error>, _ rung: Double) throws {
      let (chosen, trial) = try result.get()
      trials[rung, default: []].append(trial)
      for remark in chosen.remarks where !remarks.contains(remark) { remarks.append(remark) }
    }

    /// As `add`; what failed is why it has no more.
    mutating func note(_ result: Result<(chosen: Trials.Chosen, trial: Trial), any Error>, _ rung: Double) throws {
      do { try add(result, rung) } catch { failure = try Trials.reason(error) }
    }
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
      try make([.random(draw: 0)], rung, &findings)
      let draws: [Model] = rung == 1 ? (1..<max(1, plan.draws)).map { .random(draw: $0) } : []
      let target: [Model] = rung == 1 && findings.randomAndTarget != nil ? [.randomAndTarget] : []
      let recipes = places.filter { findings.entries[$0].failure == nil }.map { Model.recipe($0) }
      try make(draws + target + recipes, rung, &findings)
    }
    findings.decision = OptimizeDecision(findings, heldOut: trials.judge.count)
    let winner = findings.winner
    let chosen = try trials.choose(winner.recipe.arm, learned: budget, in: context)
    findings.chosen = chosen
    if findings.decision.isChoice { progress.extend(by: plan.weightOfChoice) }
    try lengthen(&findings)
    return findings
  }

  /// A model of a rung.
  private enum Model {
    case random(draw: Int)
    case randomAndTarget
    case recipe(Int)
  }

  /// A recipe that fails says so in its row, and the rest go on; without random rows there is no search.
  private func make(_ models: [Model], _ rung: Double, _ findings: inout Findings) throws {
    let requests = models.map { model in
      let (recipe, draw) =
        switch model {
        case .random(let draw): (random, draw)
        case .randomAndTarget: (randomAndTarget ?? random, 0)
        case .recipe(let place): (findings.entries[place].recipe, 0)
        }
      return Trials.Request(
        arm: recipe.arm, draw: draw, learned: learned(rung),
        budget: TrialBudget(learned: learned(rung), steps: findings.steps[rung]), part: progress.part(weight: rung))
    }
    for (model, result) in zip(models, try trials.results(requests)) {
      switch model {
      case .random: try findings.random.add(result, rung)
      case .randomAndTarget: try findings.randomAndTarget?.note(result, rung)
      case .recipe(let place): try findings.entries[place].note(result, rung)
      }
      findings.steps[rung] = findings.steps[rung] ?? findings.random.trials[rung]?.first?.steps
    }
  }

  /// The chosen rows with more steps, and more random rows: what there is beside choosing.
  private func lengthen(_ findings: inout Findings) throws {
    guard let steps = findings.steps[1] else { return }
    func extra(_ arm: Arm, steps times: Double, tokens: Double, passes: Double) -> Trials.Request {
      let budget = TrialBudget(
        learned: learned(tokens), steps: Int((Double(steps) * times).rounded()), passes: passes)
      return Trials.Request(
        arm: arm, learned: learned(tokens), budget: budget, part: progress.part(weight: tokens * passes))
    }
    var best = findings.winner.trials[1]?.first?.loss ?? .infinity
    for times in plan.longer {
      let request = extra(findings.winner.recipe.arm, steps: times, tokens: 1, passes: times)
      guard let trial = try trials.results([request]).first?.get().trial else { break }
      findings.longer.append(Extra(steps: times, tokens: 1, trial: trial))
      guard trial.loss < best else {
        progress.extend(by: -plan.longer.filter { $0 > times }.reduce(0, +))
        break
      }
      best = trial.loss
    }
    guard findings.decision.isChoice else { return }
    let larger = plan.larger.flatMap { [(steps: 1.0, tokens: $0), (steps: $0, tokens: $0)] }
    let made = try trials.results(larger.map { extra(random.arm, steps: $0.steps, tokens: $0.tokens, passes: 1) })
    for (more, result) in zip(larger, made) {
      findings.larger.append(Extra(steps: more.steps, tokens: more.tokens, trial: try result.get().trial))
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
