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
      let columns = try columns(of: group, wanted, memory: memory - lines.bytes.count, isCancelled: isCancelled)
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

  /// The rows by columns, of which texts stay in their pages, where these hold them as they are: nothing but them is in memory.
  ///
  /// - Parameters:
  ///   - memory: bytes that the rest may take, and that of one group.
  ///   - keeping: bytes of pages that are kept as well.
  /// - Throws: as `lines`.
  public func columns(
    limit: Int = .max, memory: Int, keeping: Int, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> TableColumns {
    var table = TableColumns(fields: schema.fields.map { TableColumns.Field(name: $0.nameBytes) })
    for place in table.fields.indices { table.fields[place].values.reserveCapacity(min(limit, rowCount, 1 << 24)) }
    let kept = Atomic(0)
    for group in groups where table.rowCount < limit {
      let wanted = min(group.rowCount, limit - table.rowCount)
      let columns = try columns(
        of: group, wanted, memory: memory - table.json.count, isCancelled: isCancelled,
        keepsPage: { kept.add($0, ordering: .relaxed).newValue <= keeping })
      var assembler = RowAssembler(schema, columns, limit: memory)
      for (place, field) in schema.fields.enumerated() {
        if case .leaf(let leaf) = field.content, let pages = columns[leaf].values.pages {
          try table.append(columns[leaf], pages, rows: wanted, to: place)
          continue
        }
        for row in 0..<wanted {
          let start = table.json.count
          try assembler.appendValue(of: field, to: &table.json)
          table.fields[place].values.append(
            TableColumns.Value(kind: .json, start: start, length: table.json.count - start))
          // Where a number ends, nothing but what follows says.
          table.json.append(UInt8(ascii: "\n"))
          if row % 1_024 == 0, isCancelled() { throw ParquetError(.cancelled, "cancelled") }
        }
      }
      table.rowCount += wanted
      progress(table.rowCount)
      if wanted == group.rowCount { try assembler.checkEnd() }
      table.encoded.merge(assembler.encoded) { $0 + $1 }
    }
    table.goesOn = table.rowCount < rowCount
    return table
  }

  /// Bytes of the columns whose values do not stay in their pages, decompressed, as the file states them.
  public var heldSize: Int {
    groups.reduce(0) { sum, group in
      zip(schema.leaves, group.columns).reduce(sum) { $0 + ($1.0.staysInPages ? 0 : max(0, $1.1.unpackedSize)) }
    }
  }

  /// Fields of a row.
  public var fieldCount: Int { schema.fields.count }

  /// The columns of a group, on all threads.
  private func columns(
    of group: Metadata.RowGroup, _ wanted: Int, memory: Int, isCancelled: () -> Bool,
    keepsPage: ((Int) -> Bool)? = nil
  ) throws -> [Column] {
    let taken = Atomic(0)
    return try Parallel.results(schema.leaves.count) { place -> Column in
      let (leaf, chunk) = (schema.leaves[place], group.columns[place])
      try Self.check(chunk, leaf)
      let left = memory - taken.load(ordering: .relaxed)
      let column = try ColumnReader(source: source, leaf: leaf, chunk: chunk, limit: left, keepsPage: keepsPage)
        .column(rows: group.rowCount, wanted: wanted, isCancelled: isCancelled)
      taken.add(column.values.arena.count + column.count * 20, ordering: .relaxed)
      return column
    }
  }

  private static func check(_ chunk: Metadata.ColumnChunk, _ leaf: Leaf) throws(ParquetError) {
    if chunk.isEncrypted { throw ParquetError(.unsupported, "the column is encrypted", column: leaf.path) }
    if chunk.isElsewhere {
      throw ParquetError(.unsupported, "the column stands in another file", column: leaf.path)
    }
    guard chunk.hasFacts else { throw ParquetError(.damaged, "the column has no metadata", column: leaf.path) }
  }
}
