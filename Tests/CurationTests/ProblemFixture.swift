import Curation
import Documents
import Rows
import Sandbox
import Testing

/// Problems as a file would have them, and what becomes of programs here.
enum ProblemFixture {
  /// The problems of a file of these rows.
  static func read(_ lines: [JSONObject]) throws -> ReadProblems {
    let text = lines.map { JSONValue.object($0).serialized(pretty: false) }.joined(separator: "\n")
    return ReadProblems(try RowReader.read(bytes: Array(text.utf8), name: "problems.jsonl").0)
  }

  /// What a problem's tests say of code; nil, and said, where nothing here runs its language.
  static func finding(_ code: [UInt8], _ problem: CodeProblem) throws -> TestTrial? {
    guard let language = problem.language, CodeChecker.canTest(language) else {
      print("absent: what runs \(problem.word)")
      return nil
    }
    return try CodeChecker(Sandbox.isolated(), limits: SandboxLimits(seconds: 20)).trial(
      TestedCode(code: code, tests: problem.tests, entryPoint: problem.entryPoint), as: language)
  }

  /// The first program that an answer may be, and the rule that finds it.
  /// - Parameter continues: whether a model went on with the prompt.
  static func program(_ answer: String, to problem: CodeProblem, continues: Bool) throws -> AnswerExtraction.Candidate {
    try #require(AnswerExtraction(Array(answer.utf8), to: problem, continues: continues).candidates.first)
  }
}
