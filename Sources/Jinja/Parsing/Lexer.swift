/// Cuts a template into words as Jinja does with `trim_blocks` and `lstrip_blocks`: the line feed behind a block goes, and
/// the blanks before one that begins its line.
struct Lexer {
  private let source: [UInt8]
  private var at = 0
  private var tokens: [Token] = []
  /// What was read last ended its line.
  private var startsLine = true

  /// - Parameter source: with line feeds alone at the ends of lines.
  private init(_ source: [UInt8]) { self.source = source }

  static func tokens(_ source: [UInt8]) throws(SyntaxFault) -> [Token] {
    var lexer = Lexer(source)
    try lexer.run()
    return lexer.tokens
  }

  /// Line ends as Jinja reads them: each is a line feed, and the last one goes.
  static func normalized(_ text: String) -> [UInt8] {
    var lines = normalizedLines(Array(text.utf8))
    if lines.last == newline { lines.removeLast() }
    return lines
  }

  static func normalizedLines(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(carriageReturn) else { return bytes }
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    for (offset, byte) in bytes.enumerated() {
      if byte == carriageReturn {
        lines.append(newline)
      } else if byte != newline || offset == 0 || bytes[offset - 1] != carriageReturn {
        lines.append(byte)
      }
    }
    return lines
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private enum Tag { case comment, block, output }

  private mutating func run() throws(SyntaxFault) {
    while let (begin, tag) = nextTag(from: at) {
      var inside = begin + 2
      let sign = sign(at: inside)
      if sign != nil { inside += 1 }
      addData(to: begin, sign: sign, strips: tag != .output)
      if tag == .block, let end = word("raw", from: inside, takesPlus: false) {
        try raw(from: end, begin: begin)
        continue
      }
      at = inside
      startsLine = false
      switch tag {
      case .comment: try comment(begin)
      case .block:
        tokens.append(Token(kind: .blockBegin, at: begin))
        try words(isBlock: true)
      case .output:
        tokens.append(Token(kind: .outputBegin, at: begin))
        try words(isBlock: false)
      }
    }
    if at < source.count { tokens.append(Token(kind: .data(Array(source[at...])), at: at)) }
    tokens.append(Token(kind: .end, at: source.count))
  }

  private func nextTag(from start: Int) -> (Int, Tag)? {
    var offset = start
    while offset + 1 < source.count {
      if source[offset] == UInt8(ascii: "{") {
        switch source[offset + 1] {
        case UInt8(ascii: "#"): return (offset, .comment)
        case UInt8(ascii: "%"): return (offset, .block)
        case UInt8(ascii: "{"): return (offset, .output)
        default: break
        }
      }
      offset += 1
    }
    return nil
  }

  private func sign(at offset: Int) -> UInt8? {
    guard offset < source.count, source[offset] == UInt8(ascii: "-") || source[offset] == UInt8(ascii: "+") else {
      return nil
    }
    return source[offset]
  }

  /// The text before a tag, less what its whitespace control takes.
  private mutating func addData(to end: Int, sign: UInt8?, strips: Bool) {
    var kept = source[at..<end]
    if sign == UInt8(ascii: "-") {
      kept = WhiteSpace.trimmingEnd(kept)
    } else if sign == nil, strips {
      let line = (kept.lastIndex(of: Self.newline) ?? kept.startIndex - 1) + 1
      if line > kept.startIndex || startsLine, WhiteSpace.isBlank(kept[line...]) { kept = kept[..<line] }
    }
    if !kept.isEmpty { tokens.append(Token(kind: .data(Array(kept)), at: at)) }
  }

  /// The end of a tag that holds one word alone (`raw %}`); nil where something else stands there.
  private func word(_ word: String, from start: Int, takesPlus: Bool) -> Int? {
    var offset = start + WhiteSpace.prefix(source[start...])
    guard source[offset...].starts(with: word.utf8) else { return nil }
    offset += word.utf8.count
    offset += WhiteSpace.prefix(source[offset...])
    let strips = offset < source.count && source[offset] == UInt8(ascii: "-")
    let keeps = takesPlus && offset < source.count && source[offset] == UInt8(ascii: "+")
    if strips || keeps { offset += 1 }
    guard source[offset...].starts(with: "%}".utf8) else { return nil }
    offset += 2
    if strips { return offset + WhiteSpace.prefix(source[offset...]) }
    let trims = takesPlus && !keeps && offset < source.count && source[offset] == Self.newline
    return trims ? offset + 1 : offset
  }

  private mutating func raw(from start: Int, begin: Int) throws(SyntaxFault) {
    at = start
    startsLine = source[start - 1] == Self.newline
    var offset = start
    while offset + 1 < source.count {
      if source[offset] == UInt8(ascii: "{"), source[offset + 1] == UInt8(ascii: "%") {
        let sign = sign(at: offset + 2)
        if let end = word("endraw", from: offset + (sign == nil ? 2 : 3), takesPlus: true) {
          addData(to: offset, sign: sign, strips: true)
          move(to: end)
          return
        }
      }
      offset += 1
    }
    throw SyntaxFault("the raw block that begins here has no end", at: begin)
  }

  private mutating func comment(_ begin: Int) throws(SyntaxFault) {
    var offset = at
    while offset + 1 < source.count {
      if source[offset] == UInt8(ascii: "#"), source[offset + 1] == UInt8(ascii: "}") {
        let sign = offset > at ? sign(at: offset - 1) : nil
        move(behind: offset + 2, sign: sign, trims: true)
        return
      }
      offset += 1
    }
    throw SyntaxFault("the comment that begins here has no end", at: begin)
  }

  private mutating func move(to end: Int) {
    at = end
    startsLine = end > 0 && source[end - 1] == Self.newline
  }

  /// Behind a tag's end, and the blanks that its sign or `trim_blocks` take.
  private mutating func move(behind end: Int, sign: UInt8?, trims: Bool) {
    var end = end
    if sign == UInt8(ascii: "-") {
      end += WhiteSpace.prefix(source[end...])
    } else if sign == nil, trims, end < source.count, source[end] == Self.newline {
      end += 1
    }
    move(to: end)
  }
}

// What stands in a tag.
extension Lexer {
  private mutating func words(isBlock: Bool) throws(SyntaxFault) {
    var open: [(symbol: Token.Symbol, at: Int)] = []
    let mark = isBlock ? UInt8(ascii: "%") : UInt8(ascii: "}")
    while true {
      at += WhiteSpace.prefix(source[at...])
      guard at < source.count else { throw SyntaxFault("the tag has no end", at: at) }
      if open.isEmpty {
        var end = at
        var sign = sign(at: end)
        // `+}}` is no end of an output.
        if sign == UInt8(ascii: "+"), !isBlock { sign = nil }
        if sign != nil { end += 1 }
        if end + 1 < source.count, source[end] == mark, source[end + 1] == UInt8(ascii: "}") {
          tokens.append(Token(kind: isBlock ? .blockEnd : .outputEnd, at: at))
          move(behind: end + 2, sign: sign, trims: isBlock)
          return
        }
      }
      let start = at
      let kind = try word()
      if case .symbol(let symbol) = kind { try balance(symbol, at: start, &open) }
      tokens.append(Token(kind: kind, at: start))
    }
  }

  private func balance(
    _ symbol: Token.Symbol, at: Int, _ open: inout [(symbol: Token.Symbol, at: Int)]
  ) throws(SyntaxFault) {
    switch symbol {
    case .leftParenthesis: open.append((.rightParenthesis, at))
    case .leftBracket: open.append((.rightBracket, at))
    case .leftBrace: open.append((.rightBrace, at))
    case .rightParenthesis, .rightBracket, .rightBrace:
      guard let expected = open.popLast()?.symbol else { throw SyntaxFault("unexpected '\(symbol.rawValue)'", at: at) }
      if expected != symbol {
        throw SyntaxFault("unexpected '\(symbol.rawValue)', expected '\(expected.rawValue)'", at: at)
      }
    case .floorDivide, .power, .equal, .notEqual, .greaterEqual, .lessEqual, .add, .subtract, .divide, .multiply,
      .modulo,
      .tilde, .greater, .less, .assign, .dot, .colon, .pipe, .comma, .semicolon:
      break
    }
  }

  private mutating func word() throws(SyntaxFault) -> Token.Kind {
    let byte = source[at]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(byte)
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
      return try name()
    default:
      for symbol in Token.Symbol.allCases where source[at...].starts(with: symbol.rawValue.utf8) {
        at += symbol.rawValue.utf8.count
        return .symbol(symbol)
      }
      throw SyntaxFault("unexpected character '\(Character(Unicode.Scalar(byte)))'", at: at)
    }
  }

  private mutating func name() throws(SyntaxFault) -> Token.Kind {
    let start = at
    while at < source.count, source[at] >= 0x80 || Self.isWord(source[at]) { at += 1 }
    let name = String(decoding: source[start..<at], as: UTF8.self)
    for (place, scalar) in name.unicodeScalars.enumerated() where scalar.value >= 0x80 {
      let allowed = place == 0 ? scalar.properties.isXIDStart : scalar.properties.isXIDContinue
      if !allowed { throw SyntaxFault("a character that no name holds", at: start) }
    }
    return .name(name)
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private mutating func number() throws(SyntaxFault) -> Token.Kind {
    let start = at
    let isAfterDot = start > 0 && source[start - 1] == UInt8(ascii: ".")
    if !isAfterDot, let end = NumberSyntax.doubleEnd(source, start) {
      at = end
      return .double(Double(Self.digits(source[start..<end])) ?? 0)
    }
    let (end, radix) = NumberSyntax.integerEnd(source, start)
    at = end
    guard let value = Int(Self.digits(source[(radix == 10 ? start : start + 2)..<end]), radix: radix) else {
      throw SyntaxFault("a number beyond 64 bits", at: start)
    }
    return .integer(value)
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private mutating func string(_ quote: UInt8) throws(SyntaxFault) -> Token.Kind {
    let start = at
    at += 1
    while at < source.count, source[at] != quote { at += source[at] == UInt8(ascii: "\\") ? 2 : 1 }
    guard at < source.count else { throw SyntaxFault("the string that begins here has no end", at: start) }
    at += 1
    return .string(try StringSyntax.unescaped(Array(source[(start + 1)..<(at - 1)]), at: start + 1))
  }
}
