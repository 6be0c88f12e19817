public import Diagnostics

/// Something that a value names and that is not there.
public struct Absence: Sendable {
  /// Of the error that its use would be.
  public var code: Diagnostic.Code
  /// What is missing, and where it was looked for.
  public var message: String
  /// What is there and has a similar name.
  public var near: [String]

  /// What is missing, with what may have been meant.
  public init(_ code: Diagnostic.Code, _ message: String, near: [String]) {
    self.code = code
    self.message = message
    self.near = near
  }
}

/// A setting: `set NAME VALUE`, and the command-line option of the same name where there is one.
public struct SettingDefinition: Sendable {
  /// The word after `set`.
  public var name: String
  /// What it may be set to.
  public var kind: ArgumentKind
  /// Nil: something sensible is found out (the embedded model, the machine's threads).
  public var defaultValue: ArgumentValue?
  /// What a number may be; nil: anything of its kind.
  public var range: ClosedRange<Double>?
  /// What it governs, in one line without a full stop.
  public var help: String
  /// Why this machine cannot do as the value says; nil where it can.
  public var obstacle: @Sendable (ArgumentValue) -> String?
  /// What the value names that is not there, such as a model; nil: nothing, or it is there. A script may make it before it says so.
  public var absence: @Sendable (ArgumentValue) -> Absence?
  /// What keys take of it; nil: the value that holds, as it would be written.
  public var keyText: (@Sendable (Settings) -> String)?

  /// A setting; without a default something sensible is found out.
  public init(
    _ name: String, _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil,
    default defaultValue: ArgumentValue? = nil, _ help: String,
    obstacle: @escaping @Sendable (ArgumentValue) -> String? = { _ in nil },
    absence: @escaping @Sendable (ArgumentValue) -> Absence? = { _ in nil },
    keyText: (@Sendable (Settings) -> String)? = nil
  ) {
    self.name = name
    self.kind = kind
    self.range = range
    self.defaultValue = defaultValue
    self.help = help
    self.obstacle = obstacle
    self.absence = absence
    self.keyText = keyText
  }

  /// Every draw, order and start.
  public static let seed = SettingDefinition(
    "seed", .integer, in: 0...(.infinity), default: .integer(42),
    "Seed of every random draw, row order and initialization")
  /// The threads that the engine computes with.
  public static let threads = SettingDefinition("threads", .integer, in: 1...4096, "Threads; what the job may use")
  /// How large the store may grow.
  public static let cache = SettingDefinition(
    "cache", .size, default: .size(20_000_000_000), "Size limit of the store; least recently used values are evicted")
  /// What a run may take without a warning, and a control without being asked for.
  public static let ask = SettingDefinition(
    "ask", .duration, default: .duration(600),
    "What is estimated to take longer is announced; a control then runs only on request")
  /// How many rows of a stage may fail.
  public static let maxFailed = SettingDefinition(
    "max_failed", .percentage, default: .percentage(0.01), "A stage stops when more than this share of its rows fail")
  /// What an hour costs.
  public static let price = SettingDefinition("price", .rate, "Cost of this machine per hour, for the bill")

  /// What the machine takes, where nothing measures it.
  public static let watts = SettingDefinition(
    "watts", .number, in: 0.1...1e6, "Power of this machine, to estimate energy where its counters cannot be read")
  /// Where stages tell of themselves.
  public static let log = SettingDefinition(
    "log", .path, "Run log that every stage appends to; unset, long stages write to `runs` in the store")
  /// Where TensorBoard finds what tuning tells.
  public static let tensorboard = SettingDefinition(
    "tensorboard", .path, "Directory of TensorBoard's event files: loss, learning rate, speed, memory of a tuning")
  /// What is run when a long stage has ended.
  public static let alert = SettingDefinition(
    "alert", .string, "Shell command, run once when a long stage has ended; CACT_STAGE, CACT_STATUS … tell it more")

  /// How much the prompt says of stages that took no time.
  public static let ledger = SettingDefinition(
    "ledger",
    .choice([
      Choice("brief", "One line before a table, unless a stage took its time; `:ledger` shows the rest"),
      Choice("full", "A block for every stage"),
    ]),
    default: .choice("brief"), "What the prompt prints of the stages before a table")

  /// Those that mean something without a model. A registry says which there are, and in which order.
  public static let all: [SettingDefinition] = [
    .seed, .threads, .cache, .ask, .maxFailed, .price, .watts, .log, .tensorboard, .alert, .ledger,
  ]
}
