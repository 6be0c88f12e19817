import Diagnostics
import Documents
import Pipeline
import Rows

extension Ledger {
  /// Stops where a stage's result has lost more rows than the setting `max_failed` allows, be it made now or remembered.
  ///
  /// - Parameter json: its ledger, as `json` writes it.
  /// - Throws: `Diagnostic` that names the reasons, the fields and the first rows.
  static func checkFailures(_ json: JSONValue, _ settings: Settings, call: BoundCall) throws {
    var ledger = Ledger(rowsIn: json["in"]?.int ?? 0)
    ledger.failed = (json["failed"]?.array ?? []).map { entry in
      Entry(
        reason: entry["reason"]?.string ?? "", count: entry["count"]?.int ?? 0, field: entry["field"]?.string,
        examples: (entry["rows"]?.array ?? []).compactMap(\.int))
    }
    ledger.notes = (json["notes"]?.array ?? []).compactMap(\.string)
    try ledger.checkFailures(settings, call: call, file: json["file"]?.string)
  }

  private func checkFailures(_ settings: Settings, call: BoundCall, file: String?) throws {
    guard rowsIn > 0, Double(failedCount) > settings.maxFailed * Double(rowsIn) else { return }
    throw Diagnostic(
      StageCodes.tooManyFailed,
      (file.map { "\($0): " } ?? "")
        + "\(Figures.count(failedCount)) of \(Figures.rows(rowsIn)) failed, more than "
        + "`max_failed` \(Figures.percent(settings.maxFailed, 1)) allows",
      at: call.span, label: "stopped here", notes: failures + notes,
      helps: [
        .init(
          "`set max_failed \(Int((100 * Double(failedCount) / Double(rowsIn)).rounded(.up)))%` goes on with the others")
      ])
  }

  /// A line for each reason: `3 no answer, field `output`: rows 7, 9, 12`.
  var failures: [String] { failed.map(\.line) }

  /// The same for what kept rows lost: `1 kept without 2 empty turns: row 3`.
  var reductions: [String] {
    reduced.map { entry in
      var entry = entry
      entry.reason = "kept " + entry.reason
      return entry.line
    }
  }
}

extension Ledger.Entry {
  /// The reason with its field.
  var words: String { reason + (field.map { ", field `\($0)`" } ?? "") }

  /// The reason with its count, its field and the first rows.
  var line: String {
    var line = "\(Figures.count(count)) \(words)"
    if !examples.isEmpty {
      line += ": row\(count == 1 ? "" : "s") " + examples.map { Figures.count($0) }.joined(separator: ", ")
      if count > examples.count { line += " …" }
    }
    return line
  }
}
