public import Diagnostics
public import Digests
public import Documents
import Store
public import Work

/// What a finished statement tells.
public struct StatementOutcome: Sendable {
  /// Nil for `set`, `def`, `use`, `param`.
  public var value: (any Value)?
  /// Under which the value is remembered.
  public var key: ContentDigest?
  /// The name that `let` gave it.
  public var name: String?
  /// What its stages print.
  public var blocks: [StageBlock]
  /// Ledger of the last stage that has one, `heldout`, `bill`, `saved`: for `--format json`.
  public var record: JSONObject
  /// What its stages took, for `--format json`; a conclusion's `bill` goes on with what was chosen and tuned in all.
  public var bill: JSONObject
  /// How long the statement took.
  public var seconds: Double
  /// Text to show instead of a value: help, a setting.
  public var message: String?
  /// The plan, for `explain`.
  public var plan: Plan?
  /// Its last stage; nil: of no pipeline.
  public var lastStage: String?
  /// Whether its last stage put the value somewhere else, so that nobody asked to see it.
  public var isKept = false

  /// What there is none of may be left out.
  public init(
    value: (any Value)? = nil, key: ContentDigest? = nil, name: String? = nil, blocks: [StageBlock] = [],
    record: JSONObject = JSONObject(), bill: JSONObject = JSONObject(), seconds: Double = 0, message: String? = nil,
    plan: Plan? = nil
  ) {
    self.value = value
    self.key = key
    self.name = name
    self.blocks = blocks
    self.record = record
    self.bill = bill
    self.seconds = seconds
    self.message = message
    self.plan = plan
  }
}

/// Hears what happens while a statement runs. Called on the thread that runs it; progress may come from others.
public protocol RunObserver: Sendable {
  func stageStarted(_ call: BoundCall)
  func progress(_ progress: WorkProgress)
  /// Whether somebody watches who wants to read text as it is made.
  var showsText: Bool { get }
  /// More of a text that a stage is making: untrusted, whoever shows it escapes it.
  func text(_ piece: String)
  /// What a stage knows before it does what takes long: a sentence that helps to decide whether to wait.
  func noted(_ sentence: String)
  /// A stage is done, or was remembered and not run; `ledger` is what became of its rows, where it keeps one.
  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool)
  /// The verdict and the bill.
  func concluded(_ blocks: [StageBlock])
  func warning(_ diagnostic: Diagnostic, in source: SourceText)
  func statementFinished(_ outcome: StatementOutcome)
}

extension RunObserver {
  /// Does nothing: who shows only results need not hear it.
  public func stageStarted(_ call: BoundCall) {}
  /// Drops the progress.
  public func progress(_ progress: WorkProgress) {}
  /// False: nobody watches, so stages need not hand over text while they make it.
  public var showsText: Bool { false }
  /// Drops the piece; the value holds the whole text.
  public func text(_ piece: String) {}
  /// Drops the sentence; the value has it.
  public func noted(_ sentence: String) {}
  /// Drops the blocks; the statement's outcome has them all.
  public func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {}
  /// Drops the verdict and the bill; the statement's outcome has them.
  public func concluded(_ blocks: [StageBlock]) {}
  /// Drops the warning.
  public func warning(_ diagnostic: Diagnostic, in source: SourceText) {}
  /// Does nothing: who runs a statement is given its outcome besides.
  public func statementFinished(_ outcome: StatementOutcome) {}
}

/// Hears nothing: inner runs of `compare`, tests.
public struct SilentObserver: RunObserver {
  /// Nothing to set.
  public init() {}
}
