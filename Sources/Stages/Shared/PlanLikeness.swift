import Diagnostics
import Pipeline

/// What `explain` says of pool and target, where a line holds a target out: the rows are read for it, if that takes no longer
/// than a glance; nothing of what follows runs.
enum PlanLikeness {
  /// Seconds of reading that a plan may take.
  private static let patience = 5.0

  /// - Throws: `Interrupted`; what cannot be read is said when the line runs.
  static func notes(_ plan: Plan, _ context: RunContext) throws -> [String] {
    // The rows before anything is done with them that takes a model's time.
    let count = plan.stages.prefix { $0.estimate.purpose == .other && !$0.isTraining }.count
    guard namesTarget(context.pipeline, calls: count) else { return [] }
    let unread = plan.stages.prefix(count).filter { !$0.isRemembered }
    let seconds = unread.reduce(0) { $0 + ($1.estimate.seconds ?? 0) }
    guard seconds <= patience else {
      return ["To see how alike pool and target are, end the line after the target with `| describe`."]
    }
    do {
      guard let value = try context.upstream(plan.stages.count - count)?.value as? RowsValue else { return [] }
      return try Likeness(of: value, context: context)?.lines ?? []
    } catch is Diagnostic {
      return []
    }
  }

  /// Whether rows are held out as a target, as far as the words say it.
  private static func namesTarget(_ pipeline: BoundPipeline, calls: Int) -> Bool {
    let isNamed = pipeline.calls.prefix(calls).contains { call in
      (call.calls(HoldStage.self) && call.has("target"))
        || (call.calls(LoadStage.self) && EmbeddedSet(of: call).target != nil && !call.has("path"))
    }
    guard !isNamed, case .binding(let binding) = pipeline.head else { return isNamed }
    return namesTarget(binding.pipeline, calls: binding.pipeline.calls.count)
  }
}

extension Plan.Stage {
  fileprivate var isTraining: Bool { calls(PackStage.self) }
}
