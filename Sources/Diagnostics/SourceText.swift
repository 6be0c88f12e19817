/// A named piece of source: a script, a cell, or the text behind `-e`. Bytes, not characters, are its unit, because
/// `String` merges canonically equivalent text and spans must point at what was typed.
public struct SourceText: Sendable, Hashable {
  /// What stands before the line number in a message: `cell[7]`, `recipe.cact`.
  public let name: String
  /// The source itself; need not be valid UTF-8.
  public let bytes: [UInt8]
  /// Offset of the first byte of each line; never empty.
  public let lineStarts: [Int]

  /// The source that these bytes are. O(n).
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    lineStarts = starts
  }

  /// The source that this text's UTF-8 is. O(n).
  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// A place as users count it.
  public struct Position: Sendable, Hashable {
    /// The number of the line, from 1.
    public var line: Int
    /// From 1, in characters as seen, not bytes.
    public var column: Int

    /// The place at this line and column, both from 1.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The 0-based index of the line that holds an offset; offsets outside are clamped. O(log lines).
  public func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line without its line ending.
  public func lineSpan(_ index: Int) -> Span {
    let lower = lineStarts[index]
    var upper = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if upper > lower, bytes[upper - 1] == 0x0D { upper -= 1 }
    return Span(lower, upper)
  }

  /// The place of the character at a byte offset; offsets outside are clamped. O(log lines + the line's length).
  public func position(of offset: Int) -> Position {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let before = DisplayText.cells(of: bytes[lineStarts[line]..<offset])
    return Position(line: line + 1, column: before.count + 1)
  }

  /// The text of a span; bytes that are not UTF-8 come out as U+FFFD.
  public func text(_ span: Span) -> String {
    let lower = min(max(span.lower, 0), bytes.count)
    let upper = min(max(span.upper, lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
