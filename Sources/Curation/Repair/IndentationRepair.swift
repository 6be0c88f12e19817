/// The indentation of the line where the parser stopped, of the one before it, or of all.
struct IndentationRepair: CodeRepair {
  let name = "the indentation"

  private static let step = 4

  func candidates(_ code: BrokenCode) -> [[String]] {
    guard code.language is PythonLanguage else { return [] }
    var result: [[String]] = []
    for number in code.suspects {
      let own = code.lines[number].prefix { $0.isWhitespace }
      let text = code.lines[number].dropFirst(own.count)
      let levels = [number - 1, number + 1, number - 2, number + 2].filter(code.lines.indices.contains)
        .filter { !code.lines[$0].allSatisfy(\.isWhitespace) }.map { code.lines[$0].prefix { $0.isWhitespace }.count }
      let tried = Set(levels.flatMap { [$0, $0 + Self.step, $0 - Self.step] }.filter { $0 >= 0 && $0 != own.count })
      // The nearest first: a slip is small.
      result += tried.sorted { (abs($0 - own.count), $0) < (abs($1 - own.count), $1) }.map {
        code.replacing(number, with: String(repeating: " ", count: $0) + text)
      }
    }
    for width in [4, 8, 2] where code.lines.contains(where: { $0.prefix { $0.isWhitespace }.contains("\t") }) {
      result.append(code.lines.map { Self.expanded($0, width) })
    }
    result.append(PromptRepair.dedented(code.lines))
    return result.filter { $0 != code.lines }
  }

  /// Without tabs before the text.
  private static func expanded(_ line: String, _ width: Int) -> String {
    var blanks = 0
    let indentation = line.prefix { $0.isWhitespace }
    for character in indentation { blanks += character == "\t" ? width - blanks % width : 1 }
    return String(repeating: " ", count: blanks) + line.dropFirst(indentation.count)
  }
}
