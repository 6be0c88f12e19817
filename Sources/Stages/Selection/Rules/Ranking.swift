import Curation
import Diagnostics
import Pipeline
import Rows
import Syntax

/// What ranks rows, highest first: a column, or an expression over several.
struct Ranking {
  /// The columns that it needs.
  let columns: [String]
  /// As it is called in sentences.
  let name: String
  /// Nil for a column.
  private let formula: RowExpression?

  /// The option `by`, else the score that was added last.
  /// - Throws: `Diagnostic` where these rows have none.
  init(_ call: BoundCall, names: [String], isOpen: Bool = false) throws {
    if let by = try call.optionalExpression("by") {
      if case .column(let column, _) = by {
        self.init(column: column)
      } else {
        self.init(columns: by.columns.map(\.text), name: by.displayText, formula: by)
      }
    } else if let last = Measures.rankingColumn(among: names) {
      self.init(column: last)
    } else if isOpen {
      self.init(column: ComplexityMeasure.column)
    } else {
      throw Self.missing(score: ComplexityMeasure.column, kind: try call.choice("kind"), call)
    }
  }

  private init(column: String) { self.init(columns: [column], name: column, formula: nil) }

  private init(columns: [String], name: String, formula: RowExpression?) {
    self.columns = columns
    self.name = name
    self.formula = formula
  }

  /// What says that a rule lacks a column, with the stage that adds it.
  static func missing(_ column: String, kind: String, stage: String, _ call: BoundCall) -> Diagnostic {
    Diagnostic(
      StageCodes.selectNeeds, "`select \(kind)` needs the column `\(column)`, which these rows do not have",
      at: call.span, label: "no `\(column)` here",
      helps: [
        Diagnostic.Help(
          "`\(stage)` adds it", edits: [Diagnostic.Edit(Span(call.span.lower, call.span.lower), "\(stage) | ")])
      ])
  }

  /// The same of the score by which rows are ranked where nobody says.
  static func missing(score column: String, kind: String, _ call: BoundCall) -> Diagnostic {
    missing(column, kind: kind, stage: "score \(Measures.usual.name)", call)
  }

  /// The candidates with their scores.
  func ranked(_ candidates: [Candidate], _ value: RowsValue, _ call: BoundCall, _ context: RunContext) throws
    -> [Candidate]
  {
    let scores = try scores(of: value, call, context)
    var candidates = candidates
    for row in candidates.indices {
      // An infinite score is a number that did not fit, and would be first without a reason.
      candidates[row].score = scores[row].isFinite ? scores[row] : nil
      // Where the question does not help at all, the row is a wrong pair or a foreign template more often than a hard one.
      if isUsual, scores[row] >= 1 { candidates[row].excluded = .unhelped }
    }
    return candidates
  }

  private func scores(of value: RowsValue, _ call: BoundCall, _ context: RunContext) throws -> [Double] {
    guard let formula else {
      if let scores = value.rows.column(name)?.doubles { return scores }
      throw Diagnostic(
        StageCodes.notANumber, "the column `\(name)` does not hold numbers", at: call.span(of: "by"),
        label: "ranks nothing")
    }
    try LoadedColumns.settle(value, for: columns, context)
    let cells = RowCells(rows: value.rows)
    let evaluator = try ExpressionEvaluator(formula, over: cells)
    return (0..<value.rows.count).map { evaluator.value(row: $0, of: cells).double ?? .nan }
  }

  /// By how hard a row is for its model.
  private var isUsual: Bool { name == ComplexityMeasure.column }

  /// ` by target`, unless it is the usual one.
  var suffix: String { isUsual ? "" : " by \(name)" }
  /// What the first in the ranking are called.
  var first: String { isUsual ? "hardest" : "highest" }
  /// Why the others are not taken.
  var below: String { isUsual ? "easier than" : "below" }
}
