/// What is expected at one point of a pipe before anything runs. Unknown figures are nil, never 0.
public struct Estimate: Sendable, Codable, Hashable {
  /// Rows, or packs' rows, that come out.
  public var rows: Double?
  /// Tokens of these rows, prompt and answer.
  public var tokens: Double?
  /// Rows held out beside them that judge: the search part, and the sealed one.
  public var judges: Judges?
  /// Seconds of this stage alone, from rates measured on this machine.
  public var seconds: Double?
  /// Of these, by name, seconds of what other stages may need of the same rows too: it is done once for all of them.
  public var shared: [String: Double] = [:]
  /// Peak bytes of this stage.
  public var memory: Double?
  /// What the time is spent on.
  public var purpose: BillEntry.Purpose
  /// Lines below the plan's table.
  public var notes: [String]

  /// What the next stage is given: not what this one takes and says.
  public var passedOn: Estimate { Estimate(rows: rows, tokens: tokens, judges: judges) }

  /// Rows that judge what was tuned.
  public struct Judges: Sendable, Codable, Hashable {
    /// Rows that compare candidates.
    public var search: Double
    /// Rows that are looked at once, at the end.
    public var sealed: Double

    /// So many of each.
    public init(search: Double, sealed: Double) {
      self.search = search
      self.sealed = sealed
    }
  }

  /// What is not known may be left out.
  public init(
    rows: Double? = nil, tokens: Double? = nil, judges: Judges? = nil, seconds: Double? = nil, memory: Double? = nil,
    purpose: BillEntry.Purpose = .other, notes: [String] = []
  ) {
    self.rows = rows
    self.tokens = tokens
    self.judges = judges
    self.seconds = seconds
    self.memory = memory
    self.purpose = purpose
    self.notes = notes
  }
}
