import Curation
import Numerics
import Pipeline
import Rows

/// `select top`: the highest scores of all.
struct TopRule: SelectionRule {
  let name = "top"
  let help = "The hardest rows of all, or the highest by another score"
  let options = [SelectOptions.by]
  let ranking: Set<String> = ["by"]

  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo] {
    let ranking = try Ranking(call, names: input.names, isOpen: input.isOpen)
    // Columns that `by` names are looked up where they stand.
    if !call.has("by"), let absent = ranking.columns.first(where: { !input.has($0) }) {
      throw Ranking.missing(score: absent, kind: name, call)
    }
    return []
  }

  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule {
    let ranking = try Ranking(call, names: value.rows.names)
    let ranked = try ranking.ranked(candidates, value, call, context)
    return PreparedRule(
      value: value, candidates: ranked, isEligible: { ranked[$0].isEligible },
      select: { candidates, places, share in Selection.hardest(places.map { candidates[$0] }, share: share, clusters: 1)
      },
      words: { _ in StageBlock.Line(": the \(ranking.first)\(ranking.suffix)") }, ranked: "\(ranking.below) the cut")
  }
}
