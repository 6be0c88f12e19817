package import Rows

/// A way in which files have problems with their tests. A new one is a file of its own and a line in `ProblemLayouts.all`.
package protocol ProblemLayout: Sendable {
  /// As people call it: `HumanEval`.
  var name: String { get }
  /// Whether the columns are those of this layout.
  func takes(_ rows: Rows) -> Bool
  /// The problem of a row; nil where it has no question or no tests.
  /// - Parameter name: by which it is known.
  func problem(_ rows: Rows, _ row: Int, name: String) -> CodeProblem?
}

/// The layouts that there are.
package enum ProblemLayouts {
  /// The first that takes a file reads it: those first that ask for most columns.
  package static let all: [any ProblemLayout] = [
    MultiPLELayout(), EvalPlusLayout(), HumanEvalLayout(), MBPPLayout(), OwnLayout(),
  ]
}

/// The problems of a file, and the rows that are none.
package struct ReadProblems: Sendable {
  /// As people call it.
  package var layout: String
  package var problems: [CodeProblem] = []
  /// The place of each problem's row.
  package var rows: [Int] = []
  /// Rows without a question, or without tests.
  package var without = 0

  /// - Parameter tests: the column that has them, where the user names one: the file's own layout is then not asked.
  package init(_ rows: Rows, tests: String? = nil) {
    let own = OwnLayout(column: tests)
    let layout = tests == nil ? ProblemLayouts.all.first { $0.takes(rows) } ?? own : own
    self.layout = layout.name
    let names = ProblemNames(rows)
    for row in 0..<rows.count {
      guard let problem = layout.problem(rows, row, name: names[row]) else {
        without += 1
        continue
      }
      problems.append(problem)
      self.rows.append(row)
    }
  }
}

extension Rows {
  /// A text of this column; nil where it has none, or an empty one.
  func filledText(_ row: Int, _ column: String) -> String? {
    guard case .text(let bytes) = cell(row, column), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What the row says it is about.
  func topic(_ row: Int) -> String? { filledText(row, "topic") }

  func hasColumns(_ names: String...) -> Bool { names.allSatisfy(hasColumn) }
}
