import Curation
import Documents
import TestSupport
import Testing

/// Ten small tasks in each language that is tested, in MultiPL-E's layout: programs that are right pass, and those that are nearly so come as far as an
/// assertion (Tests/Fixtures/problems).
@Suite("Ten tasks a language") struct TenTasksTests {
  private struct TenTask {
    var problem: CodeProblem
    /// What goes on with the prompt, without what the tests close.
    var solution: String
    /// The same with a bug.
    var wrong: String
    /// What the tests close; a model writes it all the same.
    var end: String

    init(_ row: JSONObject) throws {
      problem = try #require(try ProblemFixture.read([row]).problems.first)
      solution = try #require(row["solution"]?.string)
      wrong = try #require(row["wrong"]?.string)
      let tests = try #require(row["tests"]?.string)
      let isClosing = tests.first { !$0.isWhitespace } == "}"
      end = !isClosing ? "" : problem.word == "java" ? "\n    }\n}" : "\n}"
    }

    /// As a model goes on with the prompt.
    var continued: String { solution + end + "\n" }
    /// As a model answers a question.
    var whole: String { "So it is:\n\n```\n\(problem.prompt)\(solution)\(end)\n```\n" }

    static func all(in language: String) throws -> [TenTask] {
      let path = PackageRoot.path + "/Tests/Fixtures/problems/ten-tasks.jsonl"
      return try AtomicFile.read(path).split(separator: 0x0A).map { line in
        try TenTask(try #require(JSONValue.parse(line, file: path).object))
      }.filter { $0.problem.word == language }
    }
  }

  /// Those that take a second or so a program: of their tasks each is tried one way.
  private static let slow: Set = ["cpp", "java", "go", "rust", "swift"]

  @Test(arguments: CodeLanguages.all.map(\.name))
  func rightOnesPassAndWrongOnesReachAnAssertion(language: String) throws {
    let tasks = try TenTask.all(in: language)
    try #require(tasks.count == 10)
    for (place, task) in tasks.enumerated() {
      let (problem, isSlow) = (task.problem, Self.slow.contains(language))
      let ways: [(AnswerExtraction.Candidate, AnswerExtraction.Rule)] = [
        (try ProblemFixture.program(task.continued, to: problem, continues: true), .continued),
        (try ProblemFixture.program(task.whole, to: problem, continues: false), .namedBlock),
      ]
      for (way, (candidate, rule)) in ways.enumerated() {
        #expect(candidate.rule == rule, "\(language), \(problem.name)")
        if isSlow, place % 2 != way { continue }
        guard let right = try ProblemFixture.finding(candidate.program.code, problem) else { return }
        #expect(right.finding == .passes, "\(language), \(problem.name), \(rule): \(right)")
      }
      let wrong = try ProblemFixture.program(task.wrong + task.end, to: problem, continues: true)
      let found = try #require(try ProblemFixture.finding(wrong.program.code, problem))
      #expect(found.finding != .passes && found.reachesAssertion, "\(language), \(problem.name): \(found)")
      let planted = try #require(problem.planted, "\(language), \(problem.name)")
      if isSlow, place > 0 { continue }
      let trapped = try #require(try ProblemFixture.finding(planted, problem))
      #expect(trapped.finding != .passes, "\(language), \(problem.name)")
    }
  }

  /// MultiPL-E's Java stands on a package that is hardly anywhere.
  @Test func javaHasPairs() throws {
    let problem = try #require(
      try ProblemFixture.read([
        [
          "name": "ends", "language": "java", "stop_tokens": ["\n    }\n"],
          "prompt":
            "import java.util.*;\nimport org.javatuples.*;\nclass Problem {\n    public static Pair<Long, Long> ends(ArrayList<Long> numbers) {\n",
          "tests":
            "    }\n    public static void main(String[] args) {\n    assert(ends((new ArrayList<Long>(Arrays.asList((long)3l, (long)1l)))).equals((Pair.with(1l, 3l))));\n    }\n\n}\n",
        ]
      ]).problems.first)
    for (first, passes) in [("Collections.min(numbers)", true), ("numbers.get(0)", false)] {
      let answer = "        return Pair.with(\(first), Collections.max(numbers));\n    }\n"
      let program = try ProblemFixture.program(answer, to: problem, continues: true).program
      guard let found = try ProblemFixture.finding(program.code, problem) else { return }
      #expect((found.finding == .passes) == passes && found.reachesAssertion, "\(found)")
    }
  }
}
