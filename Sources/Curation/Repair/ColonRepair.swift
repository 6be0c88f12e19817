/// The colon behind the head of a block.
struct ColonRepair: CodeRepair {
  let name = "the missing colon"

  private static let heads = [
    "if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with", "match", "case", "async",
  ]

  func candidates(_ code: BrokenCode) -> [[String]] {
    guard code.language is PythonLanguage else { return [] }
    return code.suspects.flatMap { number -> [[String]] in
      let line = code.lines[number]
      let text = line.trimmingPrefix { $0.isWhitespace }
      guard let word = text.split(whereSeparator: { !$0.isLetter }).first, Self.heads.contains(String(word)) else {
        return []
      }
      let end = line.dropLast(line.reversed().prefix { $0.isWhitespace }.count)
      var places = [end.endIndex]
      // Before a comment.
      if let comment = line.firstRange(of: " #") {
        places.insert(
          line[..<comment.lowerBound].lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? comment.lowerBound,
          at: 0)
      }
      return places.map { code.replacing(number, with: String(line[..<$0]) + ":" + String(line[$0...])) }
    }
  }
}
