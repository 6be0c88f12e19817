import Documents
import Pipeline
import Rows

extension Ledger {
  /// `1,200 in = 120 kept + 1,009 easier than their cluster's cut + 71 ifd >= 1`: the sum is visible.
  var line: StageBlock.Line {
    let parts =
      reduced.map { "\(Figures.count($0.count)) kept \($0.reason)" }
      + (dropped + failed).map { "\(Figures.count($0.count)) \($0.reason)" }
    let sum = "\(Figures.count(rowsIn)) in = \(Figures.count(kept - reducedCount)) kept"
    return StageBlock.Line(sum, parts.map { " + " + $0 }.joined())
  }

  /// What a stage says whose rows are all gone; nil while there are some.
  var emptiness: String? {
    guard kept == 0 else { return nil }
    guard rowsIn > 0 else { return "No rows came in: an earlier stage left none." }
    let reasons = (dropped + failed).sorted { $0.count > $1.count }.map { "\(Figures.count($0.count)) \($0.reason)" }
    return "No row is left" + (reasons.isEmpty ? "." : ": \(reasons.joined(separator: ", ")).")
  }

  /// What became of which rows; those of a reason without numbers are whoever else is gone.
  var fates: [RowFate] {
    dropped.map { RowFate(.dropped, $0.reason, rows: $0.rows, details: $0.details) }
      + failed.map { RowFate(.failed, $0.words, rows: $0.rows) }
      + reduced.map { RowFate(.reduced, $0.reason, rows: $0.rows) }
  }

  /// For `--format json`, and kept with the result.
  var json: JSONValue { json(file: nil) }

  /// - Parameter file: where the rows come from.
  func json(file: String?) -> JSONValue {
    func entries(_ list: [Entry]) -> JSONValue {
      .array(
        list.map { entry in
          var object = JSONObject([("reason", .string(entry.reason)), ("count", .integer(Int64(entry.count)))])
          if let field = entry.field { object["field"] = .string(field) }
          if !entry.examples.isEmpty { object["rows"] = .array(entry.examples.map { .integer(Int64($0)) }) }
          return .object(object)
        })
    }
    var object = JSONObject([
      ("in", .integer(Int64(rowsIn))), ("kept", .integer(Int64(kept))), ("dropped", entries(dropped)),
      ("failed", entries(failed)), ("tokens_cut", .integer(Int64(tokensCut))),
    ])
    if let file { object["file"] = .string(file) }
    if !reduced.isEmpty { object["reduced"] = entries(reduced) }
    if !notes.isEmpty { object["notes"] = .array(notes.map { .string($0) }) }
    return .object(object)
  }
}
