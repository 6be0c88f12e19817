import Diagnostics
import Syntax

/// What `help` shows, from the signatures and the registry's topics alone.
public enum HelpPages {
  static let statements: [(name: String, usage: String, help: String)] = [
    ("let", "let NAME = PIPELINE", "Runs the pipeline and gives its value a name"),
    (
      "def", "def NAME(PARAMETER = DEFAULT, …) = STAGES",
      "Defines a stage; in its body `$PARAMETER` stands for a value"
    ),
    ("set", "set NAME VALUE", "Changes a setting from here on"),
    ("param", "param NAME = DEFAULT", "Declares a script's parameter, `$NAME`; `--arg NAME=VALUE` gives it"),
    ("use", "use \"FILE.cact\"", "Imports the `def`s of a file"),
    (
      "explain", "explain PIPELINE",
      "Shows what would run, and why, what is remembered, and what it costs; runs nothing"
    ),
    ("help", "help [NAME]", "This list, or one stage, statement, setting or topic"),
  ]

  static func topics(_ registry: Registry, _ scope: Scope) -> [String] {
    registry.names + Array(scope.definitions.keys) + statements.map(\.name) + scope.settings.definitions.map(\.name)
      + registry.topics.map(\.name)
  }

  static func exists(_ name: String, _ registry: Registry, _ scope: Scope) -> Bool {
    topics(registry, scope).contains(name) || page(choice: name, registry) != nil
  }

  /// The page of a stage, `def`, statement, setting, topic or word that a stage takes; nil for an unknown name. Ends without a newline.
  public static func page(_ name: String, registry: Registry, scope: Scope) -> String? {
    if let signature = registry[name]?.signature { return page(signature) }
    if let definition = scope.definitions[name] {
      let comment = definition.comment.map { "\n\n\($0)" } ?? ""
      return "\(name): a stage made of others\n\n    \(definition.text)\(comment)\n\nFrom \(definition.source.name)."
    }
    if let statement = statements.first(where: { $0.name == name }) {
      return "\(name): \(statement.help)\n\n    \(statement.usage)"
    }
    if let setting = scope.settings.definition(name) {
      let value = scope.settings[name].map(shown) ?? "not set"
      var page = "\(name): \(setting.help)\n\n    set \(name) \(setting.kind.placeholder)\n\nCurrent value: \(value)"
      if case .choice(let choices) = setting.kind, choices.count > 1 {
        page += "\n\n" + columns(choices.map { ($0.word, $0.help) })
      }
      return page
    }
    if let topic = registry.topics.first(where: { $0.name == name }) {
      return "\(name): \(topic.help)\n\n\(topic.text())"
    }
    return page(choice: name, registry)
  }

  /// Of a word that a stage's first argument may be, `diverse` or `lexical`: what it means in each stage that takes it.
  private static func page(choice name: String, _ registry: Registry) -> String? {
    let found = registry.signatures.compactMap { signature -> (stage: String, help: String)? in
      guard case .choice(let choices)? = signature.slots.first?.kind,
        let choice = choices.first(where: { $0.word == name })
      else { return nil }
      return (signature.name, choice.help)
    }
    guard let first = found.first else { return nil }
    let pages = Words.list(found.map { "`help \($0.stage)`" }, "and")
    let lines = found.map { (name: "\($0.stage) \(name)", help: $0.help) }
    return "\(name): \(first.help)\n\n\(columns(lines))\n\nMore in \(pages)."
  }

  /// A value as one would type it: sizes and durations in the largest unit of which they are whole.
  private static func shown(_ value: ArgumentValue) -> String {
    if case .size(let bytes) = value, bytes > 0,
      let unit = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)].first(where: { bytes % $0.1 == 0 })
    {
      return "\(bytes / unit.1)\(unit.0)"
    }
    if case .duration(let seconds) = value,
      let unit = [("h", 3_600.0), ("m", 60.0)].first(where: {
        seconds >= $0.1 && seconds.remainder(dividingBy: $0.1) == 0
      })
    {
      return Literals.text(seconds / unit.1) + unit.0
    }
    return Canonicalizer.text(value)
  }

  /// Names with a line of help each, in two columns.
  public static func columns(_ lines: [(name: String, help: String)]) -> String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map { "  " + $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.help }
      .joined(separator: "\n")
  }

  /// All stages, one line each, then statements, settings and topics. Ends without a newline.
  public static func overview(registry: Registry, scope: Scope) -> String {
    var lines = ["Stages"]
    let definitions = scope.definitions.values.sorted { $0.name < $1.name }
    let width =
      (registry.names + definitions.map(\.name) + statements.map(\.name) + scope.settings.definitions.map(\.name)
      + registry.topics.map(\.name))
      .map(\.count).max() ?? 0
    func line(_ name: String, _ help: String) -> String {
      "  " + name + String(repeating: " ", count: width - name.count + 2) + help
    }
    lines += registry.signatures.map { line($0.name, $0.help) }
    lines += definitions.map { line($0.name, "= " + Canonical.text(of: $0.body)) }
    lines += ["", "Statements"] + statements.map { line($0.name, $0.help) }
    lines += ["", "Settings"]
    lines += scope.settings.definitions.map { setting in
      line(setting.name, (scope.settings[setting.name].map { shown($0) + ": " } ?? "") + setting.help)
    }
    if !registry.topics.isEmpty { lines += ["", "Topics"] + registry.topics.map { line($0.name, $0.help) } }
    return lines.joined(separator: "\n")
  }

  /// Signature, options with defaults, three examples, related.
  public static func page(_ signature: Signature) -> String {
    var lines = ["\(signature.name): \(signature.help)", "", "    \(signature.usage)", ""]
    let input = Words.list(signature.input.map(\.description), "or")
    let output: String =
      switch signature.output {
      case .same: "the same"
      case .type(let type): type.description
      }
    lines.append("\(input) -> \(output)")
    func list(_ verb: String, _ noun: String, _ names: [String]) {
      guard !names.isEmpty else { return }
      lines.append("\(verb) the \(noun)\(names.count == 1 ? "" : "s") \(Words.list(names, "and"))")
    }
    list("Needs", "column", signature.needs)
    list("Adds", "column", signature.adds.map(\.name))
    list("Reads", "setting", signature.settings)

    var rows: [(String, String)] = []
    func kindHelp(_ kind: ArgumentKind, _ help: String, _ value: ArgumentValue?) -> String {
      help + (value.map { " (default \(shown($0)))" } ?? "")
    }
    func choices(_ kind: ArgumentKind) {
      guard case .choice(let list) = kind else { return }
      rows += list.map { ("  " + $0.word, $0.help) }
    }
    for slot in signature.slots {
      rows.append((slot.kind.placeholder, kindHelp(slot.kind, slot.help, slot.defaultValue)))
      choices(slot.kind)
    }
    for option in signature.options {
      rows.append(
        ("\(option.name) \(option.kind.placeholder)", kindHelp(option.kind, option.help, option.defaultValue)))
      choices(option.kind)
    }
    rows += signature.flags.map { ($0.name, $0.help) }
    if !rows.isEmpty {
      lines.append("")
      let width = min(28, rows.map(\.0.count).max() ?? 0)
      lines += rows.map { "  " + $0.0 + String(repeating: " ", count: max(2, width - $0.0.count + 2)) + $0.1 }
    }
    if !signature.examples.isEmpty { lines += ["", "Examples"] + signature.examples.map { "    " + $0 } }
    if !signature.related.isEmpty { lines += ["", "See also " + Words.list(signature.related, "and")] }
    return lines.joined(separator: "\n")
  }
}
