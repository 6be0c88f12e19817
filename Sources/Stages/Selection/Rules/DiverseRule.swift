import Curation
import Diagnostics
import Numerics
import Pipeline
import Rows
import Work

/// `select diverse`: the highest scores of each cluster of questions (CDAS, arXiv 2408.02193).
struct DiverseRule: SelectionRule {
  let name = "diverse"
  let help = "The hardest rows of each cluster of questions (CDAS)"
  let options = [
    SelectOptions.by, SelectOptions.with,
    Option("clusters", .integer, in: 1...100_000, default: .integer(10), "Clusters of `diverse`"),
  ]
  let ranking: Set<String> = ["by", "clusters"]
  let adds = [ColumnInfo("cluster", .integer)]

  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo] {
    let ranking = try Ranking(call, names: input.names, isOpen: input.isOpen)
    // Columns that `by` names are looked up where they stand.
    if !call.has("by"), let absent = ranking.columns.first(where: { !input.has($0) }) {
      throw Ranking.missing(score: absent, kind: name, call)
    }
    guard call.has("with") || input.has("embedding") else {
      throw Ranking.missing("embedding", kind: name, stage: "embed", call)
    }
    return adds + (call.has("with") ? [ColumnInfo("embedding", .vector)] : [])
  }

  func seconds(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Double {
    call.has("with") ? try Embedder.seconds(call, input: input, context) ?? 0 : 0
  }

  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule {
    let ranking = try Ranking(call, names: value.rows.names)
    let clusters = max(1, try call.integer("clusters"))
    let rows = value.rows
    guard case .vector(let vectors)? = rows.column("embedding") else {
      throw Diagnostic(StageCodes.selectNeeds, "these rows have no column `embedding`", at: call.span)
    }
    var ranked = try ranking.ranked(candidates, value, call, context)
    let points = Clustering.normalized(vectors.values, count: rows.count, dimension: vectors.dimension)
    let most = min(clusters, max(1, rows.count))
    let labels = try KMeans.cluster(
      points, count: rows.count, dimension: vectors.dimension, clusters: most, seed: context.seed,
      assignment: context.crew?.assignment(
        of: points, count: rows.count, dimension: vectors.dimension, clusters: most, work: context.work)
    ).labels
    for row in ranked.indices { ranked[row].cluster = labels[row] }
    try context.work.checkCancellation()
    let final = ranked
    return PreparedRule(
      value: value.with(rows.adding(.integers(labels), named: "cluster")), candidates: final,
      isEligible: { final[$0].isEligible },
      select: { candidates, places, share in
        Selection.hardest(places.map { candidates[$0] }, share: share, clusters: clusters)
      },
      words: { selection in
        let taken = selection.takenPerCluster
        var line = StageBlock.Line(": the \(ranking.first) in each of \(taken.count) clusters\(ranking.suffix)")
        if let low = taken.min(), let high = taken.max() { line.second = ", \(low) to \(high) rows from each" }
        return line
      }, ranked: "\(ranking.below) their cluster's cut")
  }
}
