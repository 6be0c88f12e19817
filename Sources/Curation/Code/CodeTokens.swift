/// A piece of code as what most programming languages have in common: names, numbers, strings and signs, without white space
/// and comments. Any bytes are taken: what is no code becomes tokens, too.
struct CodeTokens {
  enum Kind: UInt8 { case name, number, string, sign }

  struct Token {
    var kind: Kind
    /// In the code; of a string what is between its quotes.
    var range: Range<Int>
    /// The same with its quotes; without the last where a string is not closed.
    var whole: Range<Int>
    /// Blanks before the line's first token, tabs to the next of 8; of the line that the token stands in.
    var indentation: Int
    /// Whether it is the first of a line, outside of brackets.
    var startsLine: Bool
  }

  let code: [UInt8]
  private(set) var tokens: [Token] = []
  /// Where comments stand, with the signs around them.
  private(set) var comments: [Range<Int>] = []
  /// Bytes of comments, blanks aside. O(bytes of comments).
  var commentBytes: Int { comments.reduce(0) { $0 + code[$1].count { $0 > 0x20 } } }

  /// O(bytes).
  /// - Parameter hashComments: whether `#` begins a comment; nil: that is judged by the lines.
  init(_ code: [UInt8], hashComments: Bool? = nil) {
    self.code = code
    let hash = hashComments ?? Self.hashIsComment(code)
    var at = 0
    var (indentation, depth, isFresh) = (0, 0, true)
    func byte(_ place: Int) -> UInt8 { place < code.count ? code[place] : 0 }
    func skipLine() {
      let start = at
      while at < code.count, code[at] != 0x0A { at += 1 }
      comments.append(start..<at)
    }
    func add(_ kind: Kind, _ range: Range<Int>, whole: Range<Int>? = nil) {
      tokens.append(
        Token(
          kind: kind, range: range, whole: whole ?? range, indentation: indentation, startsLine: isFresh && depth == 0))
      isFresh = false
    }
    while at < code.count {
      let first = code[at]
      switch first {
      case 0x0A:
        (indentation, isFresh) = (0, true)
        at += 1
      case 0x00...0x20:
        if isFresh { indentation = first == 0x09 ? (indentation / 8 + 1) * 8 : indentation + 1 }
        at += 1
      case UInt8(ascii: "#") where hash: skipLine()
      case UInt8(ascii: "/") where !hash && byte(at + 1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where !hash && byte(at + 1) == UInt8(ascii: "*"):
        let start = at
        at += 2
        while at < code.count, !(code[at] == UInt8(ascii: "*") && byte(at + 1) == UInt8(ascii: "/")) { at += 1 }
        at += 2
        comments.append(start..<min(at, code.count))
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let range = Self.string(code, at)
        add(.string, range.inside, whole: at..<range.end)
        at = range.end
      case _ where Self.isName(first):
        let start = at
        while at < code.count, Self.isName(code[at]) { at += 1 }
        add(first >= 0x30 && first <= 0x39 ? .number : .name, start..<at)
      default:
        add(.sign, at..<at + 1)
        if "([{".utf8.contains(first) { depth += 1 }
        // A brace of a block is no bracket of an expression: lines begin within it.
        if first == UInt8(ascii: "{") { depth -= 1 }
        if ")]".utf8.contains(first) { depth = max(0, depth - 1) }
        at += 1
      }
    }
  }

  /// The bytes of a token.
  func text(_ token: Token) -> ArraySlice<UInt8> { code[token.range] }

  func `is`(_ place: Int, _ text: String) -> Bool {
    place >= 0 && place < tokens.count && tokens[place].kind != .string
      && code[tokens[place].range].elementsEqual(text.utf8)
  }

  static func isName(_ b: UInt8) -> Bool {
    (b >= 0x30 && b <= 0x39) || (b >= 0x41 && b <= 0x5A) || (b >= 0x61 && b <= 0x7A) || b == 0x5F || b == 0x24
      || b >= 0x80
  }

  /// Whether `#` begins a comment, as in Python, or `//` does, as in C.
  private static func hashIsComment(_ code: [UInt8]) -> Bool {
    var (hash, slashes) = (0, 0)
    for line in code.split(separator: 0x0A) {
      let text = line.drop { $0 <= 0x20 }
      if text.starts(with: "def ".utf8) || text.starts(with: "# ".utf8) || text.last == UInt8(ascii: ":") { hash += 1 }
      if text.starts(with: "//".utf8) || text.starts(with: "#include".utf8) || text.last == UInt8(ascii: ";")
        || text.last == UInt8(ascii: "{")
      {
        slashes += 1
      }
    }
    return hash >= slashes
  }

  /// A string that begins at a quote: three of them end at three, one ends at its like or with the line.
  private static func string(_ code: [UInt8], _ start: Int) -> (inside: Range<Int>, end: Int) {
    let quote = code[start]
    let isTriple = start + 2 < code.count && code[start + 1] == quote && code[start + 2] == quote && quote != 0x60
    let length = isTriple ? 3 : 1
    var at = start + length
    while at < code.count {
      if code[at] == UInt8(ascii: "\\") {
        at += 2
        continue
      }
      if code[at] == 0x0A, !isTriple, quote != 0x60 { break }
      if code[at] == quote, !isTriple || at + 2 < code.count && code[at + 1] == quote && code[at + 2] == quote {
        return (start + length..<at, at + length)
      }
      at += 1
    }
    let end = min(at, code.count)
    return (min(start + length, end)..<end, end)
  }
}
