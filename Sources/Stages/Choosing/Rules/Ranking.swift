import Curation
import Diagnostics
import Pipeline
import Rows

/// The column that ranks rows, highest first.
struct Ranking {
  let column: String

  /// The option `by`, else the score that was added last.
  /// - Throws: `Diagnostic` where these rows have none.
  init(_ call: BoundCall, names: [String], isOpen: Bool = false) throws {
    if let by = try call.optionalColumn("by") {
      column = by
    } else if let last = Measures.rankingColumn(among: names) {
      column = last
    } else if isOpen {
      column = "ifd"
    } else {
      let kind = try call.choice("kind")
      throw Self.missing("ifd", kind: kind, stage: "score complexity", call)
    }
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

  /// The candidates with their scores.
  func ranked(_ candidates: [Candidate], _ rows: Rows, _ call: BoundCall) throws -> [Candidate] {
    guard let scores = rows.column(column)?.doubles else {
      throw Diagnostic(
        StageCodes.notANumber, "the column `\(column)` does not hold numbers", at: call.span(of: "by"),
        label: "ranks nothing")
    }
    var candidates = candidates
    for row in candidates.indices {
      candidates[row].score = scores[row].isNaN ? nil : scores[row]
      // Where the question does not help at all, the row is a wrong pair or a foreign template more often than a hard one.
      if column == "ifd", scores[row] >= 1 { candidates[row].excluded = .unhelped }
    }
    return candidates
  }

  /// ` by target`, unless it is the usual one.
  var suffix: String { column == "ifd" ? "" : " by \(column)" }
  /// What the first in the ranking are called.
  var first: String { column == "ifd" ? "hardest" : "highest" }
  /// Why the others are not taken.
  var below: String { column == "ifd" ? "easier than" : "below" }
}
