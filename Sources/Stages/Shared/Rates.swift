import Digests
import LanguageModel
import MatMul
import Numerics
import Pipeline
import Store

/// Speeds of this machine, measured where work was done and guessed from arithmetic where none was yet.
enum Rates {
  /// Whether what is estimated is made beside other models, each with a part of the threads, which is faster in all.
  @TaskLocal static var areBeside = false

  /// Tokens per second of scoring, both passes counted.
  static func scoring(_ loaded: LoadedModel, _ context: RunContext) -> Double {
    // Tuning is a pass forward and the work of two back.
    context.store.rate("score \(loaded.digest)", engine: .current)
      ?? measuredTuning(loaded, adapter: false, gradientCheckpointing: false, context).map { 3 * $0 }
      ?? guess(loaded, operationsPerWeight: 2)
  }

  /// Tokens per second of tuning all weights, or an adapter beside them.
  static func tuning(
    _ loaded: LoadedModel, adapter: Bool = false, gradientCheckpointing: Bool = false, _ context: RunContext
  ) -> Double {
    // Forward, backward through the inputs and through the weights take 2 operations a weight each; frozen ones have no
    // gradient, and recomputation is another forward pass.
    let operations = (adapter ? 4.0 : 6) + (gradientCheckpointing ? 2 : 0)
    return measuredTuning(loaded, adapter: adapter, gradientCheckpointing: gradientCheckpointing, context)
      ?? context.store.rate("score \(loaded.digest)", engine: .current).map { $0 * 2 / operations }
      ?? guess(loaded, operationsPerWeight: operations)
  }

  private static func measuredTuning(
    _ loaded: LoadedModel, adapter: Bool, gradientCheckpointing: Bool, _ context: RunContext
  ) -> Double? {
    [areBeside, !areBeside].lazy.map { name(loaded.digest, adapter, gradientCheckpointing, isBeside: $0) }
      .compactMap { context.store.rate($0, engine: .current) }.first
  }

  private static func name(_ model: ContentDigest, _ adapter: Bool, _ gradientCheckpointing: Bool, isBeside: Bool)
    -> String
  {
    (isBeside ? "beside others: " : "") + "tune" + (adapter ? " lora" : "")
      + (gradientCheckpointing ? " gradient_checkpointing" : "")
      + " \(model)"
  }

  /// Tokens per second of answers, a batch of them side by side.
  static func generating(_ loaded: LoadedModel, _ context: RunContext) -> Double {
    // A step reads every weight and multiplies it a few times: far from what large products reach.
    context.store.rate("generate \(loaded.digest)", engine: .current) ?? 0.3 * guess(loaded, operationsPerWeight: 2)
  }

  static func recordGenerating(_ loaded: LoadedModel, tokens: Int, seconds: Double, _ context: RunContext) throws {
    if tokens > 200, seconds > 0.2 {
      try context.store.recordRate("generate \(loaded.digest)", Double(tokens) / seconds, engine: .current)
    }
  }

  static func recordScoring(_ loaded: LoadedModel, tokens: Int, seconds: Double, _ context: RunContext) throws {
    // A short run measures its own start.
    if tokens > 5_000, seconds > 0.2 {
      try context.store.recordRate("score \(loaded.digest)", Double(tokens) / seconds, engine: .current)
    }
  }

  static func recordTuning(
    _ model: ContentDigest, adapter: Bool, gradientCheckpointing: Bool, tokens: Int, seconds: Double,
    _ context: RunContext
  ) throws {
    guard tokens > 5_000, seconds > 0.2 else { return }
    try context.store.recordRate(
      name(model, adapter, gradientCheckpointing, isBeside: Threads.portion < 1), Double(tokens) / seconds,
      engine: .current)
  }

  /// Tokens per second of a sentence encoder.
  static func embedding(_ loaded: LoadedEncoder, _ context: RunContext) -> Double {
    context.store.rate("embed \(loaded.digest)", engine: .current)
      ?? 0.5 * Products.measuredRate() / (2 * Double(loaded.encoder.multipliedParameterCount))
  }

  static func recordEmbedding(_ loaded: LoadedEncoder, tokens: Int, seconds: Double, _ context: RunContext) throws {
    if tokens > 5_000, seconds > 0.2 {
      try context.store.recordRate("embed \(loaded.digest)", Double(tokens) / seconds, engine: .current)
    }
  }

  /// Half of what the products alone would allow: elementwise work and memory traffic take about as long for small models.
  private static func guess(_ loaded: LoadedModel, operationsPerWeight: Double) -> Double {
    let met = loaded.model.parameterCount - loaded.model.configuration.unmetParameters
    return 0.5 * Products.measuredRate() / (operationsPerWeight * Double(met))
  }
}
