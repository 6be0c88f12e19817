import Pipeline

/// The stage that chose the rows of a pipeline, wherever the pipe that led here began.
struct SelectionOrigin {
  /// The call of `select`, or of `optimize`.
  var call: BoundCall
  /// What entered it, as a pipeline that can be evaluated.
  var pool: BoundPipeline
  /// The same with that stage: the rows that it chose.
  var chosen: BoundPipeline
  /// The stages that follow it up to the one that asks, through the names between them.
  var after: [BoundCall]

  /// Looks backwards from the stage at `index`, through the names that the pipeline begins with.
  static func find(in pipeline: BoundPipeline, before index: Int) -> SelectionOrigin? {
    let calls = pipeline.calls[..<index]
    for place in calls.indices.reversed() where Self.choosing.contains(calls[place].stage) {
      var pool = pipeline
      pool.calls = Array(calls[..<place])
      var chosen = pipeline
      chosen.calls = Array(calls[...place])
      return SelectionOrigin(call: calls[place], pool: pool, chosen: chosen, after: Array(calls[(place + 1)...]))
    }
    guard case .binding(let binding) = pipeline.head,
      var found = find(in: binding.pipeline, before: binding.pipeline.calls.count)
    else { return nil }
    // The settings under which a name was bound go with it.
    func under(_ inner: BoundPipeline) -> BoundPipeline {
      let shape = Shape(.rows, inner.output.columns)
      let named = Binding(name: binding.name, shape: shape, pipeline: inner, settings: binding.settings)
      return BoundPipeline(head: .binding(named), calls: [], span: inner.span, output: shape, text: inner.text)
    }
    found.pool = under(found.pool)
    found.chosen = under(found.chosen)
    found.after += calls
    return found
  }

  /// Stages that choose rows.
  private static let choosing: Set<String> = [SelectStage().signature.name, OptimizeStage().signature.name]

  /// How the rows were chosen, as it stands beside a loss.
  var kind: String { isSelect ? (try? call.choice("kind")) ?? "" : "optimized" }
  var choseByScore: Bool { kind != RandomRule().name }
  var isSelect: Bool { call.stage == SelectStage().signature.name }

  /// Random rows of so many learned tokens in place of the chosen ones.
  func random(learned: Int, draw: Int) -> BoundCall {
    guard isSelect else { return StandardPipelines.random(learned: learned, draw: draw, at: call.span) }
    return call.with("kind", .choice(RandomRule().name)).with("by", nil).with("clusters", .integer(10))
      .with("learned", .integer(learned)).with("draw", .integer(draw))
  }
}
