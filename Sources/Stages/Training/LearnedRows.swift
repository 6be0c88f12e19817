import Diagnostics
import Packing
import Pipeline
import Rows

/// The rows that a model learned from, wherever the pipe that led to it began. A pipeline says how its model was made, and what it
/// packed is remembered with it, so that they are found in another session too.
enum LearnedRows {
  /// Looks backwards from the stage at `index`; nil where they are not at hand: no `tune` led here, or they cannot be read any more.
  ///
  /// - Throws: `Interrupted`, and what else is no finding.
  static func find(_ context: RunContext) throws -> Rows? {
    try find(packs(in: context.pipeline, before: context.index), context)
  }

  /// The same of the model that another pipeline makes.
  static func find(of pipeline: BoundPipeline, _ context: RunContext) throws -> Rows? {
    try find(packs(in: pipeline, before: pipeline.calls.count), context)
  }

  private static func find(_ packs: BoundPipeline?, _ context: RunContext) throws -> Rows? {
    guard let packs else { return nil }
    do { return (try context.value(of: packs).value as? PacksValue)?.packs.rows } catch is Diagnostic { return nil }
  }

  /// What entered the last `tune`, as a pipeline that can be evaluated.
  private static func packs(in pipeline: BoundPipeline, before index: Int) -> BoundPipeline? {
    if let place = pipeline.calls[..<index].lastIndex(where: { $0.calls(TuneStage.self) }) {
      var packs = pipeline
      packs.calls = Array(pipeline.calls[..<place])
      packs.output = Shape(.packs)
      return packs
    }
    guard case .binding(let binding) = pipeline.head else { return nil }
    return packs(in: binding.pipeline, before: binding.pipeline.calls.count)?.under(binding, as: Shape(.packs))
  }
}
