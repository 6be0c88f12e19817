/// The end of what was cut short: without the statement that is not whole.
struct TailRepair: CodeRepair {
  let name = "cut at its last complete statement"

  private static let most = 40

  func candidates(_ code: BrokenCode) -> [[String]] {
    guard code.mayBeCut, code.lines.count > 1 else { return [] }
    return (1...min(Self.most, code.lines.count - 1)).compactMap { count in
      var kept = Array(code.lines.dropLast(count))
      while let last = kept.last, last.allSatisfy(\.isWhitespace) { kept.removeLast() }
      guard !kept.isEmpty else { return nil }
      return code.language is PythonLanguage ? kept : kept + Self.closing(kept)
    }
  }

  /// The braces that are open at the end, each on a line of its own.
  private static func closing(_ lines: [String]) -> [String] {
    let tokens = CodeTokens(Array(lines.joined(separator: "\n").utf8))
    var open: [UInt8] = []
    for place in tokens.tokens.indices where tokens.tokens[place].kind == .sign {
      let sign = tokens.text(tokens.tokens[place]).first ?? 0
      switch sign {
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      default: if sign == open.last { open.removeLast() }
      }
    }
    return open.reversed().map { String(UnicodeScalar($0)) }
  }
}
