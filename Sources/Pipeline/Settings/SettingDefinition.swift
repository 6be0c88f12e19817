import Numerics

/// A setting: `set NAME VALUE`, and the command-line option of the same name where there is one.
public struct SettingDefinition: Sendable {
  public var name: String
  public var kind: ArgumentKind
  /// Nil: something sensible is found out (the embedded model, the machine's threads).
  public var defaultValue: ArgumentValue?
  /// What a number may be; nil: anything of its kind.
  public var range: ClosedRange<Double>?
  public var help: String
  /// Why this machine cannot do as the value says; nil where it can.
  public var obstacle: @Sendable (ArgumentValue) -> String?

  public init(
    _ name: String, _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil,
    default defaultValue: ArgumentValue? = nil, _ help: String,
    obstacle: @escaping @Sendable (ArgumentValue) -> String? = { _ in nil }
  ) {
    self.name = name
    self.kind = kind
    self.range = range
    self.defaultValue = defaultValue
    self.help = help
    self.obstacle = obstacle
  }

  /// What `template` may be: `auto`, then every `Template` of the engine, which a test compares with these.
  static let templates = [
    Choice("auto", "The model's own chat template, where it has one that cact knows; else plain"),
    Choice("plain", "Question and answer under plain headings"),
    Choice("chatml", "ChatML without a system message; Qwen3 too, thinking not asked for"),
    Choice("qwen2", "ChatML with Qwen2's system message"),
    Choice("qwen2_5", "ChatML with Qwen2.5's system message"),
    Choice("smollm2", "ChatML with SmolLM2's system message"),
    Choice("llama2", "Llama 2 chat and CodeLlama-Instruct: [INST] … [/INST]"),
    Choice("llama3", "Llama 3: headers and <|eot_id|>"),
    Choice("llama3_1", "Llama 3.1 and later: with its dates, today's the fixed one of its template"),
    Choice("mistral_v1", "Mistral-Instruct v0.1 and v0.2 as revised: a space before [INST]"),
    Choice("mistral", "Mistral-Instruct v0.1 and v0.2 as first published: [INST] … [/INST]"),
    Choice("mistral_v3", "Mistral-Instruct v0.3: no space before [/INST]"),
    Choice("deepseek", "DeepSeek-Coder instruct: its system message, ### Instruction: and ### Response:, <|EOT|>"),
    Choice("deepseek_chat", "DeepSeek LLM and V2 chat: User: and Assistant:"),
    Choice("starcoder2", "StarCoder2-Instruct: its preamble, ### Instruction and ### Response"),
    Choice("alpaca", "Alpaca, WizardCoder: its preamble, ### Instruction: and ### Response:"),
  ]

  /// Every setting of the language.
  public static let all: [SettingDefinition] = [
    SettingDefinition("model", .path, "A Hugging Face directory or org/name in the local hub cache; the embedded one"),
    SettingDefinition(
      "seed", .integer, in: 0...(.infinity), default: .integer(42), "Every draw, order and start follows from it"),
    SettingDefinition(
      "template", .choice(templates), default: .choice("auto"),
      "How question and answer become text; auto: as the model's own chat template says"),
    SettingDefinition(
      "precision",
      .choice([
        Choice("f32", "32-bit floating point: the reference"),
        Choice("bf16", "Matrix products of a language model in bfloat16 with 32-bit sums"),
        Choice("auto", "bf16 where the processor multiplies it, else f32"),
      ]),
      default: .choice("f32"), "Precision of a language model's matrix products",
      obstacle: { if case .choice("bf16") = $0 { Precision.bf16.obstacle } else { nil } }),
    SettingDefinition(
      "products",
      .choice([
        Choice("auto", "cact's own where the processor has AVX2, else OpenBLAS's"),
        Choice("native", "cact's own: the same bits on every processor that has them"),
        Choice("openblas", "OpenBLAS's: to compare with; its bits are those of one kernel and one batch"),
      ]),
      default: .choice("auto"), "Who multiplies a language model's matrices in 32-bit floating point",
      obstacle: { if case .choice("native") = $0 { Products.native.obstacle } else { nil } }),
    SettingDefinition(
      "context", .integer, in: 16...1_048_576,
      "Most tokens of a row in scoring, packing and judging; the model's own context"),
    SettingDefinition("threads", .integer, in: 1...4096, "Threads; what the job may use"),
    SettingDefinition("cache", .size, default: .size(20_000_000_000), "Least recently used values go above this size"),
    SettingDefinition("ask", .duration, default: .duration(600), "A control that takes longer is not run unasked"),
    SettingDefinition(
      "max_failed", .percentage, default: .percentage(0.01), "More than this share of a stage's rows failing stops it"),
    SettingDefinition("price", .rate, "Money per hour of this machine, for the bill"),
  ]
}
