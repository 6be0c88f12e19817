import Diagnostics

/// Strings: JSON's escapes, `\$` for a dollar sign, `$name` filled in; `"""` for text over several lines.
extension Lexer {
  mutating func lexString() {
    if byte(1) == UInt8(ascii: "\""), byte(2) == UInt8(ascii: "\"") {
      lexText()
      return
    }
    let start = index
    var close = start + 1
    while close < bytes.count, bytes[close] != UInt8(ascii: "\""), bytes[close] != 0x0A {
      close += bytes[close] == UInt8(ascii: "\\") && close + 1 < bytes.count && bytes[close + 1] != 0x0A ? 2 : 1
    }
    if close >= bytes.count || bytes[close] == 0x0A {
      let end = lineEnd(from: start)
      // Close it where the stage most likely ends, so that the rest of the line is still read.
      close = stageEnd(from: start + 1, to: end)
      report(
        "C0102", "this string is not closed", Span(start, start + 1), label: "opened here",
        notes: ["a string ends on its line; `\"\"\"` begins a text over several lines"],
        help: "close it", edits: [.init(.empty(at: close), "\"")])
      let parts = contents(start + 1, close)
      index = close
      emit(.string(StringLiteral(parts: parts)), from: start)
      return
    }
    let parts = contents(start + 1, close)
    index = close + 1
    emit(.string(StringLiteral(parts: parts)), from: start)
  }

  private mutating func lexText() {
    let start = index
    var close = start + 3
    let quotes: [UInt8] = [0x22, 0x22, 0x22]
    while close < bytes.count, !bytes[close...].starts(with: quotes) {
      close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1
    }
    if close >= bytes.count {
      close = bytes.count
      endsInText = true
      report(
        "C0102", "this text is not closed", Span(start, start + 3), label: "opened here",
        help: "close it with `\"\"\"`")
    }
    // A line ending right behind the opening quotes is layout, not text.
    var first = start + 3
    if first < close, bytes[first] == 0x0D, first + 1 < close, bytes[first + 1] == 0x0A { first += 1 }
    if first < close, bytes[first] == 0x0A { first += 1 }
    let parts = contents(first, close)
    index = min(close + 3, bytes.count)
    emit(.string(StringLiteral(parts: parts, isMultiline: true)), from: start)
  }

  /// Where a string that was not closed most likely ends: before ` |`, ` }` or a comment, else at the end of the line.
  func stageEnd(from offset: Int, to end: Int) -> Int {
    var stop = offset
    while stop < end {
      let next = bytes[stop]
      if Bytes.isBlank(next), stop + 1 < end,
        bytes[stop + 1] == UInt8(ascii: "|") || bytes[stop + 1] == UInt8(ascii: "#")
          || (bytes[stop + 1] == UInt8(ascii: "}") && depth > 0)
      {
        break
      }
      stop += 1
    }
    while stop > offset, Bytes.isBlank(bytes[stop - 1]) { stop -= 1 }
    return stop
  }

  /// Reads escapes and `$name` between two offsets.
  mutating func contents(_ lower: Int, _ upper: Int) -> [StringLiteral.Part] {
    var parts: [StringLiteral.Part] = []
    var buffer: [UInt8] = []
    func flush() {
      if !buffer.isEmpty { parts.append(.text(String(decoding: buffer, as: UTF8.self))) }
      buffer = []
    }
    var offset = lower
    while offset < upper {
      switch bytes[offset] {
      case UInt8(ascii: "\\"):
        offset = escape(at: offset, upper, into: &buffer)
      case UInt8(ascii: "$") where offset + 1 < upper && Bytes.isWord(bytes[offset + 1]):
        let start = offset
        offset += 1
        let digits = Bytes.isDigit(bytes[offset])
        while offset < upper, digits ? Bytes.isDigit(bytes[offset]) : Bytes.isWord(bytes[offset]) { offset += 1 }
        flush()
        parts.append(.variable(text(start + 1, offset), Span(start, offset)))
      case 0x0D where offset + 1 < bytes.count && bytes[offset + 1] == 0x0A:
        offset += 1
      default:
        buffer.append(bytes[offset])
        offset += 1
      }
    }
    flush()
    return parts
  }

  private mutating func escape(at start: Int, _ upper: Int, into buffer: inout [UInt8]) -> Int {
    guard start + 1 < upper else {
      report("C0103", "`\\` at the end of a string", Span(start, start + 1), label: "escapes nothing")
      return start + 1
    }
    let end = start + 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "$"): buffer.append(bytes[start + 1])
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "u"): return unicodeEscape(at: start, upper, into: &buffer)
    default:
      let shown = end + (DisplayText.sequenceLength(bytes[...], at: start + 1) ?? 1) - 1
      report(
        "C0103", "a string has no escape \(quoted(start, min(shown, upper)))", Span(start, min(shown, upper)),
        label: "unknown escape", notes: ["escapes: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041 and \\$"],
        help: "a backslash itself is written twice", edits: [.init(Span(start, start + 1), "\\\\")])
      buffer.append(bytes[start])
      return start + 1
    }
    return end
  }

  private mutating func unicodeEscape(at start: Int, _ upper: Int, into buffer: inout [UInt8]) -> Int {
    func unit(_ offset: Int) -> UInt32? {
      guard offset + 6 <= upper, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u") else {
        return nil
      }
      let digits = text(offset + 2, offset + 6)
      guard digits.utf8.allSatisfy({ Bytes.isDigit($0) || (0x61...0x66).contains($0 | 0x20) }) else { return nil }
      return UInt32(digits, radix: 16)
    }
    guard let first = unit(start) else {
      report(
        "C0103", "`\\u` takes four hexadecimal digits", Span(start, min(start + 2, upper)), label: "as in `\\u00e9`")
      return min(start + 2, upper)
    }
    if let scalar = Unicode.Scalar(first) {
      buffer += Array(String(Character(scalar)).utf8)
      return start + 6
    }
    if (0xD800...0xDBFF).contains(first), let second = unit(start + 6), (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    {
      buffer += Array(String(Character(scalar)).utf8)
      return start + 12
    }
    report(
      "C0103", "\(quoted(start, start + 6)) is half of a surrogate pair", Span(start, start + 6),
      label: "an unpaired surrogate")
    return start + 6
  }
}
