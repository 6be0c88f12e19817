import Digests
import Documents
import Parquet
import Work

/// Rows of a Parquet file that is too large to be held: its texts stay in their pages. What comes out is what `ParquetTable.read` would make
/// of it.
struct ParquetInFile {
  private let file: StandingFile
  private let name: String
  private let options: ReadOptions
  private let table: TableColumns

  /// nil where the file is not so large, or changes all the time.
  ///
  /// - Throws: `ParquetError`; `FileError`; `RowError`; `Interrupted`.
  static func read(_ path: String, _ known: PlainFile, options: ReadOptions, work: Work) throws -> (Rows, Ledger)? {
    // Of a few rows nothing needs to stay anywhere.
    guard !options.isPart, try ParquetFile(TableOnDisk(file: known)).unpackedSize >= LargeText.least,
      let file = try StandingFile.open(path, work: work)
    else { return nil }
    let (log, start) = (FileChange.log, FileChange.log.count)
    let change = RowError(
      .unreadable, file: path, "it changed while it was read", help: "load it when nobody writes into it any more")
    let table: TableColumns
    do {
      let parquet = try ParquetFile(TableInFile(file: file))
      let total = Double(min(options.limit ?? .max, parquet.rowCount))
      table = try parquet.columns(
        limit: options.limit ?? .max, memory: PackedFile.largest, keeping: TextPages.kept,
        isCancelled: { work.cancellation.isCancelled },
        progress: { work.progress(WorkProgress(label: "load", done: Double($0), total: total, unit: "rows")) })
    } catch {
      guard log.since(start, of: file.path) == nil else { throw change }
      throw error
    }
    guard table.rowCount > 0 else { throw RowError(.empty, file: path, "the file contains no rows") }
    try work.checkCancellation()
    var (rows, ledger) = try ParquetInFile(file: file, name: path, options: options, table: table).rows()
    guard log.since(start, of: file.path) == nil else { throw change }
    if table.goesOn { ledger.notes.insert(JSONReader.goesOn(table.rowCount), at: 0) }
    ledger.notes += ParquetTable.remarks(onEncoded: table.encoded)
    return (rows, ledger)
  }

  private func rows() throws -> (Rows, Ledger) {
    let pages = TextPages(file, table.pages, contents: table.contents)
    var faults: [Int: String] = [:]
    var (places, names): ([[UInt8]: Int], [String]) = ([:], [])
    var columns: [[RawValue]] = []
    var repeated: [String: Int] = [:]
    for field in table.fields {
      let shown = TextBytes.shown(field.name)
      let isWellFormed = field.name.withUnsafeBufferPointer { UTF8Bytes.firstIllFormed($0) == nil }
      let (values, bad) = raw(field, behind: pages.size)
      for row in isWellFormed ? bad : Array(0..<table.rowCount) where faults[row] == nil { faults[row] = shown }
      if let place = places[field.name] {
        columns[place] = values
        repeated[shown, default: 0] += table.rowCount
      } else {
        places[field.name] = columns.count
        names.append(shown)
        columns.append(values)
      }
    }
    var ledger = Ledger(rowsIn: table.rowCount)
    for (row, field) in faults.sorted(by: { $0.key < $1.key }) {
      ledger.fail("not valid UTF-8", field: field, row: row + 1)
    }
    let whole = faults.isEmpty ? Array(0..<table.rowCount) : (0..<table.rowCount).filter { faults[$0] == nil }
    if !faults.isEmpty { columns = columns.map { column in whole.map { column[$0] } } }
    var raw = RawRows(names: names, columns: columns, rowNumbers: whole.map { $0 + 1 })
    raw.repeated = repeated
    return try RowAssembly(
      name: name, arena: TextArena([.file(pages), .memory(table.json)]), options: options, digest: file.digest
    ).rows(from: raw, ledger: ledger)
  }

  /// A field's values, where JSON stands behind `size` bytes, and the rows in which they are no text.
  private func raw(_ field: TableColumns.Field, behind size: Int) -> (values: [RawValue], faults: [Int]) {
    var faults: [Int] = []
    let values = table.json.withUnsafeBufferPointer { json in
      field.values.enumerated().map { row, value -> RawValue in
        switch value.kind {
        case .missing: return RawValue(kind: .null)
        case .text: return RawValue(start: value.start, length: value.length, kind: .bareString)
        case .illFormed:
          faults.append(row)
          return RawValue(kind: .null)
        case .json:
          var scanner = JSONScanner(json, from: value.start)
          guard var found = try? scanner.value(), RawRows.isWellFormed(found, scanner) else {
            faults.append(row)
            return RawValue(kind: .null)
          }
          if found.kind == .escapedString { found.countEscapes(scanner) }
          found.start += size
          return found
        }
      }
    }
    return (values, faults)
  }
}

/// A file of which parts are read while it is as it was.
private struct TableInFile: ParquetSource {
  let file: StandingFile
  var size: Int { file.size }
  func bytes(_ range: Range<Int>) -> [UInt8] { file.bytes(range).map { Array($0) } ?? [] }
}
