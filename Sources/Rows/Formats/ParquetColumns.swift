import Parquet

/// The columns of rows as those of a Parquet file.
///
/// A JSON column becomes lists and structs where these say all that its values say: lists of one kind of element, and objects of
/// the same keys in the same order, but that a message may lack some of the others' keys. Anything else is kept as it is, as JSON
/// in a text: a schema of all keys there are would give each object those of the others.
struct ParquetColumns {
  let fields: [ParquetField]
  /// Columns that are JSON in a text.
  let texts: [String]
  private let rows: Rows

  init(_ rows: Rows) {
    self.rows = rows
    var fields: [ParquetField] = []
    var texts: [String] = []
    for (name, column) in zip(rows.names, rows.columns) {
      switch column {
      case .text: fields.append(ParquetField(name, .text))
      case .integer: fields.append(ParquetField(name, .integer))
      case .bool: fields.append(ParquetField(name, .boolean))
      case .vector: fields.append(ParquetField(name, .list(.float)))
      case .number(let numbers):
        let isExact = numbers.source.map(Self.areNumbers) ?? true
        fields.append(ParquetField(name, isExact ? .number : .text))
        if !isExact { texts.append(name) }
      case .json(let values):
        let form = JSONShape.of(values).form
        fields.append(ParquetField(name, form ?? .text))
        if form == nil { texts.append(name) }
      }
    }
    self.fields = fields
    self.texts = texts
  }

  /// Whether a double says as much as what is written; a longer integer is more often a name than a number.
  private static func areNumbers(_ sources: TextColumn) -> Bool {
    (0..<sources.count).allSatisfy { row in
      guard let source = sources[row], source.count > 15, !source.contains(where: { "eE.nN".utf8.contains($0) }) else {
        return true
      }
      return Int64(String(decoding: source, as: UTF8.self)).map { Int64(exactly: Double($0)) == $0 } ?? false
    }
  }

  /// The values of a row, one for each field.
  func values(_ row: Int) -> [ParquetValue] {
    zip(fields, rows.columns).map { field, column in value(column, row, field.form) }
  }

  private func value(_ column: Column, _ row: Int, _ form: ParquetForm) -> ParquetValue {
    if let source = column.source(row) {
      // A value that is not finite counts as missing, and stands in the source nevertheless.
      guard form == .number, case .number(let column) = column else { return .text(source) }
      return .number(column.values[row])
    }
    switch column.cell(row) {
    case .missing: return .missing
    case .text(let bytes): return .text(TextBytes.escapingSurrogates(bytes))
    case .integer(let value): return .integer(value)
    case .number(let value): return form == .text ? .text(NumberText.bytes(value)[...]) : .number(value)
    case .bool(let value): return .boolean(value)
    case .vector(let values): return .list(values.map { .number(Double($0)) })
    case .json(let bytes):
      if form == .text { return .text(TextBytes.escapingSurrogates(bytes)) }
      return JSONShape.value(bytes, as: form) ?? .missing
    }
  }
}
