/// What a stage prints: what it did and with what, the time, then its ledger. A value; the terminal lays it out.
public struct StageBlock: Sendable, Codable, Hashable {
  /// A line whose second part goes to the next line, under the first, when the screen is narrow.
  public struct Line: Sendable, Codable, Hashable {
    /// What stands at the left.
    public var first: String
    /// Joined to the first with its own separator, such as " · rank correlation 0.34" or " + 71 ifd >= 1".
    public var second: String
    /// Shown at the right.
    public var seconds: Double?

    /// A line; `seconds` stands at its right.
    public init(_ first: String, _ second: String = "", seconds: Double? = nil) {
      self.first = first
      self.second = second
      self.seconds = seconds
    }
  }

  /// How it is laid out.
  public enum Style: String, Sendable, Codable {
    /// The title in the left column, the lines beside it.
    case stage
    /// The lines as they stand, after an empty line: verdicts, tables, the bill.
    case text
  }

  /// How it is laid out.
  public var style: Style
  /// `score`; empty for `text`.
  public var title: String
  /// From top to bottom.
  public var lines: [Line]
  /// Where it is nil on a stage's block, the executor puts the measured time.
  public var seconds: Double?

  /// A stage's block.
  public init(_ title: String, _ lines: [Line], seconds: Double? = nil) {
    self.style = .stage
    self.title = title
    self.lines = lines
    self.seconds = seconds
  }

  /// Lines as they stand.
  public init(text lines: [String], seconds: Double? = nil) {
    self.style = .text
    self.title = ""
    self.lines = lines.map { Line($0) }
    self.seconds = seconds
  }
}
