import Pipeline

/// One way of choosing rows in a comparison, and what its models came to.
struct Arm {
  /// What the arms share: learned tokens of an epoch, and steps.
  struct Budget {
    var learned: Int
    var steps: Int

    init(_ model: ModelValue) {
      learned = Int((Double(model.outcome.learnedTokens) / max(model.recipe.options.epochs, 1e-9)).rounded())
      steps = model.outcome.steps
    }
  }

  var block: BoundPipeline
  /// Held-out loss of each run's model.
  var losses: [Double] = []
  var rows: [Int] = []
  var seconds = 0.0

  init(block: BoundPipeline) { self.block = block }

  private var select: Int? { block.calls.lastIndex { $0.stage == "select" } }
  private var selectsAtRandom: Bool { select.map { (try? block.calls[$0].choice("kind")) == "random" } ?? false }

  /// `sample` has no draws of its own: a run of it takes another seed.
  var needsOwnSeed: Bool { block.calls.contains { $0.stage == "sample" } }
  var drawsAtRandom: Bool { selectsAtRandom || needsOwnSeed }

  /// Whether the arm's tokens can be made equal to another's.
  var canMatch: Bool { select != nil }

  /// `diverse`, `random`, else as it is written.
  var name: String {
    if let select, let kind = try? block.calls[select].choice("kind") { return kind }
    return block.text
  }

  /// The stages of one run; with a budget, `select` takes as many learned tokens in place of its share.
  func block(draw: Int, budget: Budget?) -> BoundPipeline {
    guard let select else { return block }
    var block = self.block
    if let budget { block.calls[select] = block.calls[select].with("learned", .integer(budget.learned)) }
    if selectsAtRandom { block.calls[select] = block.calls[select].with("draw", .integer(draw)) }
    return block
  }

  /// The stages that make the model, `tune` taking as many steps as the first arm's.
  static func matched(_ then: BoundPipeline, steps: Int?) -> BoundPipeline {
    guard let steps else { return then }
    var then = then
    for place in then.calls.indices where then.calls[place].stage == "tune" {
      then.calls[place] = then.calls[place].with("batch", nil).with("step_tokens", nil).with("steps", .integer(steps))
    }
    return then
  }
}
