public import LanguageModel

/// One row as it is trained on: begin-of-text, prompt and answer, and the end-of-text where it is learned.
public struct TrainingSample: Sendable, Hashable {
  /// 1-based row number, for messages.
  public var row: Int
  /// Its tokens, and which of them are learned.
  public var segment: Segment

  /// The sample of a row.
  public init(row: Int, segment: Segment) {
    self.row = row
    self.segment = segment
  }
}
