import Pipeline

/// What a search will take, before anything is run.
struct OptimizeCost {
  /// Of one model of the whole budget.
  private let trial: TrialEstimate?
  /// Seconds of judging one model on the sealed rows.
  private let sealing: Double
  /// Seconds of each recipe's stages, by the stages up to and with them: what recipes share is done once.
  private let stages: [String: [Stage]]
  private struct Stage {
    var text: String
    var seconds: Double
    /// Of these, by what is done: see `Estimate.shared`.
    var shared: [String: Double]
  }
  private let hasTarget: Bool
  let memory: Double?

  init(
    recipes: [Recipe], share: Double, hasTarget: Bool, then: BoundPipeline?, input: Estimate, _ context: RunContext
  ) {
    trial = try? TrialEstimate(share: share, then: then, input: input, judgedOn: .search, context)
    memory = trial?.memory
    sealing = (try? TrialEstimate.judging(input, .sealed, context)) ?? 0
    self.hasTarget = hasTarget
    var stages: [String: [Stage]] = [:]
    for recipe in recipes {
      let calls = recipe.arm.block.calls
      // What cannot be estimated is told when it runs.
      let estimates = (try? StageEstimates.each(calls, on: input, context)) ?? []
      var text = ""
      stages[recipe.name] = zip(calls, estimates).map { call, estimate in
        text += StandardPipelines.text(call) + "|"
        return Stage(text: text, seconds: estimate.seconds ?? 0, shared: estimate.shared)
      }
    }
    self.stages = stages
  }

  /// Of one recipe, were it alone.
  func choosing(_ recipe: String) -> Double { (stages[recipe] ?? []).reduce(0) { $0 + $1.seconds } }

  /// Recipes that take no passes of a model.
  var free: Set<String> {
    guard let tuning = trial?.tuning else { return [] }
    return Set(stages.keys.filter { choosing($0) < 0.1 * tuning })
  }

  /// - Parameter isBound: all that may have to be done. Else of more steps than the first the half, and of what is done only where a
  ///   choice comes out a quarter: so it is within 30 % whether one does or not, by the models of the recipes that there are.
  func seconds(_ plan: OptimizePlan, isBound: Bool = false) -> Double? {
    guard let trial, let tuning = trial.tuning else { return nil }
    var (seen, done): (Set<String>, Set<String>) = ([], [])
    var choosing = 0.0
    for recipe in plan.recipes {
      for stage in stages[recipe] ?? [] where seen.insert(stage.text).inserted {
        choosing += stage.seconds
        for (part, seconds) in stage.shared where !done.insert(part).inserted { choosing -= seconds }
      }
    }
    let part = isBound ? 1 : 0.25
    let seldom = isBound ? 0 : plan.longer.dropFirst().reduce(0, +) / 2
    // The base is judged as well; and on the sealed rows the draws, random rows with the target's, and the best.
    let models = Double(plan.models(hasTarget: hasTarget) + 1) + part * Double(plan.modelsOfChoice)
    let sealed = part * Double(plan.draws + (hasTarget ? 2 : 1)) * sealing
    return choosing + tuning * (plan.weight(hasTarget: hasTarget) - seldom + part * plan.weightOfChoice)
      + trial.judging * models + sealed
  }
}
