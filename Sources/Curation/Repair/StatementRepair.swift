/// Statements of Python 2.
struct StatementRepair: CodeRepair {
  let name = "statements of Python 3 for those of Python 2"

  func candidates(_ code: BrokenCode) -> [[String]] {
    guard code.language is PythonLanguage else { return [] }
    let one = code.replacing(code.errorLine, with: Self.modern(code.lines[code.errorLine]))
    return [one, code.lines.map(Self.modern)].filter { $0 != code.lines }
  }

  private static func modern(_ line: String) -> String {
    let indentation = String(line.prefix { $0.isWhitespace })
    let text = String(line.dropFirst(indentation.count))
    if text == "print" { return indentation + "print()" }
    if let match = text.wholeMatch(of: /print\s+([^=(].*|\(.*\)\s*[%,+].*)/) {
      return indentation + "print(\(match.1))"
    }
    if let match = text.wholeMatch(of: /exec\s+([^=(].*)/) { return indentation + "exec(\(match.1))" }
    if let match = text.wholeMatch(of: /except\s+(.+?)\s*,\s*(\w+)\s*:(.*)/) {
      return indentation + "except \(match.1) as \(match.2):\(match.3)"
    }
    if let match = text.wholeMatch(of: /raise\s+(\w+)\s*,\s*(.+)/) {
      return indentation + "raise \(match.1)(\(match.2))"
    }
    return indentation + text.replacing("<>", with: "!=")
  }
}
