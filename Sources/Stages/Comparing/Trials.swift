import Diagnostics
import Evaluation
import Pipeline
import Rows
import Work

/// Runs arms of a comparison at equal budgets, judged on the same rows.
struct Trials {
  /// What entered, with its key.
  let entered: Evaluated
  let judge: HeldOutJudge
  /// What makes a model of the rows.
  let then: BoundPipeline
  let context: RunContext

  init(_ entered: Evaluated, judge: HeldOutJudge, then: BoundPipeline?, _ context: RunContext) {
    self.entered = entered
    self.judge = judge
    self.then = then ?? StandardPipelines.packAndTune(context.call.span)
    self.context = context
  }

  /// Answer tokens, and the end of each row: what a budget counts.
  static func learnedTokens(_ value: RowsValue, _ context: RunContext) throws -> Int {
    try TokenCounts.settle(value, context)
    let answers = (value.rows.column("answer_tokens")?.doubles ?? []).reduce(0) { $0 + ($1.isNaN ? 0 : Int($1)) }
    return answers + value.rows.count
  }

  /// What an arm chose.
  struct Chosen {
    var rows: Evaluated
    /// What was run: the arm's stages with what each was given.
    var stages: BoundPipeline
    var count: Int
    var learned: Int
    var remarks: [String] = []
    var seconds: Double { rows.bill.reduce(0) { $0 + $1.seconds } }
  }

  /// The arm's rows of at most so many learned tokens, rows that come behind the selected ones included.
  func choose(_ arm: Arm, learned budget: Int?, draw: Int = 0, in context: RunContext) throws -> Chosen {
    let seed = arm.seed(draw: draw, context.seed)
    func run(_ stages: BoundPipeline) throws -> Chosen {
      let made = try context.runBlock(stages, on: entered, seed: seed)
      let value = try made.value.asRows(context.call.stage)
      return Chosen(
        rows: made, stages: stages, count: value.rows.count, learned: try Self.learnedTokens(value, context))
    }
    var chosen = try run(arm.stages(draw: draw, learned: budget))
    guard let budget, chosen.learned > budget else { return chosen }
    if arm.goesOnAfterSelect {
      // What follows the selection adds to it: that much less is selected.
      let appended = try chosen.learned - run(arm.selection(draw: draw, learned: budget)).learned
      if appended < budget { chosen = try run(arm.stages(draw: draw, learned: budget - appended)) }
      guard chosen.learned > budget else { return chosen }
    }
    if arm.hasSelect {
      chosen.remarks.append("what is appended alone is more than the budget, and drawn down to it")
    } else {
      chosen.remarks.append("its rows are drawn at random down to the budget")
    }
    var down = arm.stages(draw: draw, learned: 1)
    down.calls.append(StandardPipelines.random(learned: budget, draw: draw, at: context.call.span))
    let remarks = chosen.remarks
    chosen = try run(down)
    chosen.remarks = remarks
    return chosen
  }

  /// A model of these rows.
  /// - Parameter order: which order of the rows; 0 is that of the seed.
  func train(_ chosen: Chosen, _ budget: TrialBudget?, order: Int = 0, in context: RunContext) throws -> Trial {
    var repeated = 1.0
    if let budget, chosen.learned > 0, Double(chosen.learned) < TrialBudget.full * Double(budget.learned) {
      repeated = Double(budget.learned) / Double(chosen.learned)
    }
    let then = matched(steps: budget?.steps, passes: repeated * (budget?.passes ?? 1))
    let made = try context.runBlock(
      then, on: chosen.rows, seed: order > 0 ? context.seed &+ UInt64(order) : nil)
    guard let model = made.value as? ModelValue else { throw InternalError("`then` made no model") }
    let loss = try HeldOutJudge(judge.heldOut, judge.template, context)
      .losses(directory: model.directory, digest: model.digest).mean
    guard loss.isFinite else { throw NotANumber() }
    return Trial(
      loss: loss, steps: model.outcome.steps, repeated: repeated, rows: chosen.count, learned: chosen.learned,
      choosing: chosen.seconds, tuning: made.bill.reduce(0) { $0 + $1.seconds },
      making: then.calls.map(StandardPipelines.text).joined(separator: " | "), model: model.digest,
      directory: model.directory)
  }

  /// `then`, its `tune` taking so many steps and so many times its passes.
  private func matched(steps: Int?, passes: Double) -> BoundPipeline {
    var then = then
    for place in then.calls.indices where then.calls[place].stage == "tune" {
      var call = then.calls[place]
      if let steps { call = call.with("batch", nil).with("step_tokens", nil).with("steps", .integer(steps)) }
      if passes != 1, let epochs = try? call.number("epochs") {
        call = call.with("epochs", .number(epochs * passes))
      }
      then.calls[place] = call
    }
    return then
  }

  struct NotANumber: Error, CustomStringConvertible {
    var description: String { "its loss on the held-out rows is not a number" }
  }

  /// Why an arm failed, for its row; what stops the whole comparison is thrown on: an interruption, and what lies with the
  /// machine and would leave the next arm no better off.
  static func reason(_ error: any Error) throws -> String {
    switch error {
    case is Interrupted, is InternalError: throw error
    case let found as Diagnostic:
      if [StageCodes.memory, StageCodes.store, StageCodes.fileNotWritten].contains(found.code) { throw error }
      return found.message
    default: return "\(error)"
    }
  }
}
