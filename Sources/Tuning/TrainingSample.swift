import LanguageModel

/// One row as it is trained on: begin-of-text, prompt and answer, and the end-of-text where it is learned.
public struct TrainingSample: Sendable, Hashable {
  /// 1-based row number, for messages.
  public var row: Int
  public var segment: Segment

  public init(row: Int, segment: Segment) {
    self.row = row
    self.segment = segment
  }
}
