import Codecs

/// How code is built, counted from its tokens: no parser is asked, so that code of any language that there is a file for has them, and
/// code that does not parse as well.
package struct CodeMeasures: Sendable, Equatable {
  /// Lines that are not blank.
  package var lines: Int
  /// Share of characters, blanks aside, that stand in comments and in strings that are statements of their own (docstrings).
  package var commentShare: Double
  /// McCabe's cyclomatic complexity of the whole as one program: 1 and the decisions in it (T. J. McCabe, A Complexity Measure, 1976).
  package var cyclomatic: Int
  /// How deep conditions, loops and the like stand in each other at most.
  package var nesting: Int
  /// Bytes when compressed (zlib, level 6) for each byte of it: little where code repeats itself. Short code has little to repeat.
  package var compression: Double

  /// Of all pieces together; nil where there is no token. O(bytes).
  package init?(_ pieces: [[UInt8]], _ language: any CodeLanguage) {
    let code = Array(pieces.joined(separator: [0x0A]))
    let tokens = CodeTokens(code, hashComments: language.control.hasHashComments)
    guard !tokens.tokens.isEmpty else { return nil }
    lines = code.split(separator: 0x0A).count { $0.contains { $0 > 0x20 } }
    let visible = code.count { $0 > 0x20 }
    let strings = tokens.tokens.indices.filter(tokens.isStatement).reduce(0) { sum, place in
      sum + code[tokens.tokens[place].range].count { $0 > 0x20 }
    }
    commentShare = Double(tokens.commentBytes + strings) / Double(max(1, visible))
    let decisions = tokens.tokens.indices.filter { language.control.decides(tokens, $0) }
    cyclomatic = 1 + decisions.count
    nesting =
      language.control.isIndented
      ? tokens.nestingByIndentation(language.control) : tokens.nestingByBraces(language.control)
    compression = Self.compressed(code) / Double(max(1, code.count))
  }

  /// Without the frame of the format, which says nothing of the code.
  private static func compressed(_ code: [UInt8]) -> Double {
    var count = 0
    guard let compressor = try? Compressor(.gzip) else { return .nan }
    compressor.compress(code) { count += $0.count }
    compressor.finish { count += $0.count }
    return Double(max(0, count - 18))
  }
}

/// The words of a language with which programs branch.
public struct ControlWords: Sendable {
  /// Each adds a way through the program.
  var decisions: Set<String>
  /// Statements with blocks of their own, which stand deeper.
  var blocks: Set<String>
  /// Whether `? :` decides.
  var hasTernary = true
  /// Whether lines begin deeper where a block is deeper, as in Python.
  var isIndented = false
  /// Whether `#` begins a comment, and not `//`.
  var hasHashComments = false

  /// Those of C and of what is written like it.
  static let c = ControlWords(
    decisions: ["if", "for", "while", "case", "catch"],
    blocks: ["if", "else", "for", "while", "do", "switch", "try", "catch", "finally"])

  func with(_ more: Set<String>, blocks others: Set<String> = []) -> ControlWords {
    var words = self
    words.decisions.formUnion(more)
    words.blocks.formUnion(others)
    return words
  }

  func decides(_ code: CodeTokens, _ place: Int) -> Bool {
    let token = code.tokens[place]
    switch token.kind {
    case .name: return decisions.contains(String(decoding: code.text(token), as: UTF8.self))
    case .sign:
      let sign = code.text(token).first ?? 0
      if sign == UInt8(ascii: "&") || sign == UInt8(ascii: "|") {
        // Two of them, and not the second again.
        return !isIndented && code.isSame(place, place + 1) && !code.isSame(place - 1, place)
      }
      return sign == UInt8(ascii: "?") && hasTernary && code.isTernary(place)
    case .number, .string: return false
    }
  }
}

extension CodeTokens {
  /// Whether a string is a statement of its own: what documents a function in Python.
  func isStatement(_ place: Int) -> Bool {
    tokens[place].kind == .string && tokens[place].startsLine
      && (place + 1 == tokens.count || tokens[place + 1].startsLine)
  }

  /// Whether two signs are the same and stand side by side.
  fileprivate func isSame(_ one: Int, _ other: Int) -> Bool {
    guard tokens.indices.contains(one), tokens.indices.contains(other) else { return false }
    let (a, b) = (tokens[one], tokens[other])
    return a.kind == .sign && b.kind == .sign && a.range.upperBound == b.range.lowerBound && text(a) == text(b)
  }

  /// Whether a question mark chooses between two values: it stands apart, and is no part of `?.`, `??`, `<?>` or `a?`.
  fileprivate func isTernary(_ place: Int) -> Bool {
    let at = tokens[place].range.lowerBound
    let (before, after) = (at > 0 ? code[at - 1] : 0, at + 1 < code.count ? code[at + 1] : 0)
    return before <= 0x20 && after <= 0x20
  }

  fileprivate func begins(_ place: Int, _ words: ControlWords) -> Bool {
    tokens[place].kind == .name && words.blocks.contains(String(decoding: text(tokens[place]), as: UTF8.self))
  }

  /// Lines that begin with a word of control, each deeper than the one around it.
  fileprivate func nestingByIndentation(_ words: ControlWords) -> Int {
    var open: [Int] = []
    var deepest = 0
    for place in tokens.indices where tokens[place].startsLine {
      while let last = open.last, tokens[place].indentation <= last { open.removeLast() }
      // `async for` and `async with` begin with another word.
      let first = self.is(place, "async") && place + 1 < tokens.count ? place + 1 : place
      guard begins(first, words) else { continue }
      open.append(tokens[place].indentation)
      deepest = max(deepest, open.count)
    }
    return deepest
  }

  /// Braces that follow a word of control within their statement.
  fileprivate func nestingByBraces(_ words: ControlWords) -> Int {
    var open: [Bool] = []
    var (deepest, isControl, depth) = (0, false, 0)
    for place in tokens.indices {
      if begins(place, words) { isControl = true }
      // What is between parentheses, as the parts of a `for`, does not end its statement.
      if self.is(place, "(") { depth += 1 }
      if self.is(place, ")") { depth = max(0, depth - 1) }
      if self.is(place, ";"), depth == 0 { isControl = false }
      if self.is(place, "{") {
        open.append(isControl)
        isControl = false
        deepest = max(deepest, open.count { $0 })
      }
      if self.is(place, "}") {
        _ = open.popLast()
        isControl = false
      }
    }
    return deepest
  }
}
