import Diagnostics

/// Bytes to tokens. Never stops: what it cannot read it reports, and goes on with the token that was most likely meant,
/// so that the parser finds the other errors of the line.
struct Lexer {
  let bytes: [UInt8]
  var index = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  var layout = Layout()

  /// A `"""` is still open at the end.
  var endsInText = false
  /// Brackets open so far; only steers which mistake is meant.
  var depth = 0
  /// Opening `[` whose `]` has been mended with them.
  var mendedSquares = 0

  private var sawBlank = true
  private var lineBreaks = 0
  private var statementBreak = false
  private var lineHasToken = false

  init(_ source: SourceText) {
    bytes = source.bytes
  }

  mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    reportInvalidUTF8()
    while index < bytes.count {
      step()
      if diagnostics.count >= Self.diagnosticLimit {
        report("C0119", "too many errors; the rest was not read", Span(index, index), label: "stopped here")
        index = bytes.count
      }
    }
  }

  /// Bounds the work on input that is no program at all.
  static let diagnosticLimit = 50

  func byte(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  func text(_ lower: Int, _ upper: Int) -> String { String(decoding: bytes[lower..<upper], as: UTF8.self) }

  /// Offset of the end of the line that holds an offset, without a carriage return.
  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    if end > offset, end > 0, bytes[end - 1] == 0x0D { end -= 1 }
    return end
  }

  var isFirstOnLine: Bool { !lineHasToken }
  /// Whether blank space, or the beginning of a line, is directly before the current byte.
  var isAfterBlank: Bool { sawBlank }

  // MARK: One step

  private mutating func step() {
    let start = index
    let current = bytes[index]
    switch current {
    case 0x0A:
      index += 1
      lineBreaks += 1
      lineHasToken = false
      sawBlank = true
    case _ where Bytes.isBlank(current):
      index += 1
      sawBlank = true
    case UInt8(ascii: "#"):
      comment(markLength: 1)
    case UInt8(ascii: "\""):
      lexString()
    case UInt8(ascii: "`"):
      lexColumn()
    case UInt8(ascii: "$"):
      lexVariable()
    case _ where Bytes.isDigit(current):
      lexNumber()
    case _ where current >= 0x80 && mendLookAlike():
      break
    case _ where Bytes.isLetter(current):
      if mendQuery() { break }
      while index < bytes.count, Bytes.isWord(bytes[index]), !(bytes[index] >= 0x80 && lookAlike(at: index) != nil) {
        index += 1
      }
      emit(.word(text(start, index)), from: start)
    default:
      if !mendMistake() { lexSign() }
    }
  }

  private mutating func lexSign() {
    let start = index
    func two(_ second: Character) -> Bool { byte(1) == second.asciiValue }
    switch bytes[index] {
    case UInt8(ascii: "|"): take(1, .pipe)
    case UInt8(ascii: ","): take(1, .comma)
    case UInt8(ascii: ":"): take(1, .colon)
    case UInt8(ascii: "("): take(1, .openParenthesis)
    case UInt8(ascii: ")"): take(1, .closeParenthesis)
    case UInt8(ascii: "{"): take(1, .openBrace)
    case UInt8(ascii: "}"): take(1, .closeBrace)
    case UInt8(ascii: "="): two("=") ? take(2, .op(.equal)) : take(1, .op(.assign))
    case UInt8(ascii: "!") where two("="): take(2, .op(.notEqual))
    case UInt8(ascii: "<"): two("=") ? take(2, .op(.lessOrEqual)) : take(1, .op(.less))
    case UInt8(ascii: ">"): two("=") ? take(2, .op(.greaterOrEqual)) : take(1, .op(.greater))
    case UInt8(ascii: "+"): take(1, .op(.plus))
    case UInt8(ascii: "-"): take(1, .op(.minus))
    case UInt8(ascii: "*"): take(1, .op(.times))
    case UInt8(ascii: "/"): take(1, .op(.divide))
    case UInt8(ascii: "%"): take(1, .op(.modulo))
    default:
      while index < bytes.count, isMeaningless(bytes[index]) { index += 1 }
      index = max(index, start + 1)
      report(
        "C0109", "\(quoted(start, index)) means nothing here", Span(start, index), label: "not part of the language")
      sawBlank = true
    }
  }

  private func isMeaningless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "!"), UInt8(ascii: "?"),
      UInt8(ascii: "\\"):
      true
    default: (byte < 0x20 && byte != 0x0A && !Bytes.isBlank(byte)) || byte == 0x7F
    }
  }

  // MARK: Emitting

  mutating func take(_ count: Int, _ kind: Token.Kind) {
    let start = index
    index += count
    emit(kind, from: start)
  }

  mutating func emit(_ kind: Token.Kind, from start: Int) {
    if lineBreaks > 1 { layout.blankLinesBefore.append(start) }
    tokens.append(
      Token(
        kind: kind, span: Span(start, index), spaceBefore: sawBlank || tokens.isEmpty,
        lineBreakBefore: lineBreaks > 0 || hasLineBreakPending, statementBreakBefore: statementBreak))
    switch kind {
    case .openParenthesis, .openBrace: depth += 1
    case .closeParenthesis, .closeBrace: depth = max(0, depth - 1)
    default: break
    }
    sawBlank = false
    lineBreaks = 0
    hasLineBreakPending = false
    statementBreak = false
    lineHasToken = true
  }

  /// Set by a comment that used up the count of line breaks before it.
  private var hasLineBreakPending = false

  /// Takes the rest of the line as a comment, from the current byte.
  mutating func comment(markLength: Int) {
    let start = index
    var end = lineEnd(from: start)
    index = end
    while end > start, Bytes.isBlank(bytes[end - 1]) { end -= 1 }
    if lineBreaks > 1 { layout.blankLinesBefore.append(start) }
    let rest = text(start + markLength, end)
    layout.comments.append(
      Layout.Comment(text: "#" + rest, span: Span(start, end), isTrailing: lineHasToken))
    if lineBreaks > 0 { hasLineBreakPending = true }
    lineBreaks = 0
    sawBlank = true
  }

  /// The next token begins a new statement.
  mutating func breakStatement() { statementBreak = true }

  /// Skips bytes that a mistake used up, as blank space.
  mutating func skip(to offset: Int) {
    index = max(offset, index)
    sawBlank = true
  }

  /// Takes back the tokens that directly touch the current byte and satisfy a test; returns where they began.
  mutating func takeBack(while accepts: (Token.Kind) -> Bool) -> Int {
    var start = index
    while !sawBlank, let last = tokens.last, last.span.upper == start, accepts(last.kind) {
      tokens.removeLast()
      start = last.span.lower
      sawBlank = last.spaceBefore
      if last.lineBreakBefore { lineBreaks = 1 }
      statementBreak = last.statementBreakBefore
      if last.spaceBefore { break }
    }
    return start
  }

  mutating func report(
    _ code: Diagnostic.Code, _ message: String, _ span: Span, label: String = "", notes: [String] = [],
    help: String? = nil, edits: [Diagnostic.Edit] = []
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: span, label: label, notes: notes,
        helps: help.map { [Diagnostic.Help($0, edits: edits)] } ?? []
      ))
  }

  /// Source in backticks, for messages.
  func quoted(_ lower: Int, _ upper: Int) -> String {
    let shown = text(lower, upper)
    return shown.count > 40 ? "`\(shown.prefix(40))…`" : "`\(shown)`"
  }

  private mutating func reportInvalidUTF8() {
    var places: [Span] = []
    var offset = index
    while offset < bytes.count {
      if let length = DisplayText.sequenceLength(bytes[...], at: offset) {
        offset += length
        continue
      }
      let start = offset
      while offset < bytes.count, DisplayText.sequenceLength(bytes[...], at: offset) == nil { offset += 1 }
      places.append(Span(start, offset))
    }
    guard let first = places.first else { return }
    var notes = ["source is UTF-8; the file may be in another encoding, or not be text"]
    if places.count > 1 { notes.append("the source has \(places.count) such places; this is the first") }
    report("C0101", "these bytes are not UTF-8", first, label: "not UTF-8", notes: notes)
  }
}
