public import Digests
import Store

/// What `explain pipeline` shows: nothing of it was run.
public struct Plan: Sendable {
  /// One line of the plan.
  public struct Stage: Sendable {
    /// The stage in canonical text.
    public var text: String
    /// The stage's name.
    public var name: String
    /// Whether its value is in the store, so that it would not run.
    public var isRemembered: Bool
    /// Runs always (`save`), or is shown only and never remembered.
    public var effect: StageEffect
    /// Whether it chooses among the rows that enter it.
    public var choice: RowChoice
    /// What it would make and cost.
    public var estimate: Estimate
    /// Nil when the digests of what it reads could not be taken.
    public var key: ContentDigest?
  }
  /// In the order in which they would run.
  public var stages: [Stage]
  /// Of the machine, to compare with.
  public var threads: Int
  /// Bytes that this job may use.
  public var memoryBudget: Int
  /// The bill and other remarks, whole sentences.
  public var notes: [String]

  /// Seconds of all that is not remembered; nil when a stage's time is unknown.
  public var seconds: Double? {
    stages.filter { !$0.isRemembered }.reduce(0 as Double?) { sum, stage in
      guard let sum, let seconds = stage.estimate.seconds else { return nil }
      return sum + seconds
    }
  }
  /// Largest peak of a stage that would run.
  public var memory: Double? { stages.filter { !$0.isRemembered }.compactMap(\.estimate.memory).max() }
}
