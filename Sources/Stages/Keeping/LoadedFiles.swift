import Pipeline

/// What a pipeline reads from the user's disk, as far as its text says.
enum LoadedFiles {
  /// Paths that its stages read, through the names that it begins with and the blocks that stand in it.
  static func paths(of pipeline: BoundPipeline) -> [String] {
    var paths: [String] = []
    if case .binding(let binding) = pipeline.head { paths += self.paths(of: binding.pipeline) }
    for call in pipeline.calls {
      for argument in call.arguments.values { paths += self.paths(in: argument.value) }
      paths += Registry.standard[call.stage]?.paths(readBy: call) ?? []
    }
    return paths
  }

  private static func paths(in value: ArgumentValue) -> [String] {
    switch value {
    case .block(let pipeline), .pipeline(let pipeline): paths(of: pipeline)
    case .list(let values): values.flatMap { paths(in: $0) }
    default: []
    }
  }
}
