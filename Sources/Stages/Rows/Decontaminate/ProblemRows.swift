import Curation
import Foundation
import Rows

/// The problems that rows are, by the names that their fields usually have.
struct ProblemRows {
  /// Of their file, without its folders.
  let name: String
  let problems: [Problem]

  /// What is asked, and what tests it.
  private static let statements = [
    "prompt", "text", "question", "instruction", "problem", "description", "statement", "docstring", "test", "tests",
    "test_list", "challenge_test_list",
  ]
  private static let solutions = ["canonical_solution", "solution", "code", "solutions", "reference"]

  init(_ rows: Rows) {
    let roles = rows.roles
    // A file's own names, also of columns that cact renamed; then the roles that these have.
    func columns(_ known: [String], and more: [String?]) -> [String] {
      var seen: Set<String> = []
      return (known.filter(rows.hasColumn) + more.compactMap { $0 }).filter { seen.insert(rows.resolved($0)).inserted }
    }
    // A text without a question is what somebody asks.
    let (answer, text) = roles.question == nil ? (nil, roles.answer) : (roles.answer, roles.plainText)
    let solutions = columns(Self.solutions, and: [answer])
    let statements = columns(Self.statements, and: [roles.question, roles.input, text])
      .filter { name in !solutions.contains { rows.resolved($0) == rows.resolved(name) } }
    let names = ProblemNames(rows)
    func texts(_ row: Int, _ columns: [String]) -> [[UInt8]] {
      columns.compactMap { rows.listedText(row, $0).map { Array($0.utf8) } }
    }
    name = (rows.source.path as NSString).lastPathComponent
    problems = (0..<rows.count).map { row in
      Problem(
        name: names[row], statements: texts(row, statements),
        solutions: texts(row, solutions))
    }
  }
}
