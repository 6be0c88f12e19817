import Pipeline
import Tuning

/// The options and flags that say how a model is tuned, be it here or by another program: declared once, for all stages that
/// take them.
enum TuningArguments {
  static let epochs = Option("epochs", .number, in: 0.001...10_000, default: .number(3), "Passes over the rows")
  static let rate = Option(
    "rate", .number, in: 0...100, "Peak learning rate; the model's own recommendation, else 5e-5; with lora 2e-4")
  static let batch = Option(
    "batch", .integer, in: 1...1e9, "Rows per optimizer step; about 500 tokens, in 20 to 160 steps an epoch")
  static let warmup = Option("warmup", .integer, in: 0...1e9, "Warm-up steps; 15, but at most a tenth of all")
  static let decay = Option("decay", .number, in: 0...1, default: .number(0), "Weight decay")
  static let clip = Option("clip", .number, in: 0...1e9, default: .number(1), "Maximum gradient norm; 0: no clipping")
  /// Each of them asks for an adapter: `LowRank` reads them.
  static let lowRank = [
    Option("rank", .integer, in: 1...65_536, "LoRA's rank; 8. Each option of LoRA asks for `lora` too"),
    Option("alpha", .number, in: 0...1e9, "LoRA's alpha: updates are scaled by alpha / rank; 16"),
    Option("dropout", .number, in: 0...0.99, "Dropout on LoRA's input while tuning; 0"),
    Option("targets", .string, "LoRA's modules, as \"q_proj, v_proj\"; every linear layer when absent"),
  ]
  static let lora = Flag(
    "lora", "Tunes a low-rank adapter; the model's weights are frozen and keep their precision")
  static let gradientCheckpointing = Flag(
    "gradient_checkpointing", formerly: "recompute",
    "Recomputes each layer's activations in the backward pass: same bits, less memory, slower")
}

extension TuningOptions {
  /// What a call of a stage that declares these arguments says; the size of a step in rows alone.
  ///
  /// - Parameter recommendedRate: the model's own, for all its weights.
  init(_ call: BoundCall, isAdapter: Bool, recommendedRate: Double?, capacity: Int, seed: UInt64) throws {
    self.init()
    epochs = try call.number("epochs")
    learningRate = try call.optionalNumber("rate") ?? (isAdapter ? LowRank.learningRate : recommendedRate ?? 5e-5)
    samplesPerStep = try call.optionalInteger("batch")
    warmupSteps = try call.optionalInteger("warmup")
    weightDecay = try call.number("decay")
    clip = try call.number("clip")
    self.capacity = capacity
    self.seed = seed
    gradientCheckpointing = call.flag("gradient_checkpointing")
  }
}
