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
    for place in calls.indices.reversed() where Self.chooses(calls[place]) {
      var pool = pipeline
      pool.calls = Array(calls[..<place])
      var chosen = pipeline
      chosen.calls = Array(calls[...place])
      return SelectionOrigin(call: calls[place], pool: pool, chosen: chosen, after: Array(calls[(place + 1)...]))
    }
    guard case .binding(let binding) = pipeline.head,
      var found = find(in: binding.pipeline, before: binding.pipeline.calls.count)
    else { return nil }
    found.pool = found.pool.asRows(under: binding)
    found.chosen = found.chosen.asRows(under: binding)
    found.after += calls
    return found
  }

  /// `select`, at random too, and whatever else chooses by score.
  private static func chooses(_ call: BoundCall) -> Bool { call.calls(SelectStage.self) || call.choice == .byScore }

  /// How the rows were chosen, as it stands beside a loss.
  var kind: String { isSelect ? (try? call.choice("kind")) ?? "" : "optimized" }
  var choseByScore: Bool { call.choice == .byScore }
  var isSelect: Bool { call.calls(SelectStage.self) }

  /// Random rows of so many learned tokens in place of the chosen ones.
  func random(learned: Int, draw: Int) -> BoundCall {
    guard isSelect, let rule = try? SelectionRules.rule(of: call) else {
      return StandardPipelines.random(learned: learned, draw: draw, at: call.span)
    }
    var call = call.with("kind", .choice(RandomRule().name))
    for option in rule.options where rule.ranking.contains(option.name) {
      call = call.with(option.name, option.defaultValue)
    }
    return call.with("learned", .integer(learned)).with("draw", .integer(draw))
  }
}

extension BoundPipeline {
  fileprivate func asRows(under binding: Binding) -> BoundPipeline { under(binding, as: Shape(.rows, output.columns)) }

  /// This beginning of a named pipeline, as the value of its name: the settings under which the name was bound go with it.
  func under(_ binding: Binding, as shape: Shape) -> BoundPipeline {
    let named = Binding(name: binding.name, shape: shape, pipeline: self, settings: binding.settings)
    return BoundPipeline(head: .binding(named), calls: [], span: span, output: shape, text: text)
  }
}
