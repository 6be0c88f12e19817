import Parquet
import Work

/// Arrow's files and streams, as the `datasets` library keeps in its cache; see `ArrowFile` for what they may hold. They are spelled as
/// Parquet's are.
public struct ArrowTable: TableFormat {
  /// "Arrow"
  public let name = "Arrow"
  /// `.arrow`
  public let endings = ["arrow"]
  /// `ARROW1`, or the mark of a message in a stream.
  public let signatures = [Array("ARROW1".utf8), [0xFF, 0xFF, 0xFF, 0xFF]]

  /// Nothing to set.
  public init() {}

  /// Batch by batch, so that the file itself is never held.
  func lines(_ source: some ParquetSource, limit: Int, memory: Int, work: Work) throws -> TableLines {
    try ArrowFile(source).lines(
      limit: limit, memory: memory, isCancelled: { work.cancellation.isCancelled },
      progress: { work.progress(WorkProgress(label: "load", done: Double($0), total: nil, unit: "rows")) })
  }

  /// Its buffers are not packed, most often.
  func size(of source: some ParquetSource) -> Int { source.size }
}
