import Digests
import Documents
import Parquet
import Work

/// A format of tables, whose files are read in parts: each row becomes a JSON object, and is read as one of a file of JSON lines.
protocol TableFormat: ReadableRowFormat {
  /// The rows as JSON lines. Throws `ParquetError`, and what the source throws.
  func lines(_ source: some ParquetSource, limit: Int, memory: Int, work: Work) throws -> TableLines

  /// Bytes of text that the rows are, about.
  func size(of source: some ParquetSource) throws -> Int

  /// The rows of a file that is too large to be held, where the format can leave them in it. Default: nil, it cannot.
  func readInFile(_ path: String, _ file: PlainFile, options: ReadOptions, work: Work) throws -> (Rows, Ledger)?

  /// About how much memory `readInFile` takes. Default: nil, it reads nothing.
  func memory(toRead file: PlainFile) throws -> Int?
}

extension TableFormat {
  func readInFile(_ path: String, _ file: PlainFile, options: ReadOptions, work: Work) throws -> (Rows, Ledger)? { nil }
  func memory(toRead file: PlainFile) throws -> Int? { nil }

  /// A file on disk; the digest is that of `options`, or of the file.
  func read(path: String, _ file: PlainFile, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    if let found = try refusing(path, work, { try readInFile(path, file, options: options, work: work) }) {
      return found
    }
    var options = options
    if !options.isPart { options.digest = try RowReader.digest(of: path, work: work) }
    return try read(TableOnDisk(file: file), name: path, options: options, work: work)
  }

  /// A file that is in memory; see `ReadableRowFormat`.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    var options = options
    options.digest = options.digest ?? ContentDigest.of(bytes)
    return try read(ParquetBytes(bytes), name: name, options: options, work: work)
  }

  func read(
    _ source: some ParquetSource, name: String, options: ReadOptions, work: Work
  ) throws -> (Rows, Ledger) {
    try refusing(name, work) {
      let lines = try lines(source, limit: options.limit ?? .max, memory: PackedFile.largest, work: work)
      guard lines.rowCount > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
      // What ends the reading of lines before their end is not there any more.
      var reader = JSONReader(name: name, bytes: lines.bytes, options: options, work: work)
      reader.unwraps = false
      var (rows, ledger) = try reader.read()
      if lines.goesOn { ledger.notes.insert(JSONReader.goesOn(lines.rowCount), at: 0) }
      ledger.notes += Self.remarks(onEncoded: lines.encoded)
      return (rows, ledger)
    }
  }

  /// What is said of bytes that are no text, by their column.
  static func remarks(onEncoded encoded: [String: Int]) -> [String] {
    encoded.sorted { $0.key < $1.key }.map { column, count in
      "\(count) values of `\(column)` are bytes and no text: they are given in base64"
    }
  }

  private func refusing<Result>(_ name: String, _ work: Work, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as ParquetError {
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
