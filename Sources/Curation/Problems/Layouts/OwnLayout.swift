import Rows

/// Rows with a question and tests, whatever they call them: those of the teaching set, or one's own.
struct OwnLayout: ProblemLayout {
  let name = "rows with tests"
  /// The column that the user says the tests are in.
  var column: String?

  private static let questions = ["prompt", "question", "instruction", "problem", "description", "text"]
  private static let solutions = ["canonical_solution", "solution", "reference", "code"]

  func takes(_ rows: Rows) -> Bool { true }

  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem? {
    guard let tests = RowTests(rows, column: column)[row], let prompt = Self.question(rows, row) else { return nil }
    let code = RowCode(rows, row, tests: tests)
    var reference: [UInt8]?
    if let text = Self.solutions.lazy.compactMap({ rows.filledText(row, $0) }).first {
      reference = Array(text.utf8)
    } else if !code.pieces.isEmpty {
      reference = code.whole
    }
    let word =
      ["language", "code_language", "lang"].lazy.compactMap { rows.filledText(row, $0)?.lowercased() }.first {
        CodeLanguages.named($0) != nil
      } ?? code.language?.name ?? reference.flatMap { CodeLanguages.detected($0[...])?.name } ?? "python"
    let entry =
      rows.filledText(row, "entry_point")
      ?? TestedName.find(
        in: String(decoding: tests, as: UTF8.self), definedIn: reference.map { String(decoding: $0, as: UTF8.self) })
    let isCode = entry.map { DefinedName($0, word).isDefined(in: Array(prompt.utf8)[...]) } ?? false
    if isCode, let body = reference, !DefinedName(entry ?? "", word).isDefined(in: body[...]) {
      reference = Array(prompt.utf8) + body
    }
    return CodeProblem(
      name: name, topic: rows.topic(row), word: word, form: isCode ? .code : .words, prompt: prompt, entryPoint: entry,
      tests: Array(ArrayStandIn.replacing(in: String(decoding: tests, as: UTF8.self)).utf8), reference: reference,
      stops: isCode ? ContinuationEnds.of(word) : MBPPLayout.stops, asksAsItStands: !isCode)
  }

  /// The question, with its input below it.
  private static func question(_ rows: Rows, _ row: Int) -> String? {
    guard let question = rows.question(row), !question.isEmpty else {
      return questions.lazy.compactMap { rows.filledText(row, $0) }.first
    }
    return ([question] + [rows.input(row)].compactMap(\.self)).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: "\n\n")
  }
}
