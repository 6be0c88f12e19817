/// What stands before the lines of a transcript, a listing or a patch.
struct PromptRepair: CodeRepair {
  let name = "without prompts, line numbers or marks of a patch"

  private static let prompts = [">>> ", "... ", ">>>", "...", "$ "]

  func candidates(_ code: BrokenCode) -> [[String]] {
    let lines = code.lines
    let texts = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    var result: [[String]] = []
    let bare = lines.map { Self.withoutPrompt($0) }
    if bare.contains(where: { $0 != nil }) {
      // What has no prompt in a transcript is what the program wrote.
      result.append(bare.compactMap(\.self))
      result.append(zip(lines, bare).map { $1 ?? $0 })
    }
    let numbered = lines.map { Self.withoutNumber($0) }
    if numbered.count(where: { $0 != nil }) * 2 > texts.count {
      result.append(Self.dedented(zip(lines, numbered).map { $1 ?? $0 }))
    }
    let marked = lines.contains { $0.hasPrefix("+") || $0.hasPrefix("-") || $0.hasPrefix("@@") }
    if marked {
      let kept = lines.filter { !$0.hasPrefix("-") && !$0.hasPrefix("@@") }
      result.append(kept.map { $0.hasPrefix("+") || $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 })
      result.append(
        lines.filter { !$0.hasPrefix("@@") }.map { "+-".contains($0.first ?? "x") ? String($0.dropFirst()) : $0 })
      result.append(kept.map { $0.hasPrefix("+") ? " " + $0.dropFirst() : $0 })
    }
    return result.filter { $0 != lines && !$0.isEmpty }
  }

  private static func withoutPrompt(_ line: String) -> String? {
    let indentation = line.prefix { $0 == " " }
    let text = line.dropFirst(indentation.count)
    guard let prompt = prompts.first(where: { text.hasPrefix($0) && ($0.hasSuffix(" ") || text.count == $0.count) })
    else {
      return nil
    }
    return String(indentation) + String(text.dropFirst(prompt.count))
  }

  /// nil where the line does not begin with a number and a sign or a blank behind it.
  private static func withoutNumber(_ line: String) -> String? {
    let text = line.drop { $0 == " " }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count < 5 else { return nil }
    guard let first = rest.first else { return "" }
    if ".:|)\t".contains(first) { return String(rest.dropFirst()) }
    return first == " " ? String(rest.dropFirst()) : nil
  }

  /// Without the blanks that all lines begin with.
  static func dedented(_ lines: [String]) -> [String] {
    let least = lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(min(least, $0.prefix { $0 == " " }.count))) }
  }
}
