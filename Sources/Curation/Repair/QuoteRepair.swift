/// A quote that is missing at one end of a string.
struct QuoteRepair: CodeRepair {
  let name = "a quote"

  private static let most = 16

  func candidates(_ code: BrokenCode) -> [[String]] {
    var result: [[String]] = []
    let number = code.errorLine
    let line = Array(code.lines[number])
    for quote in ["\"", "'"] as [Character] where line.count(where: { $0 == quote }) % 2 == 1 {
      guard let first = line.firstIndex(of: quote), let last = line.lastIndex(of: quote) else { continue }
      // Behind the last word first, then before the brackets that close the line.
      let closing = (0...line.count).reversed().filter { place in
        place > first
          && (place == line.count || ")]}:,; ".contains(line[place])
            || line[place - 1].isLetter && !line[place].isLetter)
      }
      let opening = (0...last).filter { place in
        !line[place].isWhitespace && (place == 0 || "([{=,: ".contains(line[place - 1]))
      }
      // An empty string of which one is left: `".join(words)`.
      let empty = line.indices.filter { line[$0] == quote && $0 + 1 < line.count && line[$0 + 1] == "." }
      result += empty.map { code.replacing(number, with: String(line[..<$0] + [quote] + line[$0...])) }
      // The one that stands alone is the last of them: a missing opening quote leaves what follows the string outside.
      result += closing.prefix(Self.most).map { String(line[..<$0] + [quote] + line[$0...]) }.map {
        code.replacing(number, with: $0)
      }
      result += opening.reversed().prefix(Self.most).map { String(line[..<$0] + [quote] + line[$0...]) }.map {
        code.replacing(number, with: $0)
      }
    }
    for quotes in ["\"\"\"", "'''"] where code.lines.joined().ranges(of: quotes).count % 2 == 1 {
      for next in number..<min(number + 8, code.lines.count) {
        result.append(code.replacing(next, with: code.lines[next] + quotes))
      }
      result.append(code.lines + [quotes])
    }
    return result
  }
}
