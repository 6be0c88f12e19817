/// A setting: `set NAME VALUE`, and the command-line option of the same name where there is one.
public struct SettingDefinition: Sendable {
  public var name: String
  public var kind: ArgumentKind
  /// Nil: something sensible is found out (the embedded model, the machine's threads).
  public var defaultValue: ArgumentValue?
  /// What a number may be; nil: anything of its kind.
  public var range: ClosedRange<Double>?
  public var help: String

  public init(
    _ name: String, _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil,
    default defaultValue: ArgumentValue? = nil, _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.range = range
    self.defaultValue = defaultValue
    self.help = help
  }

  /// Every setting of the language.
  public static let all: [SettingDefinition] = [
    SettingDefinition("model", .path, "A Hugging Face directory or org/name in the local hub cache; the embedded one"),
    SettingDefinition(
      "seed", .integer, in: 0...(.infinity), default: .integer(42), "Every draw, order and start follows from it"),
    SettingDefinition(
      "template", .choice([Choice("plain", "Question and answer under plain headings")]), default: .choice("plain"),
      "How question and answer become text"),
    SettingDefinition(
      "precision", .choice([Choice("f32", "32-bit floating point")]), default: .choice("f32"),
      "Precision of the engine's arithmetic"),
    SettingDefinition("threads", .integer, in: 1...4096, "Threads; what the job may use"),
    SettingDefinition("cache", .size, default: .size(20_000_000_000), "Least recently used values go above this size"),
    SettingDefinition("ask", .duration, default: .duration(600), "A control that takes longer is not run unasked"),
    SettingDefinition(
      "max_failed", .percentage, default: .percentage(0.01), "More than this share of a stage's rows failing stops it"),
    SettingDefinition("price", .rate, "Money per hour of this machine, for the bill"),
  ]
}
