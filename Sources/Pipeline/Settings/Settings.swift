import Diagnostics

/// The settings as they are at one point of a session: what was set, over the defaults.
public struct Settings: Sendable {
  /// By name, in the order of declaration.
  public let definitions: [SettingDefinition]
  /// What was set, by `set` or on the command line.
  public private(set) var values: [String: ArgumentValue] = [:]
  /// Names given on the command line: `set` does not change these.
  public private(set) var fixed: Set<String> = []

  /// Hears which settings are read, where a test asks for it.
  package var reads: SettingReads?

  /// Every setting at its default.
  public init(definitions: [SettingDefinition]) { self.definitions = definitions }

  /// The setting of a name; nil where there is none.
  public func definition(_ name: String) -> SettingDefinition? { definitions.first { $0.name == name } }

  /// What holds: set, or the default; nil when there is neither.
  public subscript(name: String) -> ArgumentValue? {
    reads?.add(name)
    return values[name] ?? definition(name)?.defaultValue
  }

  /// The same settings, of which nobody hears what is read.
  var unheard: Settings {
    var settings = self
    settings.reads = nil
    return settings
  }

  /// Sets `name`; a name fixed on the command line keeps its value.
  /// - Returns: false when the command line's value stands.
  public mutating func set(_ name: String, to value: ArgumentValue) -> Bool {
    if fixed.contains(name) { return false }
    values[name] = value
    return true
  }

  /// Sets `name` for good, as the command line does.
  public mutating func fix(_ name: String, to value: ArgumentValue) {
    values[name] = value
    fixed.insert(name)
  }

  /// The setting `seed`.
  public var seed: UInt64 {
    get { if case .integer(let seed)? = self["seed"] { UInt64(bitPattern: Int64(seed)) } else { 42 } }
    set { values["seed"] = .integer(Int(Int64(bitPattern: newValue))) }
  }
  /// Path or org/name; nil: the embedded model.
  public var model: String? { string("model") }
  /// Name of a template, or `auto`: the model's own.
  public var template: String { string("template") ?? "auto" }
  /// Most tokens of a row; nil: as many as the model's context has.
  public var context: Int? { if case .integer(let n)? = self["context"] { n } else { nil } }
  /// The setting `threads`; nil: as many as the job may use.
  public var threads: Int? { if case .integer(let n)? = self["threads"] { n } else { nil } }
  /// Bytes that the store may take; 20 GB unless set.
  public var cache: Int { if case .size(let n)? = self["cache"] { n } else { 20_000_000_000 } }
  /// Seconds of estimated work above which the user is asked first; 600 unless set.
  public var ask: Double { if case .duration(let x)? = self["ask"] { x } else { 600 } }
  /// Money per hour of this machine; nil where nobody set it.
  public var price: Double? { if case .rate(let x)? = self["price"] { x } else { nil } }
  /// Watts of this machine; nil where nobody set it.
  public var watts: Double? { if case .number(let x)? = self["watts"] { x } else { nil } }
  /// Whether the prompt says in one line what stages did that took no time.
  public var foldsLedger: Bool { if case .choice("full")? = self["ledger"] { false } else { true } }
  /// Fraction of a stage's rows.
  public var maxFailed: Double { if case .percentage(let x)? = self["max_failed"] { x } else { 0.01 } }

  /// The text of a setting; nil where it is not set, or is no text.
  public func string(_ name: String) -> String? { self[name]?.text }

  /// What a key takes of a setting: what holds, as it would be written, unless its definition says otherwise.
  func text(forKey name: String) -> String {
    definition(name)?.keyText.map { $0(self) } ?? self[name].map(Canonicalizer.text) ?? ""
  }
}
