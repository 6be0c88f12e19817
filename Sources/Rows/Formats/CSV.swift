public import Work

/// Comma-separated values (RFC 4180) under a line of names: `DelimitedReader` says how they are read. A field is quoted when it holds
/// a comma, a quote or a line's end, and a text also where it would be read as something else: as missing, a number, true or false.
///
/// Spreadsheets compute a cell that begins with `=`, `+`, `-`, `@`, a tab or a line's end, whatever its quotes. A text that
/// begins so gets an apostrophe before it, by which they know text; a text in which only apostrophes stand before such a
/// character gets one more, so that taking one away (`plain`) gives every text back. Numbers are no text and stay as they
/// are, and so do texts that are numbers.
public struct CSV: ReadableRowFormat, WritableRowFormat {
  /// "comma-separated values"
  public let name = "comma-separated values"
  /// `.csv`
  public let endings = ["csv"]

  /// A field is text or a number, and nothing says which: `keepsKinds` is false.
  public let keepsKinds = false

  static let comma = UInt8(ascii: ",")
  private static let lineEnd = Array("\r\n".utf8)

  /// Nothing to set.
  public init() {}

  /// A head of names, then a line a row; see `WritableRowFormat`.
  public func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try Self.write(rows, separator: Self.comma, put: put)
  }

  /// A field that stands alone is a number or one of the words true and false where every other of its column is, unless its column
  /// holds questions or answers; see `ReadableRowFormat`.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try DelimitedReader(name: name, bytes: bytes, separator: nil, options: options, work: work).read()
  }

  /// The same with another separator.
  static func write<Failure: Error>(
    _ rows: Rows, separator: UInt8, put: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try put(line(rows.names, separator: separator))
    for row in 0..<rows.count {
      var line: [UInt8] = []
      appendRow(row, of: rows, separator, to: &line)
      try put(line)
    }
  }

  private static func appendRow(_ row: Int, of rows: Rows, _ separator: UInt8, to line: inout [UInt8]) {
    for (index, column) in rows.columns.enumerated() {
      if index > 0 { line.append(separator) }
      if let source = column.source(row) {
        append(source, separator, to: &line)
        continue
      }
      switch column.cell(row) {
      case .missing: break
      case .text(let bytes):
        let text = marked(TextBytes.escapingSurrogates(bytes))
        append(text, separator, quotes: !DelimitedReader.isTextUnquoted(text), to: &line)
      case .json(let bytes): append(bytes, separator, to: &line)
      case let cell: append(Array(cell.description.utf8)[...], separator, to: &line)
      }
    }
    line += lineEnd
  }

  /// One line of texts, its end included.
  package static func line(_ texts: [String]) -> [UInt8] { line(texts, separator: comma) }

  private static func line(_ texts: [String], separator: UInt8) -> [UInt8] {
    var line: [UInt8] = []
    for (index, text) in texts.enumerated() {
      if index > 0 { line.append(separator) }
      append(marked(Array(text.utf8)[...]), separator, to: &line)
    }
    return line + lineEnd
  }

  /// A text as a cell that no spreadsheet computes.
  package static func marked(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    beginsFormula(text) ? [apostrophe] + text : text
  }

  /// The text of a cell that `marked` made.
  package static func plain(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    cell.first == apostrophe && beginsFormula(cell) ? cell.dropFirst() : cell
  }

  private static func append(
    _ field: ArraySlice<UInt8>, _ separator: UInt8, quotes: Bool = false, to line: inout [UInt8]
  ) {
    let mustQuote =
      quotes || field.contains { (byte: UInt8) in byte == separator || [0x22, 0x0A, 0x0D].contains(byte) }
    guard mustQuote else {
      line += field
      return
    }
    line.append(0x22)
    for byte in field {
      if byte == 0x22 { line.append(0x22) }
      line.append(byte)
    }
    line.append(0x22)
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Whether a character that begins a formula stands first, apostrophes apart; of a number it does not.
  private static func beginsFormula(_ text: ArraySlice<UInt8>) -> Bool {
    let rest = text.drop { $0 == apostrophe }
    switch rest.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return rest.count < text.count || !isNumber(rest)
    // U+FF0B, U+FF0D, U+FF1D and U+FF20, the same in full width, which East Asian versions read alike.
    case 0xEF: return [0x8B, 0x8D, 0x9D, 0xA0].contains { rest.starts(with: [0xEF, 0xBC, $0]) }
    default: return false
    }
  }

  /// Sign, digits, a point, an exponent, a percent sign.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    String(decoding: text, as: UTF8.self).wholeMatch(of: /[+-]([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?%?/) != nil
  }
}
