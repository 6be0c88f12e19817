import Digests
import Documents
import Parquet
public import Work

/// A format of tables, whose files are read in parts: each row becomes a JSON object, and is read as one of a file of JSON lines.
protocol TableFormat: ReadableRowFormat {
  /// The rows as JSON lines. Throws `ParquetError`, and what the source throws.
  func lines(_ source: some ParquetSource, limit: Int, memory: Int, work: Work) throws -> TableLines

  /// Bytes of text that the rows are, about.
  func size(of source: some ParquetSource) throws -> Int
}

extension TableFormat {
  /// A file that is in memory; see `ReadableRowFormat`.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    var options = options
    options.digest = options.digest ?? ContentDigest.of(bytes)
    return try read(ParquetBytes(bytes), name: name, options: options, work: work)
  }

  func read(
    _ source: some ParquetSource, name: String, options: ReadOptions, work: Work
  ) throws -> (Rows, Ledger) {
    do {
      let lines = try lines(source, limit: options.limit ?? .max, memory: PackedFile.largest, work: work)
      guard lines.rowCount > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
      // What ends the reading of lines before their end is not there any more.
      var reader = JSONReader(name: name, bytes: lines.bytes, options: options, work: work)
      reader.unwraps = false
      var (rows, ledger) = try reader.read()
      if lines.goesOn { ledger.notes.insert(JSONReader.goesOn(lines.rowCount), at: 0) }
      for (column, count) in lines.encoded.sorted(by: { $0.key < $1.key }) {
        ledger.notes.append("\(count) values of `\(column)` are bytes and no text: they are given in base64")
      }
      return (rows, ledger)
    } catch let error as ParquetError {
      try work.checkCancellation()
      throw refusal(error, name)
    } catch let error as FileError {
      throw RowError(.unreadable, file: name, "cannot be read: \(error.reason)")
    }
  }

  private func refusal(_ error: ParquetError, _ name: String) -> RowError {
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

/// A file on disk, of which parts are read.
struct TableOnDisk: ParquetSource {
  let file: PlainFile
  var size: Int { file.size }
  func bytes(_ range: Range<Int>) throws -> [UInt8] { try file.part(range) }
}
