public import Documents

/// All stages of the language, and how values come back from the store.
public struct Registry: Sendable {
  /// Every stage by the word that calls it.
  public let stages: [String: any StageDefinition]
  /// In the order of declaration: that of help and of the reference page.
  public let names: [String]
  /// What makes values of stored forms, by `StoredForm.kind`.
  public let decoders: [String: ValueDecoder]
  /// The stage that a string in a slot of kind rows stands for: `diff "a.json"` is `diff { load "a.json" }`.
  public let loader: String?
  /// The settings that there are, in the order of their help.
  public let settings: [SettingDefinition]
  /// How its stages compute.
  public let arithmetic: any Arithmetic
  /// Pages of help beside those of stages, statements and settings.
  public let topics: [HelpTopic]
  /// Remarks below a plan, such as the bill; whole sentences.
  public let planNotes: @Sendable (Plan, RunContext) throws -> [String]

  /// Whether a result may be used under these settings, by its ledger; asked of a remembered one too, which was made under
  /// others. Throws the `Diagnostic` that stops the pipeline.
  public let review: @Sendable (_ ledger: JSONValue, BoundCall, Settings) throws -> Void

  /// A registry of these stages and decoders; names must differ.
  public init(
    _ stages: [any StageDefinition], decoders: [String: ValueDecoder], loader: String? = "load",
    settings: [SettingDefinition] = SettingDefinition.all, arithmetic: any Arithmetic = PlainArithmetic(),
    topics: [HelpTopic] = [],
    review: @escaping @Sendable (_ ledger: JSONValue, BoundCall, Settings) throws -> Void = { _, _, _ in },
    planNotes: @escaping @Sendable (Plan, RunContext) throws -> [String] = { _, _ in [] }
  ) {
    self.stages = Dictionary(stages.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.names = stages.map(\.signature.name)
    self.decoders = decoders
    self.loader = loader
    self.settings = settings
    self.arithmetic = arithmetic
    self.topics = topics
    self.review = review
    self.planNotes = planNotes
  }

  /// The stage of a name; nil where there is none. O(1).
  public subscript(name: String) -> (any StageDefinition)? { stages[name] }

  /// Signatures in the order of declaration.
  public var signatures: [Signature] { names.compactMap { stages[$0]?.signature } }

  /// The first stage that adds a column of this name, and the call that does.
  public func call(adding column: String) -> (stage: String, text: String)? {
    for name in names { if let text = stages[name]?.call(adding: column) { return (name, text) } }
    return nil
  }

  /// Faults of the declarations, for a test: see `Signature.faults`; a stage declared twice; a related stage or a setting
  /// that does not exist.
  public var faults: [String] {
    var faults = signatures.flatMap(\.faults)
    if Set(names).count != names.count { faults.append("a stage is declared twice") }
    let settings = Set(self.settings.map(\.name))
    for topic in topics where stages[topic.name] != nil || settings.contains(topic.name) {
      faults.append("the topic of help `\(topic.name)` is a stage or a setting too")
    }
    for signature in signatures {
      for name in signature.related where stages[name] == nil {
        faults.append("`\(signature.name)` names the related stage `\(name)`, which does not exist")
      }
      for name in signature.settings where !settings.contains(name) {
        faults.append("`\(signature.name)` reads the setting `\(name)`, which does not exist")
      }
    }
    return faults
  }
}
