import Curation
import LanguageModel
import Pipeline
import Rows
import Work

/// `dedup near`: rows whose texts are nearly the same.
struct NearTwinRule: TwinRule {
  let name = "near"
  let help = "Rows that share most of their runs of five tokens"
  let threshold: TwinThreshold? = TwinThreshold(range: 0.5...1, usual: 0.8)

  func twins(_ value: RowsValue, threshold: Double?, _ call: BoundCall, _ context: RunContext) throws -> Twins {
    let rows = value.rows
    let bytes = (0..<rows.count).reduce(0) { $0 + rows.texts($1).reduce(0) { $0 + $1.count } }
    try Budget.require(
      Twins.bytes(rows: rows.count, textBytes: bytes), for: "comparing \(Figures.rows(rows.count))",
      advice: "`dedup exact` takes less")
    let crew = context.crew
    return try Twins.near(
      count: rows.count, threshold: threshold ?? 0.8, work: context.work.shared(by: crew),
      passes: crew?.signatures(of: rows), text: rows.wholeText)
  }

  func words(threshold: Double?) -> String {
    ", with \(Figures.percent(threshold ?? 0.8)) or more of their runs of five tokens in common"
  }
}
