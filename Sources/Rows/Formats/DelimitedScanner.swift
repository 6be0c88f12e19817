/// Finds the fields of comma-separated values (RFC 4180): a field in quotes holds separators, line ends and doubled quotes; a line
/// ends in LF, CR LF or CR.
struct DelimitedScanner {
  /// A field: its bytes are those of `range`, in which each pair of quotes is one.
  struct Field {
    var range: Range<Int>
    var isQuoted = false
    var hasQuotesInside = false
  }

  /// What is wrong with a line.
  enum Fault {
    /// Something stands between a closing quote and the next separator.
    case textAfterQuote
    /// The quote that opens at this byte is closed nowhere.
    case open(at: Int)
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let separator: UInt8
  var at: Int

  private static let quote = UInt8(ascii: "\"")

  /// Whether the line that was read last had an end of its own.
  private(set) var hasLineEnd = true

  init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, from start: Int) {
    self.bytes = bytes
    self.separator = separator
    at = start
  }

  /// Puts the fields of the next line into `fields`, and stands behind its end; false at the end of the bytes.
  mutating func line(_ fields: inout [Field]) -> (isThere: Bool, fault: Fault?) {
    fields.removeAll(keepingCapacity: true)
    guard at < bytes.count else { return (false, nil) }
    var fault: Fault?
    while true {
      if at < bytes.count, bytes[at] == Self.quote {
        let start = at
        guard let field = quoted() else { return (true, .open(at: start)) }
        fields.append(field)
        if at < bytes.count, !isEnd(bytes[at]) {
          fault = .textAfterQuote
          while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
        }
      } else {
        let start = at
        while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
        fields.append(Field(range: start..<at))
      }
      guard at < bytes.count else {
        hasLineEnd = false
        return (true, fault)
      }
      at += 1
      guard bytes[at - 1] != separator else { continue }
      if bytes[at - 1] == UInt8(ascii: "\r"), at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
      hasLineEnd = true
      return (true, fault)
    }
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// A field in quotes, behind whose closing one `at` stands; nil where none closes.
  private mutating func quoted() -> Field? {
    let start = at + 1
    var field = Field(range: start..<start, isQuoted: true)
    at = start
    while at < bytes.count {
      guard bytes[at] == Self.quote else {
        at += 1
        continue
      }
      guard at + 1 < bytes.count, bytes[at + 1] == Self.quote else {
        field.range = start..<at
        at += 1
        return field
      }
      field.hasQuotesInside = true
      at += 2
    }
    return nil
  }
}
