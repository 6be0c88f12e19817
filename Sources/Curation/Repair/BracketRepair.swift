/// A bracket that is missing, or one too many.
struct BracketRepair: CodeRepair {
  let name = "a bracket"

  private static let closers: [Character: Character] = ["(": ")", "[": "]", "{": "}"]
  /// More places are not tried in a line.
  private static let most = 24

  func candidates(_ code: BrokenCode) -> [[String]] {
    code.suspects.flatMap { number -> [[String]] in
      let line = Array(code.lines[number])
      // One that stands twice.
      var result = line.indices.dropLast().filter { "()[]{}".contains(line[$0]) && line[$0] == line[$0 + 1] }.map {
        code.replacing(number, with: String(line[..<$0] + line[($0 + 1)...]))
      }
      let (unclosed, unopened) = Self.unbalanced(line)
      for closer in Set(unclosed.compactMap { Self.closers[$0] }).sorted() {
        result += Self.inserting(closer, in: line, Self.places(line, behind: true))
          .map { code.replacing(number, with: $0) }
        // The brackets may close on a later line.
        for next in (number + 1..<min(number + 6, code.lines.count)) {
          result.append(code.replacing(next, with: code.lines[next] + String(closer)))
        }
      }
      for closer in Set(unopened).sorted() {
        guard let opener = Self.closers.first(where: { $0.value == closer })?.key else { continue }
        result += Self.inserting(opener, in: line, Self.places(line, behind: false))
          .map { code.replacing(number, with: $0) }
      }
      let brackets = line.indices.filter { "()[]{}".contains(line[$0]) }
      result += brackets.reversed().prefix(Self.most).map { place in
        code.replacing(number, with: String(line[..<place] + line[(place + 1)...]))
      }
      return result
    }
  }

  /// Brackets of a line that have no partner in it; strings are passed over where they close.
  private static func unbalanced(_ line: [Character]) -> (unclosed: [Character], unopened: [Character]) {
    var (open, alone): ([Character], [Character]) = ([], [])
    var quote: Character?
    for (place, character) in line.enumerated() {
      if let current = quote {
        if character == current, place == 0 || line[place - 1] != "\\" { quote = nil }
      } else if "\"'".contains(character), line[(place + 1)...].contains(character) {
        quote = character
      } else if closers[character] != nil {
        open.append(character)
      } else if closers.values.contains(character) {
        if let last = open.last, closers[last] == character { open.removeLast() } else { alone.append(character) }
      }
    }
    return (open, alone)
  }

  /// Where a word ends (or begins, for an opening bracket), from the right.
  private static func places(_ line: [Character], behind: Bool) -> [Int] {
    let ends = (0...line.count).filter { place in
      let before = place > 0 ? line[place - 1] : " "
      let after = place < line.count ? line[place] : " "
      let isWord = { (character: Character) in character.isLetter || character.isNumber || "_\"'".contains(character) }
      return behind
        ? !before.isWhitespace && (place == line.count || !isWord(after) || !isWord(before))
        : (!isWord(before) || !isWord(after)) && place > 0
    }
    return Array(ends.reversed().prefix(most))
  }

  private static func inserting(_ character: Character, in line: [Character], _ places: [Int]) -> [String] {
    places.map { String(line[..<$0] + [character] + line[$0...]) }
  }
}
