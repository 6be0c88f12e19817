import Documents

/// Writes rows to a file, whole or not at all.
public enum RowWriter {
  /// A format, by the file's ending.
  public enum Format: String, Sendable, CaseIterable { case jsonl, json, csv }

  /// Writes every column but the virtual `row`. Values that cact does not read into keep their source's bytes; a
  /// missing value is left out, or `null` where its source said so; a number takes its shortest exact form.
  ///
  /// Throws `RowError` when the ending is none of these, or the system refuses; what stood there stays then.
  public static func write(_ rows: Rows, to path: String) throws {
    do {
      let file = try AtomicFile.Writer(path)
      try write(rows, into: file, path: path)
      try file.commit()
    } catch let error as FileError {
      throw RowError(.notWritten, file: path, "cannot be written: \(error.reason)")
    }
  }

  /// The same into a file in the making; the ending of `path` says in which format.
  package static func write(_ rows: Rows, into file: AtomicFile.Writer, path: String) throws {
    let ending = RowReader.ending(of: path)
    guard let format = Format(rawValue: ending == "ndjson" ? "jsonl" : ending) else {
      throw RowError(
        .unknownFormat, file: path, "rows are not written with the ending `\(ending)`",
        help: "the endings that are written: .jsonl .json .csv")
    }
    try write(rows, as: format) { bytes throws(FileError) in try file.write(bytes) }
  }

  /// The same as one array of bytes.
  public static func bytes(_ rows: Rows, as format: Format) -> [UInt8] {
    var all: [UInt8] = []
    write(rows, as: format) { all.append(contentsOf: $0) }
    return all
  }

  private static func write<Failure: Error>(
    _ rows: Rows, as format: Format, put: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let keys = rows.names.map { name in
      var key: [UInt8] = []
      if format == .csv {
        CSV.append(CSV.marked(Array(name.utf8)[...]), to: &key)
      } else {
        JSONStrings.encode(Array(name.utf8)[...], into: &key)
      }
      return key
    }
    switch format {
    case .csv: try put(Array(keys.joined(separator: CSV.comma)) + CSV.lineEnd)
    case .json: try put(Array("[\n".utf8))
    case .jsonl: break
    }
    for row in 0..<rows.count {
      var line: [UInt8] = []
      switch format {
      case .csv: CSV.appendRow(row, of: rows, to: &line)
      case .jsonl:
        JSONLine.append(row, of: rows, keys: keys, to: &line)
        line.append(UInt8(ascii: "\n"))
      case .json:
        line += Array("  ".utf8)
        JSONLine.append(row, of: rows, keys: keys, to: &line)
        line += Array(row == rows.count - 1 ? "\n".utf8 : ",\n".utf8)
      }
      try put(line)
    }
    if format == .json { try put(Array("]\n".utf8)) }
  }
}

/// A row as a JSON object on one line.
enum JSONLine {
  /// `keys`: the names as JSON strings.
  static func append(_ row: Int, of rows: Rows, keys: [[UInt8]], to line: inout [UInt8]) {
    line.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, column) in zip(keys, rows.columns) {
      let absence = column.source(row) == nil ? column.absence(row) : nil
      if absence == .absent { continue }
      if !isFirst { line += Array(", ".utf8) }
      isFirst = false
      line += key
      line += Array(": ".utf8)
      if absence == .null { line += Array("null".utf8) } else { append(column, row, to: &line) }
    }
    line.append(UInt8(ascii: "}"))
  }

  private static func append(_ column: Column, _ row: Int, to line: inout [UInt8]) {
    if let source = column.source(row) {
      line += source
      return
    }
    switch column.cell(row) {
    case .missing: line += Array("null".utf8)
    case .text(let bytes): JSONStrings.encode(bytes, into: &line)
    case .json(let bytes): appendOnOneLine(bytes, to: &line)
    case .integer(let value): line += Array(String(value).utf8)
    case .number(let value): line += NumberText.bytes(value)
    case .bool(let value): line += Array(String(value).utf8)
    case .vector(let values):
      line.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { line += Array(", ".utf8) }
        line += NumberText.bytes(value)
      }
      line.append(UInt8(ascii: "]"))
    }
  }

  /// A value that its source spread over lines is brought to one; inside a string no raw newline can stand.
  private static func appendOnOneLine(_ json: ArraySlice<UInt8>, to line: inout [UInt8]) {
    for byte in json where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") { line.append(byte) }
  }
}

/// Numbers in JSON: the shortest text that reads back the same; what JSON has no number for is `null`.
enum NumberText {
  static func bytes(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> [UInt8] {
    Array((value.isFinite ? value.description : "null").utf8)
  }
}
