import Documents
import Pipeline
import Plots
import Rows
import Store
import Tuning

extension ChoicePage {
  /// Of a tuned model: the verdict on it first, then how it was tuned, and on which rows.
  init(_ model: ModelValue, _ context: RunContext) throws {
    var sections = [Self.recipe(model, context), Self.curve(model)]
    let history = try RowHistory(context).steps
    if let tuned = history.last(where: { $0.stage.call.calls(TuneStage.self) })?.stage {
      let then = context.context(of: tuned)
      sections.insert(Self.verdict(try TuneVerdict(call: tuned.call, model: model, context: then).told()), at: 0)
    }
    if let rows = history.last(where: { $0.after != nil })?.after {
      sections += try ChoiceWay(rows, context).sections(rows, context)
    }
    self.init("A model tuned on \(Figures.rows(model.recipe.rows))", sections, context)
  }

  private static func verdict(_ told: (conclusion: Conclusion, sentence: String?)?) -> String {
    guard let told else {
      return HTMLPage.section(
        "Verdict", HTMLPage.sentences(["It began with random weights: there is no base to compare it with."]))
    }
    let lines = told.conclusion.blocks.flatMap { block in
      block.lines.map { (block.title.isEmpty ? "" : block.title + "  ") + $0.first + $0.second }
    }
    return HTMLPage.section(
      "Verdict",
      HTMLPage.sentences([told.sentence].compactMap(\.self), strong: true)
        + HTMLPage.lines(lines.filter { $0 != told.sentence }))
  }

  private static func recipe(_ model: ModelValue, _ context: RunContext) -> String {
    let (recipe, outcome) = (model.recipe, model.outcome)
    var cells = [
      ["base", model.base.path.map { ModelLibrary.name(of: $0) } ?? "random weights"], ["trained", model.trained],
      ["rows", Figures.count(recipe.rows)], ["epochs", Figures.digits(recipe.options.epochs)],
      ["learning rate", Figures.rate(recipe.options.learningRate)], ["steps", Figures.count(outcome.steps)],
      ["learned tokens", Figures.count(outcome.learnedTokens)], ["tokens of a pack", Figures.count(recipe.capacity)],
      ["template", recipe.template], ["seed", String(recipe.options.seed)],
      ["time", Figures.duration(outcome.seconds)], ["the line", recipe.text],
    ]
    if let ending = EarlyEnding(model) { cells.insert(["ending", ending.sentence], at: 6) }
    return HTMLPage.section("How it was tuned", HTMLPage.table([("", false), ("", false)], cells))
  }

  private static func curve(_ model: ModelValue) -> String {
    let losses = model.outcome.lossCurve
    let steps = losses.indices.map { Double($0 + 1) * Double(model.outcome.steps) / Double(losses.count) }
    guard let scatter = Plot.Scatter("step", steps, "loss", losses, groups: nil, hasMargins: false) else { return "" }
    return HTMLPage.section("Loss while it was tuned", Plot(title: "loss by step", .scatter(scatter)).svg)
  }
}
