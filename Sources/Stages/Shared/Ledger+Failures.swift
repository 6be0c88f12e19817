import Diagnostics
import Pipeline
import Rows

extension Ledger {
  /// Stops a stage of which more rows failed than the setting `max_failed` allows.
  ///
  /// - Parameter file: where the rows come from, for the message.
  /// - Throws: `Diagnostic` that names the reasons, the fields and the first rows.
  func checkFailures(_ settings: Settings, call: BoundCall, file: String? = nil) throws {
    guard rowsIn > 0, Double(failedCount) > settings.maxFailed * Double(rowsIn) else { return }
    throw Diagnostic(
      StageCodes.tooManyFailed,
      (file.map { "\($0): " } ?? "")
        + "\(Figures.count(failedCount)) of \(Figures.count(rowsIn)) rows failed, more than "
        + "`max_failed` \(Figures.percent(settings.maxFailed, 1)) allows",
      at: call.span, label: "stopped here", notes: failures + notes)
  }

  /// A line for each reason: `3 no answer, field `output`: rows 7, 9, 12`.
  var failures: [String] {
    failed.map { entry in
      var line = "\(Figures.count(entry.count)) \(entry.reason)"
      if let field = entry.field { line += ", field `\(field)`" }
      if !entry.examples.isEmpty {
        line +=
          ": row\(entry.count == 1 ? "" : "s") " + entry.examples.map { Figures.count($0) }.joined(separator: ", ")
        if entry.count > entry.examples.count { line += " …" }
      }
      return line
    }
  }
}
