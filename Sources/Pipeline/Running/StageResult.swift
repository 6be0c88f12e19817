public import Documents
public import Work

/// An entry of the bill: what went into choosing rows or into tuning on them.
public struct BillEntry: Sendable, Codable, Hashable {
  /// What time is spent on.
  public enum Purpose: String, Sendable, Codable { case choosing, tuning, judging, other }
  /// The stage's name.
  public var stage: String
  /// What the time was spent on.
  public var purpose: Purpose
  /// Of the run that made the value, even when it is remembered now.
  public var seconds: Double
  /// What it took besides, in that run; nil: of a value that an older program made.
  public var compute: Compute?
  /// So many seconds of a stage.
  public init(stage: String, purpose: Purpose, seconds: Double, compute: Compute? = nil) {
    self.stage = stage
    self.purpose = purpose
    self.seconds = seconds
    self.compute = compute
  }
}

/// What a stage hands back.
public struct StageResult: Sendable {
  /// What the stage made.
  public var value: any Value
  /// Nil for stages that have nothing to say; kept with the value, so that a remembered stage says the same.
  public var blocks: [StageBlock]
  /// What its time was spent on.
  public var purpose: BillEntry.Purpose
  /// The ledger as JSON, for `--format json`.
  public var ledger: JSONValue?
  /// Which rows the ledger counts, kept with the value; nil where it is not known.
  public var fates: [RowFate]?
  /// False when the stage stopped early by its own rule (`for 30m`): the value is used but not remembered, and the same
  /// call goes on next time.
  public var isComplete: Bool
  /// Set where the value is what was done when the user stopped the stage: it can be looked at, and nothing after it runs.
  public var interruption: Interrupted?
  /// Why the stage ended before its plan did, by a rule that is part of its call: its value is whole. nil: it came to its end.
  public var endedBy: String?

  /// A value; by default there is nothing to say of it.
  public init(
    _ value: any Value, blocks: [StageBlock] = [], purpose: BillEntry.Purpose = .other, ledger: JSONValue? = nil,
    fates: [RowFate]? = nil, isComplete: Bool = true
  ) {
    self.value = value
    self.blocks = blocks
    self.purpose = purpose
    self.ledger = ledger
    self.fates = fates
    self.isComplete = isComplete
  }
}

/// What is said and recorded after the last stage of a pipeline: the verdict, the bill.
public struct Conclusion: Sendable {
  /// What is printed.
  public var blocks: [StageBlock]
  /// Member name (`heldout`, `bill`, `saved`) to value, for `--format json`.
  public var record: JSONObject
  /// By default nothing is said or recorded.
  public init(blocks: [StageBlock] = [], record: JSONObject = JSONObject()) {
    self.blocks = blocks
    self.record = record
  }
}
