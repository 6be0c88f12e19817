import LanguageModel
import Pipeline

/// What passes of a model over rows will take.
struct PassEstimate {
  /// The answer after its question under the base: what all measures by loss begin with.
  static let base = "base"
  /// The same under the model that was warmed up on the target, and making that.
  static let target = "target"

  let estimate: Estimate

  /// - Parameters:
  ///   - passes: how often each row's tokens run through the model, warm-ups counted, beside the shared ones.
  ///   - shared: the same for what other measures need too, by name.
  ///   - tunes: whether a model is tuned on the way.
  ///   - adapter: what is tuned beside it, or has its gradients taken; nil: all weights.
  init(
    passes: Double, shared: [String: Double] = [:], tunes: Bool = false, adapter: AdapterOptions? = nil,
    _ call: BoundCall, _ input: Estimate,
    _ context: RunContext
  ) throws {
    // A model that is still to be made is taken to be like that of the settings.
    let library = context.models
    let loaded =
      if case .stored(let name)? = try call.optionalModel("with") {
        try library.load(directory: LanguageModel.resolve(name))
      } else {
        try library.load(context.settings)
      }
    guard let rows = input.rows, let tokens = input.tokens else {
      estimate = Estimate(purpose: .choosing)
      return
    }
    let pass = tokens / Rates.scoring(loaded, context)
    var seconds = pass * shared.values.reduce(passes, +)
    if let limit = try call.optionalDuration("for") { seconds = min(seconds, limit) }
    var memory = Double(loaded.model.parameterCount) * 4 + 400e6
    if tunes {
      memory +=
        TuningMemory(
          loaded.model, adapter: adapter, capacity: WarmUps.capacity, gradientCheckpointing: false,
          precision: context.settings.precision
        ).bytes
    }
    var estimate = Estimate(rows: rows, tokens: tokens, seconds: seconds, memory: memory, purpose: .choosing)
    estimate.shared = shared.mapValues { $0 * pass }
    self.estimate = estimate
  }
}
