public import Diagnostics
public import Digests
import Store

/// A stage: its signature, what it does to the columns, what it reads, what it costs, and the call into the engine.
/// One type in one file per stage.
public protocol StageDefinition: Sendable {
  var signature: Signature { get }

  /// Columns that must exist before this call. Default: `signature.needs`. Columns named in slots and in expressions are
  /// checked besides.
  func needs(_ call: BoundCall) throws -> [String]

  /// Columns that come out, given those that come in (for a source: none). Needed columns, columns named in slots and in
  /// expressions are checked before it is asked. Default: the input's and `signature.adds`; any for a report.
  /// - Throws: `Diagnostic` for arguments that cannot be right together.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet

  /// A call that adds the column, as it would be written before the stage that needs it; nil where none does. Default: the
  /// plain call, by `signature.adds`.
  func call(adding column: String) -> String?

  /// Whether this call chooses among the rows that enter. Default: `signature.choice`.
  func choice(of call: BoundCall) -> RowChoice

  /// Files and folders of the user's that this call names to be read: no `save` behind it replaces them. Default: none.
  func paths(readBy call: BoundCall) -> [String]

  /// Whether this call writes files although it only looks (`plot … to`): then it does not run again just to be shown. Default: no.
  func writesFiles(_ call: BoundCall) -> Bool

  /// The settings that this call reads: part of its key. Default: `signature.settings`.
  func settings(of call: BoundCall) -> [String]

  /// Content of files and models that the result depends on, taken before it runs; part of its key. Default: none.
  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput]

  /// What the stage would make and cost. Default: the input's rows and tokens, no time.
  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate

  /// The value. Long work goes through `context.work`; what it learns at the half is kept under `context.scratch()`.
  /// - Parameter input: nil for a source.
  /// - Throws: `Interrupted`, `Diagnostic` (spans of the call), or errors of the engine, which get the stage's span.
  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult

  /// The blocks of a result as they are shown now: what they say of the session, and not of the result, is not remembered
  /// with it. Default: as they are.
  func shown(_ blocks: [StageBlock], of call: BoundCall, context: RunContext) throws -> [StageBlock]

  /// Asked when the stage is the last of a statement's pipeline, whether its value was remembered or not.
  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion?
}

extension StageDefinition {
  /// The columns of `signature.needs`, whatever the arguments.
  public func needs(_ call: BoundCall) throws -> [String] { signature.needs }
  /// The input's, and `signature.adds`; of a report whatever its table will have.
  public func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if signature.output == .type(.report) { return .open }
    return input.adding(signature.adds.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) })
  }
  /// The plain call, where `signature.adds` has the column.
  public func call(adding column: String) -> String? {
    signature.adds.contains { $0.name == column } ? signature.plainCall : nil
  }
  /// What `signature.choice` says, whatever the arguments.
  public func choice(of call: BoundCall) -> RowChoice { signature.choice }
  /// No: for a stage that shows its value and nothing else.
  public func writesFiles(_ call: BoundCall) -> Bool { false }
  /// No files: for a stage whose arguments name none to be read.
  public func paths(readBy call: BoundCall) -> [String] { [] }
  /// The settings of `signature.settings`, whatever the arguments.
  public func settings(of call: BoundCall) -> [String] { signature.settings }
  /// No files: for a stage whose result follows from its input, arguments and settings.
  public func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { [] }
  /// The input's rows and tokens, no time.
  public func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(rows: input.rows, tokens: input.tokens)
  }
  /// The blocks as they are.
  public func shown(_ blocks: [StageBlock], of call: BoundCall, context: RunContext) throws -> [StageBlock] { blocks }
  /// No conclusion: the value speaks for itself.
  public func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? { nil }
}

/// A file, directory or model that a stage reads, by its content.
public struct FileInput: Sendable {
  /// What messages call it: a file's name as written, `evol.json`, or what it is, `model`.
  public var name: String
  /// Of its content.
  public var digest: ContentDigest
  /// An input by name and content.
  public init(_ name: String, _ digest: ContentDigest) {
    self.name = name
    self.digest = digest
  }
}

/// What a stage may know while it is checked.
public struct CheckContext: Sendable {
  /// The settings in force.
  public let settings: Settings
  /// The type that enters the stage; nil after a mistake that leaves it open.
  public let input: ValueType?
  /// The calls that the value has gone through before, from the source on; nil where they are not all known.
  public let before: [BoundCall]?
  /// Reports without ending the check: a warning (a file that is absent), or one of several errors.
  public let report: @Sendable (Diagnostic) -> Void

  /// What a stage is checked in; `report` hears of warnings.
  public init(
    settings: Settings, input: ValueType?, before: [BoundCall]? = nil,
    report: @escaping @Sendable (Diagnostic) -> Void
  ) {
    self.settings = settings
    self.input = input
    self.before = before
    self.report = report
  }
}
