/// Whether a text whose name does not say what it is has fields with separators between them.
enum DelimitedGuess {
  /// So many bytes are looked at, and so many lines at most.
  private static let looked = 1 << 16
  private static let lines = 20

  /// The format, and why; nil where lines do not have the same number of fields, at least two, or the first one has no name for each.
  static func format(of bytes: [UInt8]) -> (format: any ReadableRowFormat, evidence: String)? {
    for format in [TSV() as any ReadableRowFormat & WritableRowFormat, CSV()] {
      for separator in format is TSV ? [UInt8(ascii: "\t")] : [CSV.comma, UInt8(ascii: ";")] {
        guard let (lines, fields) = shape(of: bytes, separator) else { continue }
        return (format, "read as \(format.name): each of the first \(lines) lines has \(fields) fields")
      }
    }
    return nil
  }

  private static func shape(of bytes: [UInt8], _ separator: UInt8) -> (lines: Int, fields: Int)? {
    let part = Array(bytes.prefix(looked))
    return part.withUnsafeBufferPointer { part in
      var scanner = DelimitedScanner(part, separator: separator, from: part.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
      var fields: [DelimitedScanner.Field] = []
      var (count, seen) = (0, 0)
      while seen < lines {
        let (isThere, fault) = scanner.line(&fields)
        // What reaches the end of what is looked at may go on behind it.
        guard isThere, scanner.at < part.count || part.count == bytes.count else { break }
        guard fault == nil else { return nil }
        if seen == 0 {
          count = fields.count
          guard count > 1, fields.allSatisfy({ !$0.range.isEmpty }) else { return nil }
        }
        guard fields.count == count else { return nil }
        seen += 1
      }
      return seen > 1 ? (seen, count) : nil
    }
  }
}
