import Documents
import Rows

/// MultiPL-E (arXiv 2208.08227): the head of a function in any language, what ends it, and the rest of the program, which closes it. There
/// is no reference.
struct MultiPLELayout: ProblemLayout {
  let name = "MultiPL-E"

  func takes(_ rows: Rows) -> Bool { rows.hasColumns("prompt", "tests", "stop_tokens", "language") }

  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem? {
    guard let prompt = rows.filledText(row, "prompt"), let tests = rows.filledText(row, "tests"),
      let word = rows.filledText(row, "language")
    else { return nil }
    // Go is called by the ending of its files: `go_test.go`.
    let language = word.split(separator: ".").last.flatMap { CodeLanguages.named(String($0)) }
    return CodeProblem(
      name: name, topic: rows.topic(row), word: language?.name ?? word, form: .code, prompt: prompt,
      entryPoint: Self.entryPoint(of: prompt, name), tests: Array(tests.utf8),
      stops: rows.list(row, "stop_tokens")?.compactMap(\.string) ?? [])
  }

  /// The last name before a bracket on the prompt's last line of code; of bash the name before `()`.
  private static func entryPoint(of prompt: String, _ name: String) -> String? {
    let lines = prompt.split(separator: "\n").filter { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      return line.contains("(") && !["//", "#", "*", "/*"].contains { text.hasPrefix($0) }
    }
    guard let head = lines.last, let match = head.firstMatch(of: /([A-Za-z_][A-Za-z_0-9]*)\s*(?:<[^(]*>)?\(/) else {
      return nil
    }
    return String(match.1)
  }
}
