import Curation
import Pipeline
import Rows

/// `dedup exact`: rows whose texts are the same.
struct ExactTwinRule: TwinRule {
  let name = "exact"
  let help = "Rows of the same text, but for white space and the ways Unicode writes a letter"

  func twins(_ value: RowsValue, threshold: Double?, _ call: BoundCall, _ context: RunContext) throws -> Twins {
    try Twins.exact(count: value.rows.count, work: context.work) { value.rows.texts($0) }
  }

  func words(threshold: Double?) -> String { ", the same but for white space" }
}
