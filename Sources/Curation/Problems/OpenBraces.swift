/// How many curly brackets code leaves open; those in strings and comments do not count. O(bytes).
struct OpenBraces {
  private(set) var depth = 0
  /// Where the closing brackets stand, the last one first.
  private(set) var closings: [Int] = []
  /// Behind the bracket that closed the last open one; nil: none did.
  private(set) var end: Int?

  /// - Parameter outer: so many are open before.
  init(_ code: [UInt8], _ language: any CodeLanguage, outer: Int = 0) {
    depth = outer
    let text =
      switch language.name {
      case "rust": Self.withoutLifetimes(code)
      case "bash": Self.withoutLengths(code)
      default: code
      }
    for token in CodeTokens(text, hashComments: language.control.hasHashComments).tokens where token.kind == .sign {
      switch text[token.whole.lowerBound] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        closings.append(token.whole.lowerBound)
        if depth == 0, end == nil { end = token.whole.upperBound }
      default: continue
      }
    }
    closings.reverse()
  }

  /// The same bytes, without the quote of `&'a str`, which begins no string.
  private static func withoutLifetimes(_ code: [UInt8]) -> [UInt8] {
    var code = code
    for place in code.indices.dropLast(2)
    where code[place] == UInt8(ascii: "'") && CodeTokens.isName(code[place + 1]) && code[place + 2] != UInt8(ascii: "'")
    {
      code[place] = 0x20
    }
    return code
  }

  /// The same bytes, without the `#` of `$#`, `${#name}` and `${name#start}`, which begins no comment: one that begins a word does.
  private static func withoutLengths(_ code: [UInt8]) -> [UInt8] {
    var code = code
    for place in code.indices.dropFirst() where code[place] == UInt8(ascii: "#") {
      let before = code[place - 1]
      if before > 0x20, !";&|()".utf8.contains(before) { code[place] = UInt8(ascii: "_") }
    }
    return code
  }
}
