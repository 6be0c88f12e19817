import Pipeline

/// The `select` that chose the rows of a pipeline, wherever the pipe that led here began.
struct SelectionOrigin {
  /// The call of `select`.
  var call: BoundCall
  /// What entered it, as a pipeline that can be evaluated.
  var pool: BoundPipeline

  /// Looks backwards from the stage at `index`, through the names that the pipeline begins with.
  static func find(in pipeline: BoundPipeline, before index: Int) -> SelectionOrigin? {
    for place in pipeline.calls[..<index].indices.reversed() where pipeline.calls[place].stage == "select" {
      var pool = pipeline
      pool.calls = Array(pipeline.calls[..<place])
      return SelectionOrigin(call: pipeline.calls[place], pool: pool)
    }
    guard case .binding(let binding) = pipeline.head,
      var found = find(in: binding.pipeline, before: binding.pipeline.calls.count)
    else { return nil }
    // The settings under which a name was bound go with it.
    let shape = Shape(.rows, found.pool.output.columns)
    found.pool = BoundPipeline(
      head: .binding(Binding(name: binding.name, shape: shape, pipeline: found.pool, settings: binding.settings)),
      calls: [], span: found.pool.span, output: shape, text: found.pool.text)
    return found
  }

  var kind: String { (try? call.choice("kind")) ?? "" }
  var choseByScore: Bool { kind != "random" }
}
