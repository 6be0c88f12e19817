import Documents

/// A row as a JSON object on one line.
enum JSONLine {
  /// The names of the columns as JSON strings.
  static func keys(of rows: Rows) -> [[UInt8]] {
    rows.names.map { name in
      var key: [UInt8] = []
      JSONStrings.encode(Array(name.utf8)[...], into: &key)
      return key
    }
  }

  /// - Parameter keys: `keys(of: rows)`.
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
    case .json(let bytes): line += onOneLine(bytes)
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
  static func onOneLine(_ json: some Collection<UInt8>) -> [UInt8] {
    json.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
  }
}

/// Numbers in JSON: the shortest text that reads back the same; what JSON has no number for is `null`.
enum NumberText {
  static func bytes(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> [UInt8] {
    Array((value.isFinite ? value.description : "null").utf8)
  }
}
