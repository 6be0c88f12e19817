import Documents
import Parquet
public import Work

/// Parquet files, as data sets are often published; see `ParquetFile` for what they may hold, and how it is spelled.
///
/// Each row becomes a JSON object, and is read as one of a file of JSON lines would be.
public struct ParquetTable: ReadableRowFormat {
  /// "Parquet"
  public let name = "Parquet"
  /// `.parquet`
  public let endings = ["parquet"]
  /// `PAR1`
  public let signatures = [Array("PAR1".utf8), Array("PARE".utf8)]

  /// Nothing to set.
  public init() {}

  /// A file that is in memory.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try read(ParquetBytes(bytes), name: name, options: options, work: work)
  }

  /// From its end, group by group, so that the file itself is never held.
  func read(
    _ source: some ParquetSource, name: String, options: ReadOptions, work: Work
  ) throws -> (Rows, Ledger) {
    do {
      let file = try ParquetFile(source)
      guard file.rowCount > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
      let limit = options.limit ?? .max
      let total = min(limit, file.rowCount)
      let lines = try file.lines(
        limit: limit, memory: PackedFile.largest, isCancelled: { work.cancellation.isCancelled },
        progress: { work.progress(WorkProgress(label: "load", done: Double($0), total: Double(total), unit: "rows")) })
      // What ends the reading of lines before their end is not there any more.
      var reader = JSONReader(name: name, bytes: lines.bytes, options: options, work: work)
      reader.unwraps = false
      var (rows, ledger) = try reader.read()
      if limit < file.rowCount { ledger.notes.insert(JSONReader.goesOn(limit), at: 0) }
      for (column, count) in lines.encoded.sorted(by: { $0.key < $1.key }) {
        ledger.notes.append("\(count) values of `\(column)` are bytes and no text: they are given in base64")
      }
      return (rows, ledger)
    } catch let error as ParquetError {
      try work.checkCancellation()
      throw Self.refusal(error, name)
    } catch let error as FileError {
      throw RowError(.unreadable, file: name, "cannot be read: \(error.reason)")
    }
  }

  /// Bytes that a file's columns have, unpacked, as it says itself.
  static func size(of source: some ParquetSource) throws -> Int { try ParquetFile(source).unpackedSize }

  private static func refusal(_ error: ParquetError, _ name: String) -> RowError {
    let (code, help): (RowError.Code, String?) =
      switch error.kind {
      case .cut: (.truncated, "fetch the file again")
      case .damaged, .cancelled: (.damaged, "fetch the file again")
      case .unsupported: (.unsupported, "write it again with zstd or snappy, or as JSON lines (`.jsonl`)")
      case .tooLarge: (.unreadable, "split it into files of fewer rows")
      }
    return RowError(
      code, file: name, field: error.column, offset: error.offset,
      error.message + (error.offset.map { " (byte \($0))" } ?? ""), help: help)
  }
}

/// A Parquet file on disk, of which parts are read.
struct ParquetOnDisk: ParquetSource {
  let file: PlainFile
  var size: Int { file.size }
  func bytes(_ range: Range<Int>) throws -> [UInt8] { try file.part(range) }
}
