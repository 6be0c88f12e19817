import Pipeline
import Tuning

/// The random control of a model: as many learned tokens and as many steps, from the rows that the selection chose from.
struct ControlPipeline {
  let origin: SelectionOrigin
  let context: RunContext
  let model: ModelValue

  /// - Parameter draw: which of the seed's random draws; 0 is the one that `select random` makes.
  func pipeline(draw: Int) throws -> BoundPipeline {
    let select = origin.random(learned: model.tokensPerPass, draw: draw)
    // `pack` as it was, wherever it stands between `select` and `tune`. Stages that filter what was chosen are left out:
    // the learned tokens are already those that they left. `patience` stays: the control ends by the same rule.
    let between = origin.after.filter { $0.calls(PackStage.self) }
    let tune = context.call
      .with("batch", nil).with("step_tokens", nil).with("steps", .integer(model.outcome.plannedSteps)).with(
        "control", nil)
    var pipeline = origin.pool
    pipeline.calls += [select] + between + [tune]
    pipeline.output = Shape(.model)
    return pipeline
  }
}
