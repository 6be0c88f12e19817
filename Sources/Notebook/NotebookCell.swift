public import Documents
public import Pipeline

/// One entered statement and what came of it: no data, only what finds it again.
public struct NotebookCell: Sendable, Hashable {
  /// Whether it ran, and what came of it.
  public enum Status: String, Sendable, Hashable {
    case done
    /// A stage failed while it ran.
    case failed
    /// Stopped by the user; what was done is kept, and running it again goes on.
    case interrupted
  }

  /// From 1; stays with the cell.
  public var number: Int
  /// As it was typed.
  public var source: String
  /// Whether it ran, and what came of it.
  public var status: Status
  /// The name that `let` gave its value.
  public var name: String?
  /// `Rows`, `Model`; nil when it made no value.
  public var type: String?
  /// One line: `1,200 rows, 5 columns`.
  public var summary: String?
  /// Store key of its value: of the recipe and of the content of every file that it reads.
  public var digest: String?
  /// Key that its statement had when it ran. Another one now means that something it reads has changed. Differs from
  /// `digest` where a stage stopped early by its own rule.
  public var recipe: String?
  /// Of an interrupted cell: the stages that made its value, as a pipeline; nil: all of them.
  public var part: String?
  /// What its stages printed.
  public var blocks: [StageBlock]
  /// Ledger, bill and verdict, as data.
  public var record: JSONObject
  /// How long its last run took.
  public var seconds: Double
  /// Its inputs are no longer those that it ran with.
  public var isStale: Bool
  /// Members of its entry in the session's file that this program does not know.
  public var unknown: JSONObject

  /// A cell; what it has not yet may be left out.
  public init(
    number: Int, source: String, status: Status = .done, name: String? = nil, type: String? = nil,
    summary: String? = nil, digest: String? = nil, recipe: String? = nil, part: String? = nil,
    blocks: [StageBlock] = [],
    record: JSONObject = JSONObject(),
    seconds: Double = 0, isStale: Bool = false, unknown: JSONObject = JSONObject()
  ) {
    self.number = number
    self.source = source
    self.status = status
    self.name = name
    self.type = type
    self.summary = summary
    self.digest = digest
    self.recipe = recipe
    self.part = part
    self.blocks = blocks
    self.record = record
    self.seconds = seconds
    self.isStale = isStale
    self.unknown = unknown
  }

  /// Whether other cells may refer to its value; what was done of an interrupted cell is one, where it can be looked at.
  public var hasValue: Bool { status != .failed && type != nil }
}
