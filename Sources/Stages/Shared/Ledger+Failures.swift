import Diagnostics
import Pipeline
import Rows

extension Ledger {
  /// Stops a stage of which more rows failed than the setting `max_failed` allows.
  ///
  /// - Throws: `Diagnostic` that names the reasons and the first rows.
  func checkFailures(_ settings: Settings, call: BoundCall) throws {
    guard rowsIn > 0, Double(failedCount) > settings.maxFailed * Double(rowsIn) else { return }
    let reasons = failed.map { entry in
      let rows =
        entry.examples.isEmpty ? "" : ": rows " + entry.examples.map { Figures.count($0) }.joined(separator: ", ")
      return "\(Figures.count(entry.count)) \(entry.reason)" + rows + (entry.count > entry.examples.count ? " …" : "")
    }
    throw Diagnostic(
      StageCodes.tooManyFailed,
      "\(Figures.count(failedCount)) of \(Figures.count(rowsIn)) rows failed, more than `max_failed` "
        + "\(Figures.percent(settings.maxFailed, 1)) allows",
      at: call.span, label: "stopped here", notes: reasons)
  }
}
