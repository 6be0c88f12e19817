import Diagnostics
import Pipeline
import Quantities
import Syntax

/// What was done to the rows of a shard since they were loaded.
struct ShardLineage {
  let shard: ShardNumber
  /// The call that loaded them.
  let load: BoundCall
  /// The others that make rows, in order.
  let calls: [BoundCall]

  /// - Parameter calls: from the source on. nil where the rows that come out are no shard's.
  init?(_ calls: [BoundCall]) {
    guard let first = calls.first, first.calls(LoadStage.self), let shard = try? first.optionalShard("shard"),
      calls.dropFirst().allSatisfy({ Registry.standard[$0.stage]?.signature.output == .same })
    else { return nil }
    self.shard = shard
    load = first
    self.calls = calls.dropFirst().filter { Registry.standard[$0.stage]?.signature.effect != .effectful }
  }

  /// The calls that a stage's input has gone through; nil for a block's, whose input may be anything.
  static func calls(before index: Int, in pipeline: BoundPipeline) -> [BoundCall]? {
    let own = Array(pipeline.calls.prefix(index))
    switch pipeline.head {
    case .source: return own
    case .binding(let binding):
      return calls(before: binding.pipeline.calls.count, in: binding.pipeline).map { $0 + own }
    case .input: return nil
    }
  }

  /// Refuses to save what cannot be put together again: rows of a shard to which something was done that goes by other rows as well.
  ///
  /// - Throws: `Diagnostic` at `save`.
  func check(_ save: BoundCall) throws {
    for (place, call) in calls.enumerated() {
      let rowwise = Registry.standard[call.stage] as? any RowwiseStage
      let reason =
        rowwise.map { $0.dependence(call, after: [load] + calls.prefix(place)) } ?? "it looks at rows together"
      guard let reason else { continue }
      throw Diagnostic(
        StageCodes.notRowwise, "`\(call.stage)` cannot be done shard by shard: \(reason)", at: save.nameSpan,
        label: "would save shard \(shard)",
        helps: [
          Diagnostic.Help("save the shards without it, and do it to all rows: `gather \"…\" | \(call.stage) …`")
        ])
    }
  }

  /// What in an expression goes by all rows.
  static func dependence(_ expression: RowExpression) -> String? {
    expression.columnwiseFunction.map { "`\($0)` goes by all rows" }
  }
}

extension RunContext {
  /// All the rows that the stage's input is a shard of, where it stands right behind the `load` that divided them; nil elsewhere.
  func poolOfShard() throws -> (any Value)? {
    var head = pipeline
    head.calls = Array(pipeline.calls.prefix(index))
    // A name that stands for nothing but what was loaded.
    var name: Binding?
    while head.calls.isEmpty, case .binding(let binding) = head.head { (head, name) = (binding.pipeline, binding) }
    guard case .source = head.head, head.calls.count == 1, let load = head.calls.first, load.calls(LoadStage.self)
    else {
      return nil
    }
    let whole = BoundPipeline(
      head: .source, calls: [load.with("shard", nil)], span: head.span, output: head.output, text: head.text)
    return try value(of: name.map { whole.under($0, as: head.output) } ?? whole).value
  }
}
