import Curation
import Diagnostics
import Pipeline
import Rows

/// `dedup embedding`: rows whose questions are about the same, as far as their vectors say.
struct EmbeddingTwinRule: TwinRule {
  let name = "embedding"
  let help = "Rows whose embeddings point the same way; `embed` adds them"
  let threshold: TwinThreshold? = TwinThreshold(range: 0.8...1, usual: 0.95)

  let needs = ["embedding"]

  func twins(_ value: RowsValue, threshold: Double?, _ call: BoundCall, _ context: RunContext) throws -> Twins {
    guard case .vector(let vectors)? = value.rows.column("embedding") else {
      throw Diagnostic(
        StageCodes.selectNeeds, "these rows have no column `embedding`", at: call.span(of: "kind"),
        label: "compares it", helps: [Diagnostic.Help("add it first: `embed | dedup embedding`")])
    }
    return try Twins.embedding(
      vectors.values, dimension: vectors.dimension, threshold: threshold ?? 0.95, work: context.work)
  }

  func words(threshold: Double?) -> String {
    ", with a cosine of \(Figures.digits(threshold ?? 0.95)) or more between their embeddings"
  }
}
