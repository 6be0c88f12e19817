package import Rows

/// By what people know the problems of a file.
package struct ProblemNames {
  private let rows: Rows
  private let column: String?

  private static let columns = ["task_id", "problem_id", "question_id", "id", "name", "slug"]

  package init(_ rows: Rows) {
    self.rows = rows
    column = Self.columns.first(where: rows.hasColumn)
  }

  /// What the row says, else its number: `HumanEval/12`, `problem 12`.
  package subscript(row: Int) -> String {
    let cell = column.map { rows.cell(row, $0) } ?? .missing
    return cell.isMissing ? "problem \(rows.rowNumbers[row])" : cell.description
  }
}
