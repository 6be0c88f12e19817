import Diagnostics
import Evaluation
import Numerics
import Pipeline
import Rows
import Synchronization
import Tuning
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
      chosen.remarks.append("the appended rows alone exceed the budget and are sampled down to it")
    } else {
      chosen.remarks.append("its rows are sampled at random down to the budget")
    }
    var down = arm.stages(draw: draw, learned: 1)
    down.calls.append(StandardPipelines.random(learned: budget, draw: draw, at: context.call.span))
    let remarks = chosen.remarks
    chosen = try run(down)
    chosen.remarks = remarks
    return chosen
  }

  /// A model of a comparison that is still to be made.
  struct Request {
    var arm: Arm
    var draw = 0
    /// Which order of the rows; 0 is that of the seed.
    var order = 0
    /// Learned tokens that the rows are chosen for; nil: as the arm says.
    var learned: Int?
    var budget: TrialBudget
    let part: SearchProgress.Part
  }

  /// The models of `requests`, in their order: the rows chosen one after the other, with all threads, since arms share scores;
  /// the models made beside each other where that is faster.
  func results(_ requests: [Request]) throws -> [Result<(chosen: Chosen, trial: Trial), any Error>] {
    var chosen: [Result<Chosen, any Error>] = []
    for request in requests {
      try context.work.checkCancellation()
      let inner = request.part.context(context)
      chosen.append(Result { try choose(request.arm, learned: request.learned, draw: request.draw, in: inner) })
      if case .failure(let error) = chosen[chosen.count - 1] { _ = try Self.reason(error) }
    }
    func make(_ place: Int) -> Result<(chosen: Chosen, trial: Trial), any Error> {
      let request = requests[place]
      defer { request.part.finish() }
      return chosen[place].flatMap { rows in
        Result { (rows, try train(rows, request.budget, order: request.order, in: request.part.context(context))) }
      }
    }
    var made = [Result<(chosen: Chosen, trial: Trial), any Error>](
      repeating: .failure(Interrupted(done: 0, total: 0, what: "")), count: requests.count)
    let isStopped = Atomic(false)
    made.withUnsafeMutableBufferPointer { made in
      // Safe: each index is written once, by the lane that has it.
      nonisolated(unsafe) let made = made
      func one(_ place: Int) {
        // What stops one stops all.
        if isStopped.load(ordering: .relaxed) { return }
        made[place] = make(place)
        if case .failure(let error) = made[place], (try? Self.reason(error)) == nil {
          isStopped.store(true, ordering: .relaxed)
        }
      }
      let width = maxWidth(chosen)
      if let crew = context.crew {
        crew.forEach(requests.count, maxWidth: width, one)
      } else {
        Lanes.forEach(requests.count, maxWidth: width, one)
      }
    }
    return made
  }

  /// How many models may be made at once: half of the memory that is left has room for them.
  private func maxWidth(_ chosen: [Result<Chosen, any Error>]) -> Int {
    let rows = chosen.compactMap { try? $0.get() }
    let whole = Estimate(rows: rows.map { Double($0.count) }.max(), tokens: rows.map { Double($0.learned) }.max())
    let estimates = (try? StageEstimates.each(then.calls, on: whole, context)) ?? []
    guard let bytes = estimates.compactMap(\.memory).max(), bytes > 0, let left = ProcessMemory.available() else {
      return 1
    }
    return Int(max(1, min(1e6, 0.5 * Double(left.bytes) / bytes)))
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
      loss: loss, steps: model.outcome.plannedSteps, repeated: repeated, rows: chosen.count, learned: chosen.learned,
      choosing: chosen.seconds, tuning: made.bill.reduce(0) { $0 + $1.seconds },
      making: then.calls.map(StandardPipelines.text).joined(separator: " | "), model: model.digest,
      directory: model.directory,
      learnedFrom: try chosen.rows.value.asRows(context.call.stage).rows,
      operations: (chosen.rows.bill + made.bill).reduce(0) { $0 + ($1.compute?.operations ?? 0) })
  }

  /// `then`, its `tune` taking so many steps and so many times its passes.
  private func matched(steps: Int?, passes: Double) -> BoundPipeline {
    var then = then
    for place in then.calls.indices where then.calls[place].calls(TuneStage.self) {
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
