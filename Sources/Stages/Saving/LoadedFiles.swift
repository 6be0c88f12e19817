import Pipeline

/// What a pipeline reads from the user's disk, as far as its text says.
enum LoadedFiles {
  /// Paths that its stages read, through the names that it begins with and the blocks that stand in it.
  static func paths(of pipeline: BoundPipeline) -> [String] {
    var paths: [String] = []
    if case .binding(let binding) = pipeline.head { paths += self.paths(of: binding.pipeline) }
    for call in pipeline.calls {
      paths += call.arguments.values.flatMap(\.value.pipelines).flatMap(paths(of:))
      paths += Registry.standard[call.stage]?.paths(readBy: call) ?? []
    }
    return paths
  }
}
