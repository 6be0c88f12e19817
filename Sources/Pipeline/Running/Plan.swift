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
    /// Whether it was begun and stopped, and would go on.
    public var isBegun: Bool
    /// Runs always (`save`), or is shown only and never remembered.
    public var effect: StageEffect
    /// Whether it chooses among the rows that enter it.
    public var choice: RowChoice
    /// What it would make and cost; of a remembered stage what it made and took.
    public var estimate: Estimate
    /// Of a remembered stage: what its run took, beside what would be expected of it now.
    public var past: Past?
    /// Of a stage that would run though its value could have been remembered: why it is not; nil of others, and of one that goes on.
    public var reason: String?
    /// Nil when the digests of what it reads could not be taken.
    public var key: ContentDigest?
  }
  /// A run that made a remembered value.
  public struct Past: Sendable {
    /// Seconds of the clock.
    public var seconds: Double
    /// Nil where an older program made the value.
    public var compute: Compute?
    /// Made of what entered the stage, by the speeds that are known now, those of that run among them.
    public var expected: Estimate
  }
  /// In the order in which they would run.
  public var stages: [Stage]
  /// Of the machine, to compare with.
  public var threads: Int
  /// Bytes that this job may use.
  public var memoryBudget: Int
  /// Of an hour of this machine; nil where none is set.
  public var price: Double?
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

  /// The past runs of what is remembered, summed up: seconds, those that would be expected, operations; nil where nothing is remembered.
  public var past: (seconds: Double, expected: Double?, operations: Double)? {
    let runs = stages.compactMap(\.past)
    guard !runs.isEmpty else { return nil }
    let expected = runs.compactMap(\.expected.seconds)
    return (
      runs.reduce(0) { $0 + $1.seconds }, expected.count == runs.count ? expected.reduce(0, +) : nil,
      runs.reduce(0) { $0 + ($1.compute?.operations ?? 0) }
    )
  }
}
