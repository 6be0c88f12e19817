import Curation
import Diagnostics
import Numerics
import Pipeline
import Rows

/// `select representative`: vectors that spread over the questions, each of which takes its nearest row
/// (arXiv 2507.02378).
struct RepresentativeRule: SelectionRule {
  let name = "representative"
  let help = "Rows whose questions stand for all: spread evenly, no score needed"
  let options = [SelectOptions.with]

  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo] {
    guard call.has("with") || input.has("embedding") else {
      throw Ranking.missing("embedding", kind: name, stage: "embed", call)
    }
    return call.has("with") ? [ColumnInfo("embedding", .vector)] : []
  }

  func seconds(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Double {
    call.has("with") ? try Embedder.seconds(call, input: input, context) ?? 0 : 0
  }

  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule {
    guard case .vector(let vectors)? = value.rows.column("embedding") else {
      throw Diagnostic(StageCodes.selectNeeds, "these rows have no column `embedding`", at: call.span)
    }
    let dimension = vectors.dimension
    return PreparedRule(
      value: value, candidates: candidates, isEligible: { vectors[$0] != nil },
      select: { candidates, places, share in
        try RepresentativeSelection().select(
          places.flatMap { vectors.values[$0 * dimension..<($0 + 1) * dimension] }, dimension: dimension,
          places.map { candidates[$0] }, share: share, seed: context.seed, work: context.work)
      },
      words: { _ in StageBlock.Line(": those nearest to vectors spread over all questions") },
      ranked: "farther than those taken")
  }
}
