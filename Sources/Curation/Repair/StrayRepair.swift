/// A word, a character or a line that does not belong to the code.
struct StrayRepair: CodeRepair {
  let name = "without what does not belong to it"

  private static let mostWords = 12

  func candidates(_ code: BrokenCode) -> [[String]] {
    var result: [[String]] = []
    for number in code.suspects {
      let line = code.lines[number]
      let column = number == code.errorLine ? max(0, (code.finding.column ?? 1) - 1) : 0
      if number == code.errorLine, column < line.count {
        let place = line.index(line.startIndex, offsetBy: column)
        result.append(code.replacing(number, with: String(line[..<place] + line[line.index(after: place)...])))
      }
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      if words.count > 1 {
        // The word at which the parser stopped first, then its neighbours.
        let distances = words.map { abs(line.distance(from: line.startIndex, to: $0.startIndex) - column) }
        let nearest = words.indices.sorted { (distances[$0], $1) < (distances[$1], $0) }.prefix(Self.mostWords)
        for word in nearest.map({ words[$0] }) {
          let rest = line[..<word.startIndex] + line[word.endIndex...].drop { $0 == " " }
          let end = rest.lastIndex { !$0.isWhitespace }.map(rest.index(after:)) ?? rest.startIndex
          result.append(code.replacing(number, with: String(rest[..<end])))
        }
      }
      var without = code.lines
      without.remove(at: number)
      result.append(without)
    }
    return result.filter { !$0.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
  }
}
