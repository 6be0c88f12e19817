import Curation
import Pipeline
import Quantities
import Rows

/// How `select` decided about one row: its score, its place among those that it was ranked with, and the cut.
extension SelectStage: ExplainsRows {
  func why(_ number: Int, _ call: BoundCall, before: RowsValue, context: RunContext) throws -> [String] {
    let decision = try decide(call, on: before, context: context)
    let (candidates, rows) = (decision.prepared.candidates, decision.prepared.value.rows)
    // What ranks by no score has no cut.
    guard let place = rows.rowNumbers.firstIndex(of: number), let score = candidates[place].score else { return [] }
    let ranking = try Ranking(call, names: before.rows.names)
    var lines = ["\(ranking.name) \(Figures.digits(score))"]
    guard candidates[place].isEligible else { return lines }
    // Where groups, chance or tokens decide too, no score is the cut.
    let isPlain = !call.has("within") && !call.has("blend") && decision.share.rows(of: rows.count) != nil
    let cluster = candidates[place].cluster
    let rivals = candidates.indices.filter { candidates[$0].isEligible && candidates[$0].cluster == cluster }
    let rank =
      1
      + rivals.count { other in
        let theirs = candidates[other].score ?? 0
        return theirs > score || theirs == score && other < place
      }
    let isClustered = rows.hasColumn("cluster") && !before.rows.hasColumn("cluster")
    lines.append(
      "\(Figures.count(rank)) of \(Figures.count(rivals.count))" + (isClustered ? " in cluster \(cluster)" : ""))
    guard isPlain else { return lines }
    let kept = Set(decision.selection.kept)
    guard let cut = rivals.filter({ kept.contains($0) }).compactMap({ candidates[$0].score }).min() else {
      return lines + ["no row of it was taken"]
    }
    let margin = kept.contains(place) ? "above it by" : "missed by"
    lines.append("the cut was \(Figures.digits(cut)), \(margin) \(Figures.digits(abs(score - cut)))")
    return lines
  }
}
