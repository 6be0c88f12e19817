import Pipeline
import Tuning

/// What is said of a run that ends when validation gets no better: by which rows, when and why it ended, whose weights were kept.
struct EarlyEnding {
  private let outcome: TuningOutcome
  private let options: TuningOptions
  private let early: EarlyStopping
  private let origin: TuningValidation.Origin

  /// nil of a run without `patience`.
  init?(_ model: ModelValue) {
    guard let early = model.outcome.early, let origin = model.recipe.validation else { return nil }
    (outcome, options, self.early, self.origin) = (model.outcome, model.recipe.options, early, origin)
  }

  var lines: [StageBlock.Line] {
    let losses = outcome.validation.map(\.loss)
    let curve = Figures.thinned(losses, to: 10)
    let every = options.validationEvery ?? 0
    var lines = [
      StageBlock.Line(
        "validation \(Figures.fixed(losses.first ?? .nan, 3)) \(Figures.spark(curve)) "
          + Figures.fixed(losses.last ?? .nan, 3),
        " · lowest \(Figures.fixed(outcome.bestValidation?.loss ?? .nan, 3)), on \(origin.text), every "
          + (every == 1 ? "step" : "\(Figures.count(every)) steps")),
      StageBlock.Line(sentence),
    ]
    if origin.source == .heldBack {
      let shown = origin.heldBack.prefix(8).map(String.init).joined(separator: ", ")
      lines.append(
        StageBlock.Line(
          "held back from learning: row\(origin.rows == 1 ? "" : "s") \(shown)"
            + (origin.rows > 8 ? ", … (`dropped` lists all \(Figures.count(origin.rows)))" : "")))
    }
    return lines
  }

  /// When it ended, why, and which weights are the result.
  var sentence: String {
    let patience = options.patience ?? 0
    let end =
      early.ranOut
      ? "ended after step \(Figures.count(outcome.steps)) of \(Figures.count(early.plannedSteps)): "
        + "\(Figures.count(patience)) check\(patience == 1 ? "" : "s") in a row without a lower loss"
      : "all \(Figures.count(early.plannedSteps)) steps done"
    guard early.bestStep > 0 else {
      return end + "; no step was better than the beginning, and its weights are the result"
    }
    if early.bestStep == outcome.steps { return end + "; the last weights are the best" }
    return end + "; the weights after step \(Figures.count(early.bestStep)) are the result, with "
      + "\(Figures.count(early.bestLearnedTokens)) tokens learned by then"
  }

  /// The reason alone where patience ended the run; nil where it came to its end.
  var reason: String? { early.ranOut ? sentence : nil }
}
