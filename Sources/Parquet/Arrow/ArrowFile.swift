/// A file of Arrow's batches of rows, as a stream or with a table of contents behind it (Arrow columnar format, "IPC"): what the
/// `datasets` library keeps in its cache.
///
/// It reads all types but unions, intervals, durations, runs and views, nested to any form, with dictionaries, plain or with buffers in
/// zstd. What it does not read is an error that names it. Every length and offset is checked.
public struct ArrowFile<Source: ParquetSource> {
  private let source: Source
  private let fields: [ArrowField]
  /// Behind the schema.
  private let start: Int

  private static var magic: [UInt8] { Array("ARROW1".utf8) }
  private static var largestMetadata: Int { 1 << 28 }

  /// What stands before a message's own bytes.
  private struct Head {
    var kind: UInt8
    var table: FlatTable
    var body: Range<Int>
  }

  /// Reads the schema. Throws `ParquetError`, and what the source throws.
  public init(_ source: Source) throws {
    self.source = source
    let beginning = try source.checked(0, min(8, source.size), what: "the beginning")
    var at = 0
    if beginning.starts(with: Self.magic) {
      let end = try source.checked(max(0, source.size - 6), min(6, source.size), what: "the end")
      guard source.size >= 20, end == Self.magic else {
        throw ParquetError(.cut, "it does not end as an Arrow file does, with `ARROW1`", offset: source.size)
      }
      at = 8
    }
    guard let head = try Self.message(source, &at), head.kind == 1 else {
      throw ParquetError(.damaged, "it does not begin with a schema", offset: at)
    }
    guard try head.table.integer(0, Int16.self) == 0 else {
      throw ParquetError(.unsupported, "numbers whose highest byte is first")
    }
    var fields: [ArrowField] = []
    for table in try head.table.tables(1) { fields.append(try ArrowField(table)) }
    self.fields = fields
    start = at
  }

  /// The next message, behind which `at` stands afterwards; nil at the end mark.
  private static func message(_ source: Source, _ at: inout Int) throws -> Head? {
    let place = at
    do {
      guard source.size - at >= 4 else {
        throw ParquetError(.cut, "the file ends without its end mark")
      }
      var length = Cursor(try source.checked(at, min(8, source.size - at), what: "a message"))
      var size = try length.integer(Int32.self)
      at += 4
      // Before version 0.15 nothing stood before the size.
      if size == -1 {
        guard length.left >= 4 else { throw ParquetError(.cut, "the file ends in a message") }
        size = try length.integer(Int32.self)
        at += 4
      }
      if size == 0 { return nil }
      guard size > 0, Int(size) <= largestMetadata else { throw ParquetError.damaged("a message of \(size) bytes") }
      guard Int(size) <= source.size - at else { throw ParquetError(.cut, "the file ends in a message") }
      let root = try FlatTable(root: try source.checked(at, Int(size), what: "a message"))
      at += Int(size)
      let length64 = try root.integer(3, Int64.self)
      guard length64 >= 0 else { throw ParquetError.damaged("a message of \(length64) bytes") }
      guard length64 <= Int64(source.size - at) else { throw ParquetError(.cut, "the file ends in a message") }
      guard let table = try root.table(2) else { throw ParquetError.damaged("a message without its content") }
      let body = at..<at + Int(length64)
      at = body.upperBound
      return Head(kind: try root.integer(1, UInt8.self), table: table, body: body)
    } catch let error as ParquetError { throw error.at(place) }
  }

  /// The rows, batch by batch; see `ParquetFile.lines`.
  public func lines(
    limit: Int = .max, memory: Int, isCancelled: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws -> TableLines {
    var lines = TableLines()
    var dictionaries: [Int64: ArrowColumn] = [:]
    var rows = ArrowRows(limit: memory)
    var at = start
    while true {
      let place = at
      guard let head = try Self.message(source, &at) else { break }
      do {
        guard head.body.count <= memory else {
          throw ParquetError(.tooLarge, "a batch of \(head.body.count) bytes takes more memory than there is")
        }
        switch head.kind {
        case 2:
          let id = try head.table.integer(0, Int64.self)
          guard try head.table.integer(2, UInt8.self) == 0 else {
            throw ParquetError(.unsupported, "a dictionary that grows from batch to batch")
          }
          guard let field = Self.field(of: id, fields), let table = try head.table.table(1) else {
            throw ParquetError.damaged("a dictionary that no column has")
          }
          var batch = try ArrowBatch(table, body: try body(head), limit: memory)
          dictionaries[id] = try ArrowColumn(field, &batch, isValue: true, dictionaries: dictionaries)
        case 3:
          var batch = try ArrowBatch(head.table, body: try body(head), limit: memory)
          var columns: [ArrowColumn] = []
          for field in fields {
            let column = try ArrowColumn(field, &batch, dictionaries: dictionaries)
            guard column.count == batch.rowCount else {
              throw ParquetError(
                .damaged, "\(column.count) values for \(batch.rowCount) rows", column: field.path)
            }
            columns.append(column)
          }
          for row in 0..<batch.rowCount {
            guard lines.rowCount < limit else {
              lines.goesOn = true
              break
            }
            try Self.append(row, of: columns, to: &lines.bytes, &rows)
            lines.rowCount += 1
            if row % 1_024 == 0 {
              if isCancelled() { throw ParquetError(.cancelled, "cancelled") }
              progress(lines.rowCount)
            }
          }
        default: throw ParquetError(.unsupported, "a message of number \(head.kind)")
        }
      } catch let error as ParquetError { throw error.at(place) }
      if lines.goesOn { break }
    }
    lines.encoded = rows.encoded
    return lines
  }

  private func body(_ head: Head) throws -> [UInt8] {
    try source.checked(head.body.lowerBound, head.body.count, what: "a batch")
  }

  private static func append(
    _ row: Int, of columns: [ArrowColumn], to out: inout [UInt8], _ rows: inout ArrowRows
  ) throws(ParquetError) {
    out.append(UInt8(ascii: "{"))
    for (place, column) in columns.enumerated() {
      if place > 0 { out += Array(", ".utf8) }
      out += column.field.label
      try column.append(row, to: &out, &rows)
    }
    out += Array("}\n".utf8)
    guard out.count <= rows.limit else { throw ParquetError(.tooLarge, "its rows take more than \(rows.limit) bytes") }
  }

  private static func field(of dictionary: Int64, _ fields: [ArrowField]) -> ArrowField? {
    for field in fields {
      if field.dictionary?.id == dictionary { return field }
      if let found = Self.field(of: dictionary, field.children) { return found }
    }
    return nil
  }
}
