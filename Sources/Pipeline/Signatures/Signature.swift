/// A positional place of a stage.
public struct Slot: Sendable {
  /// For help and for named access; never written by the user.
  public var name: String
  /// What may stand there.
  public var kind: ArgumentKind
  /// What it is where nothing is written.
  public var defaultValue: ArgumentValue?
  /// A slot without default that may be left out.
  public var isOptional: Bool
  /// Takes arguments up to the first option word or the end; at least one, unless optional.
  public var repeats: Bool
  /// What a number may be; nil: anything of its kind.
  public var range: ClosedRange<Double>?
  /// What it stands for, in one line without a full stop; help and completion show it.
  public var help: String

  /// A slot; with a default it may be left out.
  public init(
    _ name: String, _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil,
    default defaultValue: ArgumentValue? = nil, optional: Bool = false, repeats: Bool = false, _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.range = range
    self.defaultValue = defaultValue
    self.isOptional = optional || defaultValue != nil
    self.repeats = repeats
    self.help = help
  }
}

/// A word that takes the next argument as its value.
public struct Option: Sendable {
  /// The word before its value; no other option or flag of the stage has it.
  public var name: String
  /// What may follow it.
  public var kind: ArgumentKind
  /// What it is where it is not written.
  public var defaultValue: ArgumentValue?
  /// Takes arguments up to the next option word or the end.
  public var repeats: Bool
  /// What a number may be; nil: anything of its kind.
  public var range: ClosedRange<Double>?
  /// What its value changes, in one line without a full stop; help and completion show it.
  public var help: String
  /// What it was called before: still taken, with a warning.
  public var formerName: String?

  /// An option; with a default it has a value where it is not written.
  public init(
    _ name: String, formerly formerName: String? = nil, _ kind: ArgumentKind, in range: ClosedRange<Double>? = nil,
    default defaultValue: ArgumentValue? = nil, repeats: Bool = false, _ help: String
  ) {
    self.name = name
    self.formerName = formerName
    self.kind = kind
    self.range = range
    self.defaultValue = defaultValue
    self.repeats = repeats
    self.help = help
  }
}

/// A word that is either there or not.
public struct Flag: Sendable {
  /// The word that is there or not; no other option or flag of the stage has it.
  public var name: String
  /// What its presence changes, in one line without a full stop; help and completion show it.
  public var help: String
  /// What it was called before: still taken, with a warning.
  public var formerName: String?

  /// A flag, false where it is not written.
  public init(_ name: String, formerly formerName: String? = nil, _ help: String) {
    self.name = name
    self.formerName = formerName
    self.help = help
  }
}

/// What a stage does besides making its value.
public enum StageEffect: String, Sendable {
  /// Nothing: its value is remembered.
  case pure
  /// Shows something; cheap, so computed again rather than remembered, and it passes on or reports.
  case view
  /// Changes the world (`save`): always runs, never answered from the store.
  case effectful
}

/// Whether a stage chooses among the rows that enter, and by what: what verdicts, bills and comparisons ask of a stage, in
/// place of its name.
public enum RowChoice: Sendable, Hashable {
  /// All rows go on, or those that the user describes: `where`, `take`.
  case notAtAll
  case atRandom
  /// By what was measured of them, or by what they are like.
  case byScore
}

/// Everything that the language knows of a stage, declared once, in the stage's file: drives binder, checker, completion,
/// help, reference page, store keys and editor grammar.
public struct Signature: Sendable {
  /// The word that calls the stage.
  public var name: String
  /// Types that the stage takes; `[.nothing]` for a source.
  public var input: [ValueType]
  /// Type that the stage makes.
  public var output: OutputType
  /// In the order in which they are written.
  public var slots: [Slot]
  /// In the order of help.
  public var options: [Option]
  /// In the order of help.
  public var flags: [Flag]
  /// Columns that must exist before the stage, whatever its arguments are.
  public var needs: [String]
  /// Columns that the stage adds, whatever its arguments are; the checker names the stage for a missing one.
  public var adds: [ColumnInfo]
  /// Names of the settings that change its result: they enter its store key.
  public var settings: [String]
  /// Of the implementation: part of the store key, raised whenever the same call would give another value.
  public var version: Int
  /// What it does besides making its value.
  public var effect: StageEffect
  /// Whether it chooses among rows; where that depends on the arguments, `StageDefinition.choice` says it of a call.
  public var choice: RowChoice
  /// One line, at most 80 characters.
  public var help: String
  /// Pipelines that run as they stand; three of them.
  public var examples: [String]
  /// Stages that help names beside it.
  public var related: [String]

  /// A signature; what a stage does not have may be left out.
  public init(
    _ name: String, input: [ValueType], output: OutputType, slots: [Slot] = [], options: [Option] = [],
    flags: [Flag] = [], needs: [String] = [], adds: [ColumnInfo] = [], settings: [String] = [], version: Int = 1,
    effect: StageEffect = .pure, choice: RowChoice = .notAtAll, help: String, examples: [String], related: [String] = []
  ) {
    self.name = name
    self.input = input
    self.output = output
    self.slots = slots
    self.options = options
    self.flags = flags
    self.needs = needs
    self.adds = adds
    self.settings = settings
    self.version = version
    self.effect = effect
    self.choice = choice
    self.help = help
    self.examples = examples
    self.related = related
  }

  /// The option of a name; nil where there is none.
  public func option(_ name: String) -> Option? { options.first { $0.name == name } }
  /// The flag of a name; nil where there is none.
  public func flag(_ name: String) -> Flag? { flags.first { $0.name == name } }
  /// The name of the option or flag that had this one before.
  func newName(of word: String) -> String? {
    options.first { $0.formerName == word }?.name ?? flags.first { $0.formerName == word }?.name
  }
  /// The slot of a name; nil where there is none.
  public func slot(_ name: String) -> Slot? { slots.first { $0.name == name } }

  /// The usage line: `select KIND [SHARE] [by COLUMN] [clusters N]`.
  public var usage: String {
    var parts = [name]
    for slot in slots {
      let text = slot.kind.placeholder + (slot.repeats ? " …" : "")
      parts.append(slot.isOptional ? "[\(text)]" : text)
    }
    for option in options { parts.append("[\(option.name) \(option.kind.placeholder)\(option.repeats ? " …" : "")]") }
    for flag in flags { parts.append("[\(flag.name)]") }
    return parts.joined(separator: " ")
  }

  /// The usage as a remark below an error: where it is longer than a line it is shortened to the slots, and `help` has the rest.
  var usageNote: String {
    guard usage.count > Self.longestNote else { return "usage: `\(usage)`" }
    var short = self
    let more = options.count + flags.count
    (short.options, short.flags) = ([], [])
    return "usage: `\(short.usage) …`; `help \(name)` lists its \(more) options"
  }

  private static let longestNote = 90

  /// The shortest call that could stand as it is, for patched lines; nil when its arguments cannot be guessed.
  var plainCall: String? {
    var words = [name]
    for slot in slots where !slot.isOptional {
      guard case .choice(let choices) = slot.kind, let first = choices.first else { return nil }
      words.append(first.word)
    }
    return words.joined(separator: " ")
  }

  /// What is wrong with the declaration itself, for the test over the registry: a word with two roles, a repeating slot
  /// that is not last, a required slot after an optional one, no help, not three examples.
  public var faults: [String] {
    var faults: [String] = []
    var roles: [String: String] = [:]
    func claim(_ word: String, _ role: String) {
      if let other = roles[word], other != role { faults.append("`\(word)` is \(other) and \(role) of `\(name)`") }
      if roles[word] == role, role != "a choice" { faults.append("`\(word)` is declared twice in `\(name)`") }
      roles[word] = role
    }
    for option in options {
      for name in [option.name, option.formerName].compactMap(\.self) { claim(name, "an option") }
    }
    for flag in flags { for name in [flag.name, flag.formerName].compactMap(\.self) { claim(name, "a flag") } }
    for kind in slots.map(\.kind) + options.map(\.kind) {
      if case .choice(let choices) = kind { for choice in choices { claim(choice.word, "a choice") } }
    }
    if let repeating = slots.firstIndex(where: \.repeats), repeating != slots.count - 1 {
      faults.append("the repeating slot of `\(name)` is not its last")
    }
    var names = Set<String>()
    for argument in slots.map(\.name) + options.map(\.name) + flags.map(\.name)
    where !names.insert(argument).inserted { faults.append("`\(name)` has two arguments named `\(argument)`") }
    if let optional = slots.firstIndex(where: \.isOptional), slots[optional...].contains(where: { !$0.isOptional }) {
      faults.append("`\(name)` has a required slot after an optional one")
    }
    if help.isEmpty || help.count > 80 {
      faults.append("the help of `\(name)` is not one line of at most 80 characters")
    }
    if examples.count != 3 { faults.append("`\(name)` has \(examples.count) examples, not 3") }
    return faults
  }
}
