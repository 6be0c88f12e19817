import Documents
import Rows

/// MBPP (arXiv 2108.07732), whole or sanitized: a sentence, code that solves it, and assertions, which alone say the function's name.
struct MBPPLayout: ProblemLayout {
  let name = "MBPP"

  func takes(_ rows: Rows) -> Bool {
    rows.hasColumns("test_list", "code") && (rows.hasColumn("text") || rows.hasColumn("prompt"))
  }

  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem? {
    guard let prompt = rows.filledText(row, "text") ?? rows.filledText(row, "prompt"),
      let tests = RowTests(rows, column: "test_list")[row]
    else { return nil }
    let code = rows.filledText(row, "code")
    let shown = rows.list(row, "test_list")?.lazy.compactMap(\.string).first
    return CodeProblem(
      name: name, topic: rows.topic(row), word: "python", form: .words, prompt: prompt, shownTest: shown,
      entryPoint: TestedName.find(in: shown ?? "", definedIn: code), tests: tests,
      reference: code.map { Array($0.utf8) },
      stops: Self.stops)
  }

  /// What ends a function that stands below a docstring.
  static let stops = ["\nclass", "\nassert", "\n\"\"\"", "\nprint", "\nif"]
}

/// The function that tests call.
enum TestedName {
  /// The first name with a bracket behind it that the reference defines; else the first that is no common function of Python's.
  static func find(in tests: String, definedIn code: String?) -> String? {
    let called = tests.matches(of: /([A-Za-z_][A-Za-z_0-9]*)\s*\(/).map { String($0.1) }
    let bytes = Array((code ?? "").utf8)
    return called.first { DefinedName($0, "python").isDefined(in: bytes[...]) } ?? called.first { !common.contains($0) }
  }

  private static let common: Set = [
    "assert", "set", "list", "tuple", "sorted", "len", "abs", "round", "str", "int", "float", "dict", "not", "and",
    "isinstance",
    "isclose", "Counter", "range", "sum", "all", "any",
  ]
}
