/// Two well-known regular expressions by hand: several times as fast as running them.
enum WordCutter: PreTokenizer {
  case gpt2
  /// Llama 3's with numbers of up to three digits; Qwen2's with single digits.
  case llama3(digits: Int)

  static let gpt2Regex = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  static func llama3Regex(digits: Int) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + (digits == 1 ? "" : "{1,\(digits)}")
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// The one that finds what this regular expression finds.
  init?(pattern: String) {
    switch pattern {
    case Self.gpt2Regex: self = .gpt2
    case Self.llama3Regex(digits: 3): self = .llama3(digits: 3)
    case Self.llama3Regex(digits: 1): self = .llama3(digits: 1)
    default: return nil
    }
  }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    try ScalarClass.withTable { table in
      var start = 0
      switch self {
      case .gpt2:
        while start < text.count {
          let end = gpt2End(text, start, table)
          try body(text.slice(start..<end), isFirst && start == 0)
          start = end
        }
      case .llama3(let digits):
        while start < text.count {
          let end = llama3End(text, start, table, digits)
          try body(text.slice(start..<end), isFirst && start == 0)
          start = end
        }
      }
    }
  }

  private typealias Table = UnsafeBufferPointer<ScalarClass>

  private func gpt2End(_ text: Bytes, _ start: Int, _ table: Table) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contractionEnd(text, start) { return end }
    var at = start
    var first = ScalarClass.at(at, of: text, table: table)
    if text[start] == 0x20, start + 1 < text.count {
      let next = ScalarClass.at(start + 1, of: text, table: table)
      if next.class != .space { (at, first) = (start + 1, next) }
    }
    if first.class == .space { return spaceEnd(text, start, table) }
    return runEnd(text, at + first.length, first.class, table)
  }

  private func llama3End(_ text: Bytes, _ start: Int, _ table: Table, _ digits: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = foldedContractionEnd(text, start) { return end }
    let first = ScalarClass.at(start, of: text, table: table)
    let after = start + first.length
    switch first.class {
    case .letter: return runEnd(text, after, .letter, table)
    case .number: return runEnd(text, after, .number, table, atMost: digits - 1)
    case .space, .other: break
    }
    let isLineEnd = text[start] == 0x0A || text[start] == 0x0D
    if after < text.count {
      let next = ScalarClass.at(after, of: text, table: table)
      if next.class == .letter, !isLineEnd { return runEnd(text, after + next.length, .letter, table) }
      if first.class == .other || (next.class == .other && text[start] == 0x20) {
        return lineEndsEnd(text, runEnd(text, after, .other, table))
      }
    } else if first.class == .other {
      return after
    }
    return spaceEnd(text, start, table, lineEndsFirst: true)
  }

  /// Where the characters of a class end.
  @inline(__always)
  private func runEnd(
    _ text: Bytes, _ start: Int, _ kind: ScalarClass, _ table: Table, atMost limit: Int = .max
  ) -> Int {
    var at = start
    var count = 0
    while at < text.count, count < limit {
      let next = ScalarClass.at(at, of: text, table: table)
      guard next.class == kind else { break }
      at += next.length
      count += 1
    }
    return at
  }

  private func lineEndsEnd(_ text: Bytes, _ start: Int) -> Int {
    var at = start
    while at < text.count, text[at] == 0x0A || text[at] == 0x0D { at += 1 }
    return at
  }

  /// A run of white space leaves its last character to the word that follows, unless it has no other (`\s+(?!\S)|\s+`).
  /// With `\s*[\r\n]+` before, it ends with the last end of a line in it, if there is one.
  private func spaceEnd(_ text: Bytes, _ start: Int, _ table: Table, lineEndsFirst: Bool = false) -> Int {
    var last = start
    var at = start
    var lineEnd = -1
    var isEnd = true
    while at < text.count {
      let next = ScalarClass.at(at, of: text, table: table)
      guard next.class == .space else {
        isEnd = false
        break
      }
      last = at
      if text[at] == 0x0A || text[at] == 0x0D { lineEnd = at + 1 }
      at += next.length
    }
    if lineEndsFirst, lineEnd >= 0 { return lineEnd }
    return isEnd || last == start ? at : last
  }

  private func contractionEnd(_ text: Bytes, _ start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return start + 2 < text.count && text[start + 2] == UInt8(ascii: "e") ? start + 3 : nil
    case UInt8(ascii: "l"):
      return start + 2 < text.count && text[start + 2] == UInt8(ascii: "l") ? start + 3 : nil
    default: return nil
    }
  }

  /// In either case; the long s (U+017F) is an s too.
  private func foldedContractionEnd(_ text: Bytes, _ start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    if text.starts(with: [0xC5, 0xBF], at: start + 1) { return start + 3 }
    switch text[start + 1] | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return start + 2 < text.count && text[start + 2] | 0x20 == UInt8(ascii: "e") ? start + 3 : nil
    case UInt8(ascii: "l"):
      return start + 2 < text.count && text[start + 2] | 0x20 == UInt8(ascii: "l") ? start + 3 : nil
    default: return nil
    }
  }
}
