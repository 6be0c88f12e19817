import MatMul
import Numerics
import Packing
import Pipeline

extension SettingDefinition {
  /// Every setting of cact, in the order of its help: those of the language, and those that the engine reads.
  static let standard: [SettingDefinition] = [
    SettingDefinition(
      "model", .path, "A Hugging Face directory, a GGUF file, or org/name in the local hub cache; the embedded one",
      absence: { ModelNames.absence(of: $0) }),
    .seed,
    SettingDefinition(
      "template", .choice(templates), default: .choice("auto"),
      "Chat template for question and answer; auto: the model's own",
      // Whatever a model's own text is, it is followed: of some models other prompts than before.
      keyText: { $0.template == "auto" ? "auto, rendered 2" : $0.template }),
    SettingDefinition(
      "precision",
      .choice([
        Choice("f32", "32-bit floating point: the reference"),
        Choice("bf16", "Matrix products of a language model in bfloat16, accumulated in float32"),
        Choice("auto", "bf16 where the processor has instructions for it, else f32"),
      ]),
      default: .choice("f32"), "Precision of a language model's matrix products",
      obstacle: { if case .choice("bf16") = $0 { Precision.bf16.obstacle } else { nil } },
      // What it comes to here, and who multiplies.
      keyText: \.arithmetic),
    SettingDefinition(
      "products",
      .choice([
        Choice("auto", "cact's own where the processor has AVX2, else OpenBLAS's"),
        Choice("native", "cact's own: the same bits on every processor that has them"),
        Choice("openblas", "OpenBLAS's: to compare with; its bits are those of one kernel and one batch"),
      ]),
      default: .choice("auto"), "What computes matrix products of a language model in float32",
      obstacle: { if case .choice("native") = $0 { Products.native.obstacle } else { nil } }),
    SettingDefinition(
      "context", .integer, in: 16...1_048_576,
      "Maximum tokens of a row in scoring, packing and evaluation; the model's context"),
    SettingDefinition(
      "sandbox",
      .choice([
        Choice("on", "Isolated by bubblewrap: no network, none of your files; without it nothing is run"),
        Choice("off", "Under limits alone: it can do what you can"),
      ]),
      default: .choice("on"), "Where code of rows is run by `verify`"),
    .threads, .cache, .ask, .maxFailed, .price, .watts, .log, .tensorboard, .alert, .ledger,
  ]

  private static let templates =
    [Choice("auto", "The model's own chat template, rendered; plain where it has none")]
    + Template.all.map { Choice($0.name, $0.summary) }
}

extension Settings {
  /// Of a language model's matrix products; `auto` is what this machine makes of it.
  var precision: Precision {
    string("precision").map { Precision(rawValue: $0) ?? .fastest } ?? .f32
  }
  /// Of its products in float32; part of `arithmetic`, and so read wherever the precision is.
  var products: Products {
    guard case .choice(let word)? = values["products"] else { return .standard }
    return Products(rawValue: word) ?? .standard
  }
  /// What decides the bits of a language model's results: of keys and provenance.
  var arithmetic: String {
    let precision = precision
    return precision.rawValue + (precision == .f32 ? products.keySuffix : "")
  }
}

/// The engine's arithmetic, as its settings say.
struct EngineArithmetic: Arithmetic {
  func run<Result>(_ settings: Settings?, _ body: () throws -> Result) rethrows -> Result {
    try Precision.with(settings?.precision ?? .f32) {
      try Products.with(settings?.products ?? .standard, body)
    }
  }

  func metered<Result>(_ body: () throws -> Result) rethrows -> (Result, operations: Double) {
    try OperationMeter.measure(body)
  }

  var portion: Double { Threads.portion }
}
