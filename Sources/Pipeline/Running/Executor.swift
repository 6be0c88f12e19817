import Diagnostics
import Store
import Work

/// Runs bound pipelines: lazily by stage, answering from the store what it remembers.
public final class Executor: Sendable {
  public let registry: Registry
  public let store: ResultStore
  public let engine: EngineFingerprint

  public init(registry: Registry, store: ResultStore, engine: EngineFingerprint) {
    self.registry = registry
    self.store = store
    self.engine = engine
  }

  /// Evaluates `pipeline`.
  /// - Parameter input: what a block's stages begin with.
  /// - Throws: `Diagnostic` with the span of the stage that failed, `Interrupted`, `InternalError`.
  public func evaluate(
    _ pipeline: BoundPipeline, input: Evaluated?, settings: Settings, observer: any RunObserver, work: Work
  ) throws -> Evaluated {
    throw InternalError("pipelines do not run yet")
  }

  func key(of pipeline: BoundPipeline, inputKey: ContentDigest?, settings: Settings) throws -> ContentDigest {
    throw InternalError("pipelines do not run yet")
  }

  func scratchDirectory(for key: ContentDigest?) throws -> String {
    try store.workDirectory(for: key ?? ContentDigest.of("no key"))
  }
}
