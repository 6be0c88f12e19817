import Diagnostics
import Store
public import Work

extension Executor {
  /// What evaluating `pipeline` would do and cost.
  /// - Throws: `Diagnostic` when a file that it reads cannot be read.
  public func plan(_ pipeline: BoundPipeline, settings: Settings, work: Work) throws -> Plan {
    var stages = try plannedStages(pipeline, settings: settings, work: work)
    try giveReasons(to: &stages, of: pipeline, settings: settings)
    var plan = Plan(
      stages: stages, threads: engine.threads, memoryBudget: Budget.memoryBytes(), price: settings.price,
      notes: stages.flatMap(\.estimate.notes))
    if !pipeline.calls.isEmpty {
      let context = planningContext(pipeline, index: pipeline.calls.count - 1, settings: settings, work: work)
      plan.notes += try registry.planNotes(plan, context)
    }
    return plan
  }

  /// Seconds that what is not remembered of `pipeline` is expected to take; nil where a stage's time is not known, or it cannot be planned.
  func secondsAhead(_ pipeline: BoundPipeline, settings: Settings, work: Work) -> Double? {
    // Nobody need see that it is planned.
    let work = Work(cancellation: work.cancellation, threads: work.threads)
    guard let keys = try? keys(of: pipeline, inputKey: nil, settings: settings),
      let last = pipeline.calls.indices.last(where: { isPure(pipeline.calls[$0]) }), !memory.has(keys[last + 1]),
      let stages = try? plannedStages(pipeline, settings: settings, work: work)
    else { return nil }
    return Plan(stages: stages, threads: engine.threads, memoryBudget: 0, notes: []).seconds
  }

  private func planningContext(_ pipeline: BoundPipeline, index: Int, settings: Settings, work: Work) -> RunContext {
    RunContext(
      settings: settings, work: work, store: store, observer: SilentObserver(), engine: engine, key: nil, inputKey: nil,
      pipeline: pipeline, index: index, bill: [], executor: self)
  }

  private func plannedStages(_ pipeline: BoundPipeline, settings: Settings, work: Work) throws -> [Plan.Stage] {
    let keys = try keys(of: pipeline, inputKey: nil, settings: settings)
    let calls = pipeline.calls
    let deepest = calls.indices.last { isPure(calls[$0]) && memory.has(keys[$0 + 1]) } ?? -1
    var estimate = Estimate()
    if case .binding(let binding) = pipeline.head {
      let record = binding.key.flatMap { memory.record($0) }
      do {
        let inner = try plannedStages(binding.pipeline, settings: binding.settings, work: work)
        if let last = inner.last { estimate = last.estimate.passedOn }
      } catch let found as Diagnostic {
        // What is remembered needs its files no longer.
        if record == nil { throw found }
      }
      estimate.rows = record?.size.rows.map(Double.init) ?? estimate.rows
      estimate.tokens = record?.size.tokens.map(Double.init) ?? estimate.tokens
    }
    var stages: [Plan.Stage] = []
    for (index, call) in calls.enumerated() {
      guard let stage = registry[call.stage] else { throw InternalError("no stage `\(call.stage)`") }
      let isRemembered = index <= deepest && isPure(call)
      let context = planningContext(pipeline, index: index, settings: settings, work: work)
      // The speeds that were measured are those of an arithmetic.
      var next = try registry.arithmetic.run(settings) {
        try located(call, done: [], label: "its inputs cannot be read") {
          try stage.estimate(call, input: estimate, context: context)
        }
      }
      var past: Plan.Past?
      if isRemembered, let record = memory.record(keys[index + 1]) {
        past = Plan.Past(seconds: record.seconds, compute: record.compute, expected: next)
        // What is known goes before what is guessed; the time is what it took. Tokens that were not counted are guessed
        // in proportion to the rows.
        let share = record.size.rows.flatMap { rows in next.rows.map { Double(rows) / max(1, $0) } } ?? 1
        let tokens = next.tokens.map { $0 * share }
        next.rows = record.size.rows.map(Double.init) ?? next.rows
        next.tokens = record.size.tokens.map(Double.init) ?? tokens
        next.seconds = record.seconds
        next.purpose = record.purpose
        // They say what would be done.
        next.notes = []
      }
      // Held-out rows go on in the pipe.
      next.judges = next.judges ?? estimate.judges
      estimate = next.passedOn
      stages.append(
        Plan.Stage(
          text: Canonicalizer.display(call, stage.signature), name: call.stage, isRemembered: isRemembered,
          isBegun: !isRemembered && isPure(call) && store.hasWork(for: keys[index + 1]),
          effect: stage.signature.effect, choice: stage.choice(of: call), estimate: next, past: past,
          reason: nil, key: keys[index + 1]))
    }
    return stages
  }
}
