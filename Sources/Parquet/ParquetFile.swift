import Numerics
import Synchronization

/// A Parquet file: tables stored column by column, in groups of rows.
///
/// It reads the types of the format but for intervals and what came after them (whose bytes are shown as base64), nested to any
/// form, in all encodings, in pages of both versions, plain or compressed with snappy, gzip or zstd. What it does not read (other
/// codecs, encryption, columns in other files) is an error that names it. Every length and offset is checked.
public struct ParquetFile<Source: ParquetSource> {
  /// Rows that the file says it has.
  public let rowCount: Int
  /// Bytes of all columns, decompressed, as the file states them.
  public let unpackedSize: Int

  private let source: Source
  private let schema: Schema
  private let groups: [Metadata.RowGroup]

  private static var magic: [UInt8] { Array("PAR1".utf8) }
  private static var largestFooter: Int { 1 << 28 }

  /// Reads the end of the file, which says where everything is. Throws `ParquetError`, and what the source throws.
  public init(_ source: Source) throws {
    let size = source.size
    guard size > 0 else { throw ParquetError(.cut, "the file is empty", offset: 0) }
    let beginning = try source.checked(0, min(4, size), what: "the beginning")
    if beginning == Array("PARE".utf8) { throw ParquetError(.unsupported, "the file is encrypted", offset: 0) }
    guard beginning == Self.magic else {
      throw ParquetError(.damaged, "it does not begin as a Parquet file does, with `PAR1`", offset: 0)
    }
    guard size >= 12, Array(try source.checked(size - 4, 4, what: "the end")) == Self.magic else {
      throw ParquetError(
        .cut,
        "it does not end as a Parquet file does, with `PAR1`: its end is missing, which says where the columns are",
        offset: size)
    }
    var length = Cursor(try source.checked(size - 8, 4, what: "the end"))
    let footer = Int(try length.integer(UInt32.self))
    guard footer <= size - 12, footer <= Self.largestFooter else {
      throw ParquetError(.damaged, "its metadata is said to have \(footer) bytes", offset: size - 8)
    }
    do {
      let metadata = try Metadata(try source.checked(size - 8 - footer, footer, what: "the metadata"))
      if metadata.isEncrypted { throw ParquetError(.unsupported, "the file is encrypted") }
      schema = try Schema(metadata.schema)
      groups = metadata.groups
      rowCount = metadata.rowCount
      var (rows, bytes) = (0, 0)
      for group in groups {
        guard group.rowCount >= 0, group.columns.count == schema.leaves.count else {
          throw ParquetError.damaged(
            "a row group of \(group.columns.count) columns where there are \(schema.leaves.count)")
        }
        let (sum, overflows) = rows.addingReportingOverflow(group.rowCount)
        guard !overflows else { throw ParquetError.damaged("row groups of more rows than can be counted") }
        rows = sum
        for chunk in group.columns { bytes = bytes.addingReportingOverflow(max(0, chunk.unpackedSize)).partialValue }
      }
      guard rows == rowCount else { throw ParquetError.damaged("\(rowCount) rows, of which its groups have \(rows)") }
      unpackedSize = max(0, bytes)
    } catch let error as ParquetError {
      throw error.at(size - 8 - footer)
    }
    self.source = source
  }

  /// The rows, group by group; of a group the columns on all threads.
  ///
  /// - Parameters:
  ///   - limit: the first so many alone; what is behind them is not decoded.
  ///   - memory: bytes that the text and the columns of one group may take together.
  ///   - isCancelled: asked for each page, and a few thousand rows, on any thread.
  ///   - progress: is told how many rows are done.
  /// - Throws: `ParquetError`; what the source throws.
  public func lines(
    limit: Int = .max, memory: Int, isCancelled: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws -> TableLines {
    var lines = TableLines()
    for group in groups where lines.rowCount < limit {
      let wanted = min(group.rowCount, limit - lines.rowCount)
      let taken = Atomic(lines.bytes.count)
      let columns = try Parallel.results(schema.leaves.count) { place -> Column in
        let (leaf, chunk) = (schema.leaves[place], group.columns[place])
        try Self.check(chunk, leaf)
        let left = memory - taken.load(ordering: .relaxed)
        let column = try ColumnReader(source: source, leaf: leaf, chunk: chunk, limit: left)
          .column(rows: group.rowCount, wanted: wanted, isCancelled: isCancelled)
        taken.add(column.values.arena.count + column.count * 20, ordering: .relaxed)
        return column
      }
      if lines.rowCount == 0 {
        // A little for keys and escapes; what does not suffice grows.
        let values = min(unpackedSize, memory, ParquetLimits.unpacked(source.size))
        if limit >= rowCount { lines.bytes.reserveCapacity(min(memory, values + values / 8)) }
      }
      var assembler = RowAssembler(schema, columns, limit: memory)
      for row in 0..<wanted {
        try assembler.appendRow(to: &lines.bytes)
        lines.rowCount += 1
        if row % 1_024 == 0 {
          if isCancelled() { throw ParquetError(.cancelled, "cancelled") }
          progress(lines.rowCount)
        }
      }
      if wanted == group.rowCount { try assembler.checkEnd() }
      lines.encoded.merge(assembler.encoded) { $0 + $1 }
    }
    lines.goesOn = lines.rowCount < rowCount
    return lines
  }

  private static func check(_ chunk: Metadata.ColumnChunk, _ leaf: Leaf) throws(ParquetError) {
    if chunk.isEncrypted { throw ParquetError(.unsupported, "the column is encrypted", column: leaf.path) }
    if chunk.isElsewhere {
      throw ParquetError(.unsupported, "the column stands in another file", column: leaf.path)
    }
    guard chunk.hasFacts else { throw ParquetError(.damaged, "the column has no metadata", column: leaf.path) }
  }
}
