import Rows

/// HumanEval (arXiv 2107.03374), HumanEval+ as it is published in that form, and HumanEvalPack (arXiv 2308.07124) in its languages: code to
/// continue, the function's name, and tests that stand behind it.
struct HumanEvalLayout: ProblemLayout {
  let name = "HumanEval"

  func takes(_ rows: Rows) -> Bool { rows.hasColumns("prompt", "test", "entry_point") }

  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem? {
    guard let prompt = rows.filledText(row, "prompt"), let tests = rows.filledText(row, "test") else { return nil }
    let word = Self.word(of: name)
    func program(_ column: String) -> [UInt8]? {
      rows.filledText(row, column).map { Array((prompt + $0).utf8) }
    }
    return CodeProblem(
      name: name, topic: rows.topic(row), word: word, form: .code, prompt: prompt,
      entryPoint: rows.filledText(row, "entry_point"), tests: Array(ArrayStandIn.replacing(in: tests).utf8),
      reference: program("canonical_solution"), buggy: program("buggy_solution"),
      stops: ContinuationEnds.of(word))
  }

  /// HumanEvalPack names its problems by their language: `CPP/12`.
  private static func word(of name: String) -> String {
    let head = name.prefix { $0 != "/" }.lowercased()
    return CodeLanguages.named(head)?.name ?? "python"
  }
}

/// What ends a function that a model writes below its head, at the left edge of a line.
enum ContinuationEnds {
  /// Of Python those of arXiv 2107.03374; of others what begins the next piece of a program.
  static func of(_ word: String) -> [String] {
    switch CodeLanguages.named(word)?.name {
    case "python": ["\nclass", "\ndef", "\n#", "\nif", "\nprint"]
    case "javascript": ["\nfunction ", "\nconsole.log", "\nmodule.exports"]
    case "go": ["\nfunc ", "\ntype "]
    case "rust": ["\nfn ", "\n#["]
    case "c", "cpp": ["\nint main", "\n#include"]
    case "java": ["\npublic class", "\nclass "]
    default: []
    }
  }
}
