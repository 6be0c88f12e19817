/// What is expected at one point of a pipe before anything runs. Unknown figures are nil, never 0.
public struct Estimate: Sendable, Codable, Hashable {
  /// Rows, or packs' rows, that come out.
  public var rows: Double?
  /// Tokens of these rows, prompt and answer.
  public var tokens: Double?
  /// Seconds of this stage alone, from rates measured on this machine.
  public var seconds: Double?
  /// Peak bytes of this stage.
  public var memory: Double?
  public var purpose: BillEntry.Purpose
  /// Lines below the plan's table.
  public var notes: [String]

  public init(
    rows: Double? = nil, tokens: Double? = nil, seconds: Double? = nil, memory: Double? = nil,
    purpose: BillEntry.Purpose = .other, notes: [String] = []
  ) {
    self.rows = rows
    self.tokens = tokens
    self.seconds = seconds
    self.memory = memory
    self.purpose = purpose
    self.notes = notes
  }
}
