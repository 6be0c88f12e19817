/// Puts the columns of a row group together into rows, each a JSON object on a line (the Dremel paper's record assembly).
struct RowAssembler {
  let schema: Schema
  let columns: [Column]
  /// Values that no text could hold, by their column's path.
  private(set) var encoded: [String: Int] = [:]
  /// Bytes that the text may have: one row can repeat a long value of its dictionary without end.
  private let limit: Int

  init(_ schema: Schema, _ columns: [Column], limit: Int) {
    self.schema = schema
    self.columns = columns
    self.limit = limit
  }

  /// The next row and a line's end.
  mutating func appendRow(to out: inout [UInt8]) throws(ParquetError) {
    try group(schema.fields, &out)
    out.append(UInt8(ascii: "\n"))
    try checkRow(columns[...])
  }

  /// What the next row has in a field.
  mutating func appendValue(of field: Node, to out: inout [UInt8]) throws(ParquetError) {
    try value(field, &out)
    try checkRow(columns[field.leaves])
  }

  private func checkRow(_ columns: ArraySlice<Column>) throws(ParquetError) {
    for column in columns where column.nextRepetition != 0 {
      throw ParquetError(.damaged, "more values than the row takes", column: column.leaf.path)
    }
  }

  /// Throws where values are left once all rows are made.
  func checkEnd() throws(ParquetError) {
    for column in columns where !column.isAtEnd {
      throw ParquetError(.damaged, "more values than the rows take", column: column.leaf.path)
    }
  }

  private mutating func group(_ nodes: [Node], _ out: inout [UInt8]) throws(ParquetError) {
    out.append(UInt8(ascii: "{"))
    for (place, node) in nodes.enumerated() {
      if place > 0 { Self.separate(&out) }
      out += node.label
      try value(node, &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  private mutating func value(_ node: Node, _ out: inout [UInt8]) throws(ParquetError) {
    switch node.repetition {
    case .required: try content(node, &out)
    case .optional:
      if try columns[node.leaves.lowerBound].nextDefinition() < node.definition {
        for leaf in node.leaves { try columns[leaf].skip() }
        out += Array("null".utf8)
      } else {
        try content(node, &out)
      }
    case .repeated:
      out.append(UInt8(ascii: "["))
      try elements(node, &out) { assembler, out throws(ParquetError) in try assembler.content(node, &out) }
      out.append(UInt8(ascii: "]"))
    }
  }

  private mutating func content(_ node: Node, _ out: inout [UInt8]) throws(ParquetError) {
    switch node.content {
    case .leaf(let leaf):
      let column = columns[leaf]
      let index = try column.take()
      guard out.count <= limit else { throw ParquetError(.tooLarge, "its rows take more than \(limit) bytes") }
      var count = 0
      ValueText.append(column, index, to: &out, encoded: &count)
      if count > 0 { encoded[column.leaf.path, default: 0] += count }
    case .group(let nodes): try group(nodes, &out)
    case .list(let repeated, let element):
      out.append(UInt8(ascii: "["))
      try elements(repeated, &out) { assembler, out throws(ParquetError) in
        if element === repeated { try assembler.content(repeated, &out) } else { try assembler.value(element, &out) }
      }
      out.append(UInt8(ascii: "]"))
    case .map(let repeated, let key, let value):
      out.append(UInt8(ascii: "{"))
      try elements(repeated, &out) { assembler, out throws(ParquetError) in
        try assembler.appendKey(key, &out)
        if let value { try assembler.value(value, &out) } else { out += Array("null".utf8) }
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// A key is a string in JSON, whatever it is in the file.
  private mutating func appendKey(_ key: Node, _ out: inout [UInt8]) throws(ParquetError) {
    let start = out.count
    try value(key, &out)
    if out[start] != UInt8(ascii: "\"") {
      out.insert(UInt8(ascii: "\""), at: start)
      out.append(UInt8(ascii: "\""))
    }
    out += Array(": ".utf8)
  }

  /// Goes through the elements of a repeated node.
  private mutating func elements(
    _ node: Node, _ out: inout [UInt8],
    _ body: (inout RowAssembler, inout [UInt8]) throws(ParquetError) -> Void
  ) throws(ParquetError) {
    let first = columns[node.leaves.lowerBound]
    guard try first.nextDefinition() >= node.definition else {
      for leaf in node.leaves { try columns[leaf].skip() }
      return
    }
    while true {
      try body(&self, &out)
      guard first.nextRepetition == node.depth else { return }
      Self.separate(&out)
    }
  }

  private static func separate(_ out: inout [UInt8]) { out += Array(", ".utf8) }
}
