import Documents
import Parquet
import Work

/// Parquet files, as data sets are often published; see `ParquetFile` for what they may hold, and how it is spelled.
///
/// Each row becomes a JSON object, and is read as one of a file of JSON lines would be. `ParquetColumns` says what becomes of rows
/// that are written.
public struct ParquetTable: TableFormat, WritableRowFormat {
  /// "Parquet"
  public let name = "Parquet"
  /// `.parquet`
  public let endings = ["parquet"]
  /// `PAR1`
  public let signatures = [Array("PAR1".utf8), Array("PARE".utf8)]

  /// A missing value is null, whether its source had the key or not, and a number has one spelling.
  public let keepsKinds = false

  /// A page has at most 2 GiB, and a value is not divided.
  private static let longestText = 1 << 30

  /// Nothing to set.
  public init() {}

  /// Columns that no schema can describe.
  public func remarks(on rows: Rows) -> [String] {
    let texts = ParquetColumns(rows).texts
    guard !texts.isEmpty else { return [] }
    return [
      "JSON in a text, as its values have no common form: " + texts.map { "`\($0)`" }.joined(separator: ", ")
    ]
  }

  /// Nothing to describe, or a value that no page can hold.
  public func refusal(of rows: Rows) -> String? {
    if rows.names.isEmpty { return "there are no columns to write" }
    for (name, column) in zip(rows.names, rows.columns) {
      let long =
        switch column {
        case .text(let texts), .json(let texts): (0..<texts.count).first { texts.length($0) > Self.longestText }
        case .integer, .number, .bool, .vector: Int?.none
        }
      if let long { return "the value of `\(name)` in row \(rows.rowNumbers[long]) is longer than 1 GiB" }
    }
    return nil
  }

  /// A row group at a time; see `WritableRowFormat`.
  public func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let columns = ParquetColumns(rows)
    let writer = ParquetWriter(columns.fields)
    for row in 0..<rows.count { try writer.append(columns.values(row), put: put) }
    try writer.finish(put: put)
  }

  /// From its end, group by group, so that the file itself is never held.
  func lines(_ source: some ParquetSource, limit: Int, memory: Int, work: Work) throws -> TableLines {
    let file = try ParquetFile(source)
    let total = Double(min(limit, file.rowCount))
    return try file.lines(
      limit: limit, memory: memory, isCancelled: { work.cancellation.isCancelled },
      progress: { work.progress(WorkProgress(label: "load", done: Double($0), total: total, unit: "rows")) })
  }

  /// Bytes that a file's columns have, unpacked, as it says itself.
  func size(of source: some ParquetSource) throws -> Int { try ParquetFile(source).unpackedSize }

  func readInFile(_ path: String, _ file: PlainFile, options: ReadOptions, work: Work) throws -> (Rows, Ledger)? {
    try ParquetInFile.read(path, file, options: options, work: work)
  }

  func memory(toRead file: PlainFile) throws -> Int? {
    let table = try ParquetFile(TableOnDisk(file: file))
    guard table.unpackedSize >= LargeText.least else { return nil }
    return 3 * table.heldSize + Self.bytesOfValue * table.rowCount * table.fieldCount + TextPages.kept
  }

  /// What a value takes until its column is made, at most, with what arrays have in reserve.
  private static let bytesOfValue = 120
}
